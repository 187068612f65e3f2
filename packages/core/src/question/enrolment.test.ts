import { describe, expect, it } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { pair } from '../../scenarios/checks/pair.ts';
import type { Mesh } from '../../scenarios/mesh/mesh.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { enrolmentOf } from './enrolment.ts';

const SERVER = { kind: 'Deployment', namespace: 'shop', name: 'server' };
const ofState = (state: MeshState) => enrolmentOf(state, SERVER)!;
const of = (inside: Mesh) => ofState(stateOf(inside.bundle()));
const states = ({ ways }: { ways: readonly { way: string; state: string }[] }) => ways.map(({ state }) => state);

/** The dump of the ztunnel on the callee's node, changed. */
function withDump(change: (dump: MeshState['ztunnelDumps'][number]) => void, view?: 'HBONE' | 'TCP'): MeshState {
  const state = structuredClone(stateOf(pair().bundle()));
  const own = new Map(state.pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod.node]));
  for (const dump of state.ztunnelDumps) if (own.get(dump.pod) === 'node-2') change(dump);
  if (view) {
    const { workloads, services } = structuredClone(state.ztunnelDumps[0]!);
    for (const workload of workloads) if (workload.workloadName === 'server') workload.protocol = view;
    state.ambientViews = [{ pod: 'istio-system/istiod-1', at: null, workloads, services, policies: [] }];
  }
  return state;
}

const asTcp = (dump: MeshState['ztunnelDumps'][number]): void => {
  for (const workload of dump.workloads) if (workload.workloadName === 'server') workload.protocol = 'TCP';
};

describe('a workload is in the mesh', () => {
  it('by all four, and nobody is behind', () => {
    const found = of(pair());
    expect(states(found)).toEqual(['yes', 'yes', 'yes', 'yes']);
    expect(found.sentence).toBe('');
    expect(found.pods.map(({ behind }) => behind)).toEqual(found.pods.map(() => null));
    expect(found.pods[0]!.ways.map(({ evidence }) => evidence)).toEqual([
      "istio-cni-config AMBIENT_ENABLEMENT_SELECTOR: the mesh operator's enablement selector 2 selects it",
      'annotation ambient.istio.io/redirection: enabled',
      expect.stringMatching(/^protocol HBONE in what istio-system\/ztunnel-/),
      expect.stringMatching(/^workloadState Up in istio-system\/ztunnel-/),
    ]);
  });

  it('by none, and nobody is behind', () => {
    const found = of(pair({ labels: { 'istio.io/dataplane-mode': 'none' } }));
    expect(states(found)).toEqual(['no', 'no', 'no', 'no']);
    expect(found.sentence).toBe('');
  });

  it.each<[string, MeshState, (string | null)[], string, string]>([
    [
      'labels ask for it and istio-cni has not captured it',
      stateOf(pair().capture('shop/server', 'absent').bundle()),
      ['yes', 'no', 'no', 'no'],
      'istio-cni',
      'is not captured',
    ],
    [
      'istio-cni has begun and ztunnel has not taken over',
      stateOf(pair().capture('shop/server', 'pending').bundle()),
      ['yes', 'no', 'no', 'no'],
      'ztunnel',
      'has not taken it over',
    ],
    [
      'the annotation is stale: no proxy runs',
      stateOf(pair().capture('shop/server', 'stale').bundle()),
      ['yes', 'yes', 'yes', 'no'],
      'ztunnel',
      'runs no proxy for it',
    ],
    [
      'nothing asks for it any more and it is captured',
      stateOf(
        pair({ labels: { 'istio.io/dataplane-mode': 'none' } })
          .capture('shop/server', 'enabled')
          .bundle(),
      ),
      ['no', 'yes', 'yes', 'yes'],
      'istio-cni',
      'still captured',
    ],
    [
      'istiod tells the others to call it in plain text',
      withDump(asTcp, 'TCP'),
      ['yes', 'yes', 'no', 'yes'],
      'istiod',
      'told otherwise',
    ],
    [
      'ztunnel has not heard what istiod tells',
      withDump(asTcp, 'HBONE'),
      ['yes', 'yes', 'no', 'yes'],
      'ztunnel',
      'told otherwise',
    ],
  ])('%s', (_name, state, expected, behind, words) => {
    const found = ofState(state);
    expect(states(found)).toEqual(expected);
    expect(found.pods[0]!.behind).toBe(behind);
    expect(found.sentence).toContain(`${behind} is behind`);
    expect(found.sentence).toContain(words);
  });

  it('is not known of what was not read', () => {
    const found = of(pair().forbidReadings());
    expect(states(found)).toEqual(['yes', 'yes', 'unknown', 'unknown']);
    expect(found.pods[0]!.ways[3]!.evidence).toMatch(/may not be read|was not read/);
    expect(found.sentence).toBe('');
    expect(states(of(pair().unread('Namespace', null, 'forbidden')))[0]).toBe('unknown');
  });

  it('nobody is called late for a pod that has just started', () => {
    const state = structuredClone(stateOf(pair().capture('shop/server', 'absent').bundle()));
    for (const pod of state.pods) if (pod.workload.name === 'server') pod.startedAt = state.takenAt;
    expect(ofState(state).sentence).toBe('');
  });

  it.each([
    [1, 'yes'],
    [0, 'no'],
    [7, 'unknown'],
  ])('by the number of proxies, where the dump may not be read: %s active of 1 captured: %s', (active, expected) => {
    const inside = pair().says(
      'ztunnel-metrics',
      'istio-system/ztunnel@node-2',
      '# TYPE workload_manager_active_proxy_count gauge',
      `workload_manager_active_proxy_count ${active}`,
    );
    const state = { ...stateOf(inside.bundle()), ztunnelDumps: [] };
    expect(states(ofState(state))[3]).toBe(expected);
  });

  it('in part, where its pods differ; those that differ come first', () => {
    const found = of(pair({ replicas: 3 }).capture('shop/server', 'stale', [1]));
    expect(states(found)).toEqual(['yes', 'yes', 'yes', 'mixed']);
    expect(found.ways[3]!.detail).toBe('2 of 3 pods');
    expect(found.pods.map(({ behind }) => behind)).toEqual(['ztunnel', null, null]);
  });
});

it('a workload without pods has none', () => {
  expect(enrolmentOf(stateOf(pair().bundle()), { ...SERVER, name: 'nobody' })).toBeNull();
});
