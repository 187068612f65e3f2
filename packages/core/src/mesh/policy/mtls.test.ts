import { expect, test } from 'vitest';
import type { PeerAuthentication } from '../../state/istio.ts';
import { meshConfig, smallMesh } from '../small-mesh.ts';
import { convertPeerAuthentication, effectiveMtls, STATIC_STRICT } from './mtls.ts';
import { policyMatches } from './rbac.ts';
import { peerAuthentication } from './small-policies.ts';

const WORKLOAD = { namespace: 'shop', labels: { app: 'a' } };
const meshOf = (...peerAuthentications: PeerAuthentication[]) => smallMesh({ peerAuthentications });
const root = (mode: string) => peerAuthentication('istio-system/default', mode);
const local = (mode: string) => peerAuthentication('shop/default', mode);
const own = (mode: string, portModes: Record<string, string> = {}) =>
  peerAuthentication('shop/own', mode, { selector: { app: 'a' }, portModes });
const STATIC = `istio-system/${STATIC_STRICT}`;
const CONVERTED = 'shop/converted_peer_authentication_own';

test.each([
  ['nothing', [], false],
  ['mesh STRICT', [root('STRICT')], true],
  ['mesh PERMISSIVE', [root('PERMISSIVE')], false],
  ['namespace over mesh', [root('STRICT'), local('PERMISSIVE')], false],
  ['namespace UNSET inherits', [root('STRICT'), local('UNSET')], true],
  ['workload over namespace', [local('STRICT'), own('PERMISSIVE')], false],
  ['workload UNSET inherits', [local('STRICT'), own('UNSET')], true],
  ['M2: DISABLE is PERMISSIVE', [root('STRICT'), own('DISABLE')], false],
  ['workload STRICT', [own('STRICT')], true],
])('M1: %s', (_name, policies, strict) => {
  const effective = effectiveMtls(meshOf(...policies), WORKLOAD);
  expect(effective.strict).toBe(strict);
  expect(effective.references).toEqual(strict ? [STATIC] : []);
});

test('M1: the oldest of a level wins', () => {
  const older = peerAuthentication('shop/z', 'STRICT', { createdAt: '2025-01-01T00:00:00Z' });
  const younger = peerAuthentication('shop/a', 'PERMISSIVE', { createdAt: '2025-06-01T00:00:00Z' });
  expect(effectiveMtls(meshOf(younger, older), WORKLOAD).decidedBy?.name).toBe('z');
});

test('M1: a policy with a selector in the root namespace is ignored, even for pods there', () => {
  const selecting = peerAuthentication('istio-system/x', 'STRICT', { selector: { app: 'a' } });
  expect(effectiveMtls(meshOf(selecting), WORKLOAD).strict).toBe(false);
  expect(effectiveMtls(meshOf(selecting), { ...WORKLOAD, namespace: 'istio-system' }).strict).toBe(false);
});

test('M1: an empty selector is a policy of the whole namespace', () => {
  const empty = peerAuthentication('shop/x', 'STRICT', { selector: {} });
  expect(effectiveMtls(meshOf(empty), { namespace: 'shop', labels: {} }).strict).toBe(true);
});

test('M1: with an empty selector in the root namespace it holds for the pods there, and for no others', () => {
  const empty = peerAuthentication('istio-system/x', 'STRICT', { selector: {} });
  expect(effectiveMtls(meshOf(empty), WORKLOAD).strict).toBe(false);
  expect(effectiveMtls(meshOf(empty), { ...WORKLOAD, namespace: 'istio-system' }).strict).toBe(true);
});

test('S7: a policy of another revision does not count', () => {
  const labelled = { ...root('STRICT'), labels: { 'istio.io/rev': 'canary' } };
  expect(effectiveMtls(meshOf(labelled), WORKLOAD).strict).toBe(false);
  const canary = smallMesh({ peerAuthentications: [labelled], meshConfig: meshConfig({ revision: 'canary' }) });
  expect(effectiveMtls(canary, WORKLOAD).strict).toBe(true);
});

/** What a plaintext connection to the two ports meets: true = refused. */
function refusals(policies: PeerAuthentication[]): { p8080: boolean; p9090: boolean } {
  const held = effectiveMtls(meshOf(...policies), WORKLOAD).policies;
  const plain = (destinationPort: number) =>
    held.some((policy) =>
      policyMatches(policy, { identity: '', sourceIp: '10.0.0.9', destinationIp: '10.0.0.1', destinationPort }),
    );
  return { p8080: plain(8080), p9090: plain(9090) };
}

/** Parent (of the mesh), workload, mode of port 8080; refused on 8080 and elsewhere. */
test.each([
  ['PERMISSIVE', 'STRICT', 'PERMISSIVE', false, true],
  ['PERMISSIVE', 'STRICT', 'DISABLE', false, true],
  ['PERMISSIVE', 'STRICT', 'STRICT', true, true],
  ['PERMISSIVE', 'STRICT', 'UNSET', true, true],
  ['PERMISSIVE', 'PERMISSIVE', 'STRICT', true, false],
  ['PERMISSIVE', 'PERMISSIVE', 'PERMISSIVE', false, false],
  ['PERMISSIVE', 'DISABLE', 'STRICT', true, false],
  ['PERMISSIVE', 'UNSET', 'STRICT', true, false],
  ['PERMISSIVE', 'UNSET', 'PERMISSIVE', false, false],
  ['STRICT', 'UNSET', 'PERMISSIVE', false, true],
  ['STRICT', 'UNSET', 'DISABLE', true, true],
  ['STRICT', 'UNSET', 'STRICT', true, true],
  ['STRICT', 'UNSET', 'UNSET', true, true],
  ['STRICT', 'STRICT', 'PERMISSIVE', false, true],
])('M3: mesh %s, workload %s, port %s: refused on it %s, elsewhere %s', (parent, workload, port, onPort, elsewhere) => {
  expect(refusals([root(parent), own(workload, { '8080': port })])).toEqual({ p8080: onPort, p9090: elsewhere });
});

test('M3: exceptions of several ports hold together', () => {
  expect(refusals([own('STRICT', { '8080': 'PERMISSIVE', '9090': 'DISABLE' })])).toEqual({
    p8080: false,
    p9090: false,
  });
  expect(refusals([own('PERMISSIVE', { '8080': 'STRICT', '9090': 'STRICT' })])).toEqual({ p8080: true, p9090: true });
});

test('M3: the converted policy takes the place of the static one', () => {
  const effective = effectiveMtls(meshOf(own('STRICT', { '8080': 'PERMISSIVE' })), WORKLOAD);
  expect(effective.references).toEqual([CONVERTED]);
  expect(effective.policies.map((policy) => policy.name)).toEqual(['converted_peer_authentication_own']);
});

test("M3: istiod refers to a policy that it never sends where a STRICT mesh hides the port's STRICT", () => {
  const effective = effectiveMtls(meshOf(root('STRICT'), own('PERMISSIVE', { '8080': 'STRICT' })), WORKLOAD);
  expect(effective.references).toEqual([CONVERTED]);
  expect(effective.policies).toEqual([]);
});

test('M3: port modes count only beside a selector, outside the root namespace', () => {
  const ports = { '8080': 'STRICT' };
  const plain = { ...local('PERMISSIVE'), portModes: ports };
  const inRoot = peerAuthentication('istio-system/x', 'PERMISSIVE', { selector: { app: 'a' }, portModes: ports });
  expect(convertPeerAuthentication(meshOf(plain), plain)).toBeNull();
  expect(convertPeerAuthentication(meshOf(inRoot), inRoot)).toBeNull();
});
