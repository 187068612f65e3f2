import { expect, test } from 'vitest';
import { smallMesh } from '../small-mesh.ts';
import { publishedPolicies } from './published-policies.ts';
import { peerAuthentication, policy } from './small-policies.ts';

const target = { targetRefs: [{ group: '', kind: 'Service', namespace: 'shop', name: 's' }] };
const authorizationPolicies = [
  policy('istio-system/global'),
  policy('istio-system/selecting', { selector: { app: 'a' } }),
  policy('shop/namespace'),
  policy('shop/selecting', { selector: { app: 'a' } }),
  policy('shop/other', { selector: { app: 'b' } }),
  policy('shop/targeting', target),
  policy('shop/trial', { dryRun: true }),
  policy('web/elsewhere'),
];
test('what ztunnel is given at all', () => {
  const mesh = smallMesh({
    authorizationPolicies,
    peerAuthentications: [
      peerAuthentication('shop/ports', 'PERMISSIVE', { selector: { app: 'a' }, portModes: { '8080': 'STRICT' } }),
    ],
  });
  expect(publishedPolicies(mesh).map((held) => held.name)).toEqual([
    'global',
    'selecting',
    'namespace',
    'selecting',
    'other',
    'elsewhere',
    'converted_peer_authentication_ports',
    'istio_converted_static_strict',
  ]);
  expect(publishedPolicies(smallMesh({}))).toEqual([]);
});
