import type { MeshState } from '@hopscope/core';
import { expect, it } from 'vitest';
import { demoState } from '../routes/serve-scenario.ts';
import { SIGNALS } from './signals.ts';
import { targetKey, targetsOf } from './targets.ts';

const state = demoState('rest');

it('asks every component of the mesh for its own signals', () => {
  const targets = targetsOf(state);
  const asked = new Set(targets.map(({ signal }) => signal.source));
  expect([...asked].sort()).toEqual(SIGNALS.map(({ source }) => source).sort());
  const ztunnels = state.pods.filter(({ labels }) => labels['app'] === 'ztunnel');
  const dumps = targets.filter(({ signal }) => signal.source === 'ztunnel-config');
  expect(dumps.map(({ pod, node }) => [pod.name, node])).toEqual(ztunnels.map(({ name, node }) => [name, node]));
  expect(new Set(targets.map(targetKey)).size).toBe(targets.length);
});

it('gives the same list while nothing changed, and the same targets of pods that did not', () => {
  const before = targetsOf(state);
  expect(targetsOf({ ...state })).toBe(before);
  const [first, ...rest] = state.pods;
  const after = targetsOf({ ...state, pods: [{ ...first! }, ...rest] });
  const same = after.filter((target) => before.includes(target)).length;
  expect(after).toEqual(before);
  expect(same).toBe(before.length - before.filter(({ pod }) => pod.name === first!.name).length);
});

it('asks a pod as what its Gateway became', () => {
  const namespaces = new Set(state.gateways.map(({ namespace }) => namespace));
  const waypoint = targetsOf(state).find(
    ({ signal, pod }) => signal.component === 'waypoint' && namespaces.has(pod.namespace),
  )!;
  const become = (className: string) => {
    const gateways = state.gateways.map((gateway) => ({ ...gateway, className }));
    const targets = targetsOf({ ...state, gateways }).filter(({ pod }) => pod.name === waypoint.pod.name);
    return [...new Set(targets.map(({ signal }) => signal.component))];
  };
  expect(become('istio')).toEqual(['gateway']);
  expect(become('contour')).toEqual([]);
});

it('is quick with 50,000 pods', () => {
  const [first] = state.pods.filter(({ workload }) => workload.name === 'cart');
  const many = Array.from({ length: 50_000 }, (_, i) => ({ ...first!, name: `cart-${i}` }));
  const large: MeshState = { ...state, pods: [...state.pods, ...many] };
  targetsOf(large);
  const begun = performance.now();
  const targets = targetsOf({ ...large, pods: [...large.pods] });
  const tookMs = performance.now() - begun;
  expect(targets).toEqual(targetsOf(state));
  expect(tookMs).toBeLessThan(500);
});
