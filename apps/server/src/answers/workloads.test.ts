import type { MeshState } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import { demoState } from '../routes/serve-scenario.ts';
import { meshOfPods, podsByWorkload } from './workloads.ts';

type Pod = MeshState['pods'][number];
const [one] = demoState('rest').pods;
const pod = (annotations: Record<string, string>, more: Partial<Pod> = {}): Pod => ({ ...one!, annotations, ...more });
const AMBIENT = { 'ambient.istio.io/redirection': 'enabled' };

describe('meshOfPods', () => {
  it.each([
    [[], 'unknown'],
    [[pod(AMBIENT), pod(AMBIENT)], 'ambient'],
    [[pod({ 'sidecar.istio.io/status': 'present' })], 'sidecar'],
    [[pod({})], 'none'],
    [[pod(AMBIENT), pod({})], 'mixed'],
  ])('of pods %#', (pods, expected) => {
    expect(meshOfPods(pods)).toBe(expected);
  });
});

describe('podsByWorkload', () => {
  it('leaves finished pods out', () => {
    const state = { ...demoState('rest'), pods: [pod(AMBIENT), pod(AMBIENT, { phase: 'Succeeded' })] };
    expect([...podsByWorkload(state).values()].map((pods) => pods.length)).toEqual([1]);
  });
});
