import { describe, expect, it } from 'vitest';
import { demoBundle, scenarios } from '../../scenarios/index.ts';
import { normalizeBundle, readBundleDocument } from '../normalize/bundle.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { analyze } from './analyze.ts';

function stateOf(bundle: unknown): MeshState {
  const read = normalizeBundle(readBundleDocument(bundle));
  if (!read.ok) throw new Error(read.reason);
  return read.state;
}

/** The same state of which nothing is remembered. */
const forgotten = (state: MeshState): MeshState => JSON.parse(JSON.stringify(state)) as MeshState;

/** Changes that a live cluster makes to one pod, leaving every other object as it is. */
const CHANGES: readonly ((pod: MeshState['pods'][number]) => MeshState['pods'][number] | null)[] = [
  (pod) => ({ ...pod, ready: !pod.ready }),
  (pod) => ({ ...pod, deletedAt: '2026-11-20T09:59:00Z' }),
  (pod) => ({ ...pod, annotations: {} }),
  (pod) => ({ ...pod, ips: [] }),
  (pod) => ({ ...pod, node: 'node-1' }),
  () => null,
];

function changed(state: MeshState, index: number, change: (typeof CHANGES)[number]): MeshState {
  const pods = state.pods.flatMap((pod, i) => (i === index ? (change(pod) ?? []) : [pod]));
  return { ...state, pods };
}

describe('what is taken over from the last state', { timeout: 60_000 }, () => {
  it('equals a judgement made anew, whatever pod of the demo changes', () => {
    const rest = stateOf(demoBundle('rest', '2026-11-20T10:00:00Z'));
    analyze(rest);
    for (let index = 0; index < rest.pods.length; index += 17) {
      for (const change of CHANGES) {
        const next = changed(rest, index, change);
        expect(analyze(next)).toEqual(analyze(forgotten(next)));
      }
    }
  });

  it.each(scenarios.slice(0, 40).map((scenario) => [scenario.id, scenario] as const))(
    'holds in %s',
    (_id, scenario) => {
      const state = stateOf(scenario.bundle());
      analyze(state);
      for (let index = 0; index < state.pods.length; index += 3) {
        const next = changed(state, index, CHANGES[index % CHANGES.length]!);
        expect(analyze(next)).toEqual(analyze(forgotten(next)));
      }
    },
  );

  it('sees a change of anything that links share', () => {
    const rest = stateOf(demoBundle('rest', '2026-11-20T10:00:00Z'));
    const before = analyze(rest);
    const closed = { ...rest, gateways: rest.gateways.map((gateway) => ({ ...gateway, addresses: [] })) };
    expect(analyze(closed)).toEqual(analyze(forgotten(closed)));
    expect(analyze(closed).counts).not.toEqual(before.counts);
  });
});
