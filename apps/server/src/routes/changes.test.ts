import type { MeshState } from '@hopscope/core';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { ChangesAnswer } from './changes.ts';
import { demoState, serveStates } from './serve-scenario.ts';

const at = (state: MeshState, takenAt: string): MeshState => ({ ...state, takenAt });
const T = (minute: number): string => `2026-11-20T10:0${minute}:00Z`;

/** At rest, then a waypoint is down, then all is well again. */
async function serveStory() {
  const { app, store } = await serveStates(at(demoState('rest'), T(0)));
  store.accept(at(demoState('waypoint'), T(1)));
  store.accept(at(demoState('rest'), T(3)));
  const ask = async (path: string, query: Record<string, string> = {}) => {
    const answer = await app.inject({ url: `/api/v1${path}`, query });
    return { status: answer.statusCode, body: answer.json() };
  };
  return { ask, store };
}

describe('GET /api/v1/changes', () => {
  it('tells what happened, the newest first', async () => {
    const { ask } = await serveStory();
    const { body } = await ask('/changes');
    expect(Value.Errors(ChangesAnswer, body)).toEqual([]);
    expect(body.changes[0].at).toBe(T(3));
    expect(body.changes.at(-1).at).toBe(T(1));
    const flips = body.changes.filter((change: { kind: string }) => change.kind === 'link');
    expect(flips.length).toBeGreaterThan(0);
    expect(new Set(body.changes.map((change: { kind: string }) => change.kind))).toContain('component');
    const [reason] = body.changes.filter(
      (one: { kind: string; at: string }) => one.kind === 'cause' && one.at === T(1),
    );
    expect(reason).toMatchObject({ what: 'added', before: '' });
    expect(body.moments.map((moment: { at: string }) => moment.at)).toEqual([T(0), T(1), T(3)]);
  });

  it('narrows by time, namespace and kind, and says how much was left out', async () => {
    const { ask } = await serveStory();
    const all = (await ask('/changes')).body.changes.length;
    const late = (await ask('/changes', { since: T(2) })).body.changes;
    const early = (await ask('/changes', { until: T(2) })).body.changes;
    expect(late.length + early.length).toBe(all);
    expect(late.every((change: { at: string }) => change.at === T(3))).toBe(true);
    const one = (await ask('/changes', { limit: '1' })).body;
    expect([one.changes.length, one.more]).toEqual([1, all - 1]);
    const elsewhere = (await ask('/changes', { namespace: 'nowhere', kind: 'link' })).body.changes;
    expect(elsewhere).toEqual([]);
    expect((await ask('/changes', { since: 'yesterday' })).status).toBe(400);
  });
});

describe('at', () => {
  it('asks about the mesh as it was', async () => {
    const { ask } = await serveStory();
    const pair = { from: 'web/frontend', to: 'shop/cart:80' };
    const verdict = async (moment: Record<string, string>) => (await ask('/path', { ...pair, ...moment })).body.verdict;
    expect(await verdict({})).toBe('delivered');
    expect(await verdict({ at: T(2) })).toBe('blocked');
    expect(await verdict({ at: '101' })).toBe('blocked');
    expect(await verdict({ at: T(0) })).toBe('delivered');
    const then = await ask('/mesh', { at: T(1) });
    expect(then.body).toMatchObject({ asOf: T(1), revision: 101 });
    expect(then.body.counts.blocked).toBeGreaterThan(0);
    expect((await ask('/graph', { at: T(2) })).body.revision).toBe(101);
    expect((await ask('/findings', { at: T(2) })).body.causes.length).toBeGreaterThan(0);
    expect((await ask('/components', { at: T(2) })).body.asOf).toBe(T(1));
    const reach = async (moment: Record<string, string>) =>
      (await ask('/reach', { to: 'shop/cart:80', ...moment })).body.counts;
    expect((await reach({ at: T(2) })).blocked).toBeGreaterThan(0);
    expect((await reach({})).blocked ?? 0).toBeLessThan((await reach({ at: T(2) })).blocked);
    expect((await ask('/mesh')).body.counts.blocked).toBe(0);
  });

  it('says what is kept where a moment is not, and what a time looks like', async () => {
    const { ask } = await serveStory();
    const before = await ask('/mesh', { at: '2026-11-20T09:00:00Z' });
    expect(before).toMatchObject({ status: 404, body: { code: 'at-not-kept' } });
    expect(before.body.detail).toContain(`3 moments from ${T(0)} to ${T(3)}`);
    expect(await ask('/mesh', { at: '7' })).toMatchObject({ status: 404, body: { code: 'at-not-kept' } });
    expect(await ask('/path', { from: 'web/frontend', to: 'shop/cart:80', at: 'noon' })).toMatchObject({
      status: 400,
      body: { code: 'bad-time' },
    });
  });
});
