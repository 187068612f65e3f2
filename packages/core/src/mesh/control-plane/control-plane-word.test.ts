import { expect, test } from 'vitest';
import { stateOf } from '../../../scenarios/asking.ts';
import { pair } from '../../../scenarios/checks/pair.ts';
import { indexMesh } from '../mesh.ts';
import { lostControlPlane } from './control-plane-word.ts';

const FAILED =
  'XDS client connection error: gRPC connection error connecting to https://istiod.istio-system.svc:15012: status: Unknown, message: "client error (Connect)", source: deadline has elapsed, retrying in 15s';
const line = (at: string, text: string) => `2026-11-20T${at}.000000Z\twarn\txds::client:xds{id=1}\t${text}`;

function lastWord(...lines: string[]) {
  const mesh = indexMesh(
    stateOf(
      pair()
        .says('ztunnel-log', 'istio-system/ztunnel@node-1', ...lines)
        .bundle(),
    ),
  );
  const { namespace, name } = mesh.pods.ztunnels.get('node-1')![0]!;
  return lostControlPlane(mesh, `${namespace}/${name}`);
}

test('CP2: failures that last until the end of the log', () => {
  const times = ['09:56:00', '09:57:00', '09:59:00'];
  expect(lastWord(...times.map((at) => line(at, FAILED)))).toMatchObject({
    count: 3,
    reason: 'timeout',
    since: expect.stringContaining('09:56:00'),
  });
});

test('CP2: one failure, failures of a moment, and those that a connection ended, are normal', () => {
  expect(lastWord(line('09:59:00', FAILED))).toBeNull();
  expect(lastWord(...['09:59:00', '09:59:01', '09:59:02'].map((at) => line(at, FAILED)))).toBeNull();
  const times = ['09:56:00', '09:57:00', '09:58:00'];
  const healed = line('09:59:00', 'Stream established');
  expect(lastWord(...times.map((at) => line(at, FAILED)), healed)).toBeNull();
  expect(lastWord()).toBeNull();
});
