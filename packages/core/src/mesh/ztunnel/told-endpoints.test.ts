import { expect, test } from 'vitest';
import { stateOf } from '../../../scenarios/asking.ts';
import { pair } from '../../../scenarios/checks/pair.ts';
import type { MeshState } from '../../state/mesh-state.ts';
import { indexMesh } from '../mesh.ts';
import { endpointDivergenceIn } from './told-endpoints.ts';

/** What the first ztunnel's dump lacks and has too many, after one endpoint in it was renamed. */
function divergence(change: (state: MeshState) => void = () => undefined) {
  const state = structuredClone(stateOf(pair({ replicas: 2 }).bundle()));
  const [dump] = state.ztunnelDumps;
  const told = dump!.services.find(({ name }) => name === 'server')!;
  told.endpoints[0]!.workloadUid = told.endpoints[0]!.workloadUid.replace(/[^/]*$/, 'server-gone');
  change(state);
  const mesh = indexMesh(state);
  const found = endpointDivergenceIn(mesh, mesh.services.byName.get('shop/server')!, dump!);
  return found && { left: found.left.length, extra: found.extra };
}

test('Z5: pods that a ztunnel leaves out, and those that it calls although they are gone', () => {
  expect(divergence()).toEqual({ left: 1, extra: ['server-gone'] });
});

test('CP1: while no istiod is ready every ztunnel goes on with what it knew, which is no news', () => {
  const without = (state: MeshState): void => {
    for (const pod of state.pods) if (pod.labels['app'] === 'istiod') pod.ready = false;
  };
  expect(divergence(without)).toBeNull();
});

test('L1: a Service that publishes unready addresses is not compared', () => {
  const publishing = (state: MeshState): void => {
    for (const service of state.services) service.publishNotReady = true;
  };
  expect(divergence(publishing)).toBeNull();
});
