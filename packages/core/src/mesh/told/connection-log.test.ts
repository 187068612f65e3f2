import { expect, test } from 'vitest';
import { stateOf } from '../../../scenarios/asking.ts';
import { pair } from '../../../scenarios/checks/pair.ts';
import { type Access, accessLines, earlyDenyLines } from '../../../scenarios/mesh/log-lines.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { indexMesh, type Mesh } from '../mesh.ts';
import {
  applicationRefusals,
  earlyRefusals,
  hboneRefusals,
  identityFailures,
  logMark,
  revocations,
  staleArrivals,
  summed,
  type Told,
} from './connection-log.ts';

const call: Access = { direction: 'outbound', from: 'web/client', to: 'shop/server', port: 8080, times: 3 };

function told(find: (mesh: Mesh, pod: Pod) => Told[], on: string, ...lines: string[]): Told[] {
  const mesh = indexMesh(
    stateOf(
      pair()
        .says('ztunnel-log', `istio-system/ztunnel@${on}`, ...lines)
        .bundle(),
    ),
  );
  return find(mesh, mesh.pods.byWorkloadName.get('shop/server')![0]!);
}

const REFUSED = 'io error: Connection refused (os error 111)';

test('P7: who is refused at 15008, more than once and without a call that went well after it', () => {
  const refused = accessLines({ ...call, error: REFUSED, ago: 60 });
  expect(summed(told(hboneRefusals, 'node-1', ...refused))).toMatchObject({ times: 3 });
  expect(told(hboneRefusals, 'node-1', ...accessLines({ ...call, error: REFUSED, times: 1 }))).toEqual([]);
  expect(told(hboneRefusals, 'node-1', ...refused, ...accessLines(call))).toEqual([]);
  expect(told(hboneRefusals, 'node-1', ...accessLines({ ...call, ago: 600 }), ...refused)).toHaveLength(1);
  expect(told(hboneRefusals, 'node-1', ...accessLines({ ...call, plain: true, error: REFUSED }))).toEqual([]);
});

test('P10: the application’s port is the one that the tunnel was asked for', () => {
  const lines = accessLines({ ...call, direction: 'inbound', error: REFUSED });
  const on = (port: number | null) => (mesh: Mesh, pod: Pod) => applicationRefusals(mesh, pod, port);
  expect(told(on(8080), 'node-2', ...lines)).toHaveLength(1);
  expect(told(on(null), 'node-2', ...lines)).toHaveLength(1);
  expect(told(on(80), 'node-2', ...lines)).toEqual([]);
});

test('P10: a few calls for another address are churn', () => {
  const error = 'ip mismatch: 10.0.0.1 != 10.0.0.2';
  expect(told(staleArrivals, 'node-2', ...accessLines({ ...call, direction: 'inbound', error, times: 2 }))).toEqual([]);
  expect(told(staleArrivals, 'node-2', ...accessLines({ ...call, direction: 'inbound', error }))).toHaveLength(1);
});

test('C3: another name, another trust domain, an issuer that nobody knows', () => {
  for (const error of [
    'identity verification error: peer did not present the expected SAN (a), got b',
    'tls error: peer did not present the expected trustdomain (a), got b',
    'tls error: invalid peer certificate: UnknownIssuer',
  ])
    expect(told(identityFailures, 'node-1', ...accessLines({ ...call, error })), error).toHaveLength(1);
  expect(told(identityFailures, 'node-1', ...accessLines({ ...call, error: 'tls error: handshake' }))).toEqual([]);
});

test('C5: a certificate that was revoked', () => {
  const error = 'connection closed: peer certificate revoked by CRL';
  expect(told(revocations, 'node-1', ...accessLines({ ...call, error }))).toHaveLength(1);
});

test('early refusals of a caller; pods that the logs hold something against stand alone', () => {
  const lines = earlyDenyLines({ ...call, to: '10.96.9.9:80', error: 'no healthy upstream: 10.96.9.9:80' });
  const mesh = indexMesh(
    stateOf(
      pair()
        .says('ztunnel-log', 'istio-system/ztunnel@node-1', ...lines)
        .bundle(),
    ),
  );
  const [client] = mesh.pods.byWorkloadName.get('web/client')!;
  const [server] = mesh.pods.byWorkloadName.get('shop/server')!;
  expect(summed(earlyRefusals(mesh, client!))).toMatchObject({ times: 3 });
  expect(earlyRefusals(mesh, server!)).toEqual([]);
  expect([logMark(mesh, client!) !== '', logMark(mesh, server!)]).toEqual([true, '']);
});
