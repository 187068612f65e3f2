import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { type Mesh, mesh } from '../../scenarios/mesh/mesh.ts';
import { scenarios } from '../../scenarios/scenarios.ts';
import { analyze } from '../report/analyze.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { Components } from './component-answer.ts';
import { componentFacts } from './component-facts.ts';

const shop = (): Mesh =>
  mesh()
    .namespace('shop', { ambient: true, waypoint: 'waypoint' })
    .waypoint('shop/waypoint')
    .app('shop/cart', { replicas: 3 });

const factsOf = (state: MeshState, id: string) =>
  componentFacts(state).components.find((one) => one.id.startsWith(id))!;

/** The mesh with what one istiod said of its proxies changed. */
function withSync(m: Mesh, change: (status: MeshState['syncStatus'][number]) => void): MeshState {
  const state = structuredClone(stateOf(m.bundle()));
  for (const status of state.syncStatus) change(status);
  return state;
}

describe('componentFacts', () => {
  it('CP2: tells who is connected and who has not taken what it was sent, since when', () => {
    expect(factsOf(stateOf(shop().bundle()), 'istiod:').sync.value).toMatchObject({ behind: [] });
    const late = withSync(shop(), ({ proxies }) => {
      const waypoint = proxies.find(({ proxy }) => proxy.startsWith('shop/waypoint'));
      if (!waypoint) return;
      waypoint.pending = ['type.googleapis.com/envoy.config.cluster.v3.Cluster'];
      waypoint.pendingSince = '2026-11-20T09:00:00Z';
    });
    const [behind] = factsOf(late, 'waypoint:shop/waypoint').sync.value!.behind;
    expect(behind).toMatchObject({ types: ['Cluster'], since: '2026-11-20T09:00:00Z' });
    const istiods = componentFacts(late).components.filter(({ id }) => id.startsWith('istiod:'));
    expect(istiods.flatMap(({ sync }) => sync.value!.behind.map(({ proxy }) => proxy))).toContain(behind!.proxy);
  });

  it('CP2: a proxy that no istiod names is lost only where every istiod answered', () => {
    const forget = (state: MeshState): void => {
      for (const status of state.syncStatus)
        status.proxies = status.proxies.filter(({ proxy }) => !proxy.startsWith('shop/waypoint'));
    };
    const lost = withSync(shop(), () => undefined);
    forget(lost);
    const { value } = factsOf(lost, 'waypoint:').sync;
    expect(value).toMatchObject({ connected: 0 });
    expect(value!.behind[0]!.errors).toEqual(['is connected to no istiod']);
    const silent = structuredClone(lost);
    silent.syncStatus = silent.syncStatus.slice(1);
    const { sync } = factsOf(silent, 'waypoint:');
    expect(sync.value).toBeNull();
    expect(sync.unknown).not.toBe('');
  });

  it('C1, C2: tells of the certificates a ztunnel holds, or why that is not known', () => {
    const { certificates } = factsOf(stateOf(shop().bundle()), 'ztunnel:');
    expect(certificates.value).toMatchObject({ missing: 0, firstOf: expect.stringContaining('/') });
    const blind = factsOf(stateOf(shop().forbidReadings().bundle()), 'ztunnel:');
    expect(blind.certificates.value).toBeNull();
    expect(blind.certificates.unknown).not.toBe('');
  });

  it('CP5: tells the release of each, and what does not apply as such', () => {
    const cni = factsOf(stateOf(shop().bundle()), 'cni:');
    expect(cni.versions.value).toHaveLength(1);
    expect([cni.sync, cni.certificates]).toEqual(Array(2).fill({ value: null, unknown: '' }));
  });

  it('C5: tells what ends first of what every certificate rests on, or why nobody knows', () => {
    const state = stateOf(shop().bundle());
    const { authority } = componentFacts({ ...state, rootBundles: [], componentMetrics: [], ztunnelDumps: [] });
    expect(authority).toMatchObject({ value: null, unknown: expect.stringMatching(/./) });
    const at = '2027-01-01T00:00:00Z';
    const roots = [{ serial: '1', validFrom: null, expiresAt: at }];
    const known = componentFacts({ ...state, rootBundles: [{ namespace: 'istio-system', roots }] } as never);
    expect(known.authority.value).toMatchObject({ what: 'root', expiresAt: at });
  });
});

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('in %s', (_id, scenario) => {
  it('has facts of every cell', () => {
    const state = stateOf(scenario.bundle());
    const facts = componentFacts(state);
    expect([...Value.Errors(Components, facts)].slice(0, 1)).toEqual([]);
    expect(facts.components.map(({ id }) => id)).toEqual(
      analyze(state).chain.flatMap(({ cells }) => cells.map(({ id }) => id)),
    );
  });
});
