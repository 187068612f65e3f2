import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { demoState, serveStates } from './serve-scenario.ts';
import { WorkloadAnswer, WorkloadsAnswer } from './workloads.ts';

describe('GET /api/v1/workloads', () => {
  it('lists who may call, also those without pods', async () => {
    const { app } = await serveStates(demoState('waypoint'));
    const answer = await app.inject('/api/v1/workloads');
    expect(Value.Errors(WorkloadsAnswer, answer.json())).toEqual([]);
    const { workloads } = answer.json() as { workloads: { from: string; kind: string; pods: number; mesh: string }[] };
    expect(workloads.find(({ from }) => from === 'web/frontend')).toMatchObject({
      kind: 'Deployment',
      pods: 3,
      mesh: 'ambient',
    });
    expect(workloads.find(({ from }) => from === 'shop/waypoint')).toMatchObject({ pods: 0, mesh: 'unknown' });
    expect(workloads.some(({ mesh }) => mesh === 'none')).toBe(true);
    expect(workloads.some(({ kind }) => kind === 'ReplicaSet')).toBe(false);
  });

  it('tells one workload with its pods', async () => {
    const { app } = await serveStates(demoState('rest'));
    const answer = await app.inject('/api/v1/workloads/web/frontend');
    expect(Value.Errors(WorkloadAnswer, answer.json())).toEqual([]);
    const { pods, calls, enrolment, drift } = answer.json();
    expect(enrolment.ways.map(({ state }: { state: string }) => state)).toEqual(['yes', 'yes', 'yes', 'yes']);
    expect(drift.differences).toEqual([]);
    expect(calls.length).toBeGreaterThan(0);
    const path = await app.inject({ url: '/api/v1/path', query: { from: pods[0]!.from, to: 'shop/cart:80' } });
    expect(path.json().verdict).toBe('delivered');
  });

  it.each([
    ['/web/none', 404, 'unknown-workload'],
    ['/web/frontend?kind=DaemonSet', 404, 'unknown-workload'],
    ['/web/frontend?knd=x', 400, 'bad-query'],
  ])('answers %s with %i %s', async (path, status, code) => {
    const { app } = await serveStates(demoState('rest'));
    const answer = await app.inject(`/api/v1/workloads${path}`);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });
});
