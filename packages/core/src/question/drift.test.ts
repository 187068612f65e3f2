import { describe, expect, it } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { guarded, pair } from '../../scenarios/checks/pair.ts';
import type { Mesh } from '../../scenarios/mesh/mesh.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { driftOfService, driftOfWorkload } from './drift.ts';

type Dump = MeshState['ztunnelDumps'][number];
const SERVICE = { namespace: 'shop', name: 'server' };
const WORKLOAD = { kind: 'Deployment', ...SERVICE };

/** The mesh with the dump of one ztunnel changed. */
function changed(inside: Mesh, node: string | null, change: (dump: Dump) => void): MeshState {
  const state = structuredClone(stateOf(inside.bundle()));
  const nodes = new Map(state.pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod.node]));
  for (const dump of state.ztunnelDumps) if (node === null || nodes.get(dump.pod) === node) change(dump);
  return state;
}

const serviceOf = (dump: Dump) => dump.services.find(({ name }) => name === 'server')!;
const workloadOf = (dump: Dump) => dump.workloads.find(({ workloadName }) => workloadName === 'server')!;

describe('of a Service', () => {
  it('is none where every ztunnel believes what follows from the objects', () => {
    expect(driftOfService(stateOf(guarded().bundle()), SERVICE)).toEqual({
      sentence: 'All 3 ztunnels that were asked believe the same as follows from the objects.',
      asked: 3,
      differences: [],
      omitted: 0,
    });
  });

  it('W8: names the ztunnel that has another waypoint, what it believes and since when it is another', () => {
    const state = changed(guarded(), 'node-1', (dump) => {
      serviceOf(dump).waypoint = null;
    });
    const drift = driftOfService(state, SERVICE);
    expect(drift).toMatchObject({
      sentence: '1 of 3 ztunnels that were asked believes something else: it is behind.',
      differences: [{ node: 'node-1', what: 'waypoint', believes: 'none', expected: 'shop/waypoint' }],
    });
    expect(drift!.differences[0]!.since).toMatch(/^2026-/);
  });

  it('L1: names pods that are left out, and pods that are gone', () => {
    const state = changed(pair({ replicas: 2 }), 'node-3', (dump) => {
      const { endpoints } = serviceOf(dump);
      endpoints[0]!.workloadUid = endpoints[0]!.workloadUid.replace(/[^/]*$/, 'server-gone');
    });
    const [difference] = driftOfService(state, SERVICE)!.differences;
    expect(difference).toMatchObject({ node: 'node-3', what: 'endpoints', expected: 'the ready pods' });
    expect(difference!.believes).toMatch(/^also server-gone; not server-/);
  });

  it('says that our own reckoning may be wrong where all differ alike', () => {
    const state = changed(guarded(), null, (dump) => {
      serviceOf(dump).waypoint = null;
    });
    expect(driftOfService(state, SERVICE)!.sentence).toBe(
      'All 3 ztunnels that were asked believe something else: istiod may be behind, or our own reckoning may be wrong.',
    );
  });

  it('is none in the first minute after a change', () => {
    const state = changed(guarded(), 'node-1', (dump) => {
      serviceOf(dump).waypoint = null;
    });
    const service = state.services.find(({ name }) => name === 'server')!;
    for (const condition of service.conditions) condition.since = state.takenAt;
    service.createdAt = state.takenAt;
    expect(driftOfService(state, SERVICE)!.differences).toEqual([]);
  });

  it('a Service that one does not know is news only where another knows it', () => {
    const without = (dump: Dump): void => {
      dump.services = dump.services.filter(({ name }) => name !== 'server');
    };
    expect(driftOfService(changed(pair(), 'node-2', without), SERVICE)!.differences).toMatchObject([
      { what: 'unknown' },
    ]);
    expect(driftOfService(changed(pair(), null, without), SERVICE)!.differences).toEqual([]);
  });

  it('is not known where nobody could be asked, and of what is not there', () => {
    expect(driftOfService(stateOf(pair().forbidReadings().bundle()), SERVICE)).toMatchObject({
      sentence: '',
      asked: 0,
    });
    expect(driftOfService(stateOf(pair().bundle()), { namespace: 'shop', name: 'nobody' })).toBeNull();
  });

  it('asks nobody who keeps only what belongs to its own node', () => {
    const state = changed(guarded(), null, (dump) => {
      dump.ownOnly = true;
    });
    expect(driftOfService(state, SERVICE)).toMatchObject({ asked: 0, differences: [] });
  });
});

describe('of a workload', () => {
  it.each<[string, (dump: Dump) => void, string, string]>([
    [
      'address',
      (dump) => {
        workloadOf(dump).ips = ['10.9.9.9'];
      },
      'address',
      '10.9.9.9',
    ],
    [
      'health',
      (dump) => {
        workloadOf(dump).healthy = false;
      },
      'health',
      'unhealthy',
    ],
    [
      'policies',
      (dump) => {
        workloadOf(dump).policies = ['shop/old'];
      },
      'policies',
      'shop/old',
    ],
    [
      'waypoint',
      (dump) => {
        workloadOf(dump).waypoint = { destination: 'shop/other.shop.svc.cluster.local', port: 15008 };
      },
      'waypoint',
      'shop/other',
    ],
  ])('%s', (_name, change, what, believes) => {
    const drift = driftOfWorkload(changed(pair(), 'node-1', change), WORKLOAD);
    expect(drift!.differences).toMatchObject([{ node: 'node-1', what, believes }]);
  });

  it('is none where all is well, and null where it has no pods', () => {
    expect(driftOfWorkload(stateOf(pair().bundle()), WORKLOAD)!.differences).toEqual([]);
    expect(driftOfWorkload(stateOf(pair().bundle()), { ...WORKLOAD, name: 'nobody' })).toBeNull();
  });
});
