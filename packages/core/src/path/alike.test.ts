import { describe, expect, it } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { pair } from '../../scenarios/checks/pair.ts';
import { indexMesh } from '../mesh/mesh.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { groupAlikePods } from './alike.ts';

const spread = pair().app('shop/many', { replicas: 3, nodes: ['node-1', 'node-2', 'node-3'] });
const base = stateOf(spread.bundle());

function groups(state: MeshState): number[] {
  const pods = state.pods.filter(({ workload }) => workload.name === 'many');
  return groupAlikePods(indexMesh(state), pods).map((group) => group.length);
}

const onNode = (node: string): string =>
  base.pods.find((pod) => pod.labels['app'] === 'ztunnel' && pod.node === node)!.name;
const first = base.pods.find(({ workload }) => workload.name === 'many')!;
const change = (more: object): MeshState => ({
  ...base,
  pods: base.pods.map((pod) => (pod === first ? { ...pod, ...more } : pod)),
});

describe('groupAlikePods', () => {
  it('takes pods together that differ in name, address and node only', () => {
    expect(groups(base)).toEqual([3]);
  });

  it.each<[string, MeshState]>([
    ['readiness', change({ ready: false })],
    ['going', change({ deletedAt: base.takenAt })],
    ['the account', change({ serviceAccount: 'other' })],
    ['a label that Istio reads', change({ labels: { ...first.labels, 'istio.io/use-waypoint': 'none' } })],
    ['capture', change({ annotations: {} })],
    [
      'a container that waits',
      change({ containers: first.containers.map((one) => ({ ...one, waiting: 'CrashLoopBackOff' })) }),
    ],
    [
      'E6: what ztunnel says of it',
      {
        ...base,
        ztunnelDumps: base.ztunnelDumps.map((dump) => ({
          ...dump,
          proxies: dump.proxies.map((proxy) => (proxy.podUid === first.uid ? { ...proxy, state: 'Pending' } : proxy)),
        })),
      },
    ],
    [
      'C1: a certificate that one ztunnel lacks',
      {
        ...base,
        ztunnelDumps: base.ztunnelDumps.map((dump) =>
          dump.pod.endsWith(onNode(first.node)) ? { ...dump, certificates: [] } : dump,
        ),
      },
    ],
  ])('keeps apart what differs in %s', (_what, state) => {
    expect(groups(state)).toEqual([1, 2]);
  });

  it('does not mind a label that nothing asks for', () => {
    expect(groups(change({ labels: { ...first.labels, colour: 'red' } }))).toEqual([3]);
  });
});
