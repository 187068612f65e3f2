import { Value } from 'typebox/value';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDemoSource } from '../sources/demo.ts';
import { DemoAnswer } from './demo.ts';
import { demoState, serveStates } from './serve-scenario.ts';

describe('/api/v1/demo', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }));
  afterEach(() => void vi.useRealTimers());

  const setUp = async () => {
    const demo = createDemoSource();
    const { app, store } = await serveStates(null, { mode: 'demo', demo });
    await demo.start((state) => store.accept(state));
    const post = (payload: object) => app.inject({ method: 'POST', url: '/api/v1/demo', payload });
    return { app, store, demo, post };
  };

  it('tells the story and where it stands', async () => {
    const { app } = await setUp();
    const answer = await app.inject('/api/v1/demo');
    expect(Value.Errors(DemoAnswer, answer.json())).toEqual([]);
    expect(answer.json()).toMatchObject({ current: 'rest', pinned: false, paused: false, secondsLeft: 30 });
  });

  it('stays in a chapter, lets it go, stops and goes on', async () => {
    const { post, store } = await setUp();
    expect((await post({ chapter: 'waypoint' })).json()).toMatchObject({
      current: 'waypoint',
      pinned: true,
      secondsLeft: null,
    });
    expect(store.current()!.report.counts.blocked).toBeGreaterThan(0);
    expect((await post({ chapter: null, paused: true })).json()).toMatchObject({
      current: 'waypoint',
      pinned: false,
      paused: true,
    });
    expect((await post({ paused: false })).json()).toMatchObject({ paused: false, secondsLeft: 45 });
  });

  it.each([
    [{ chapter: 'nowhere' }, 400, 'unknown-chapter'],
    [{ chapter: 3 }, 400, 'bad-body'],
    [{}, 400, 'bad-body'],
    [{ speed: 2 }, 400, 'bad-body'],
  ])('refuses %j with %i %s', async (body, status, code) => {
    const { post } = await setUp();
    const answer = await post(body);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('refuses what is no JSON', async () => {
    const { app } = await setUp();
    const headers = { 'content-type': 'text/plain' };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/demo', payload: 'x', headers });
    expect([answer.statusCode, answer.json().code]).toEqual([415, 'refused']);
  });

  it('is not there for a real mesh', async () => {
    const { app } = await serveStates(demoState('rest'));
    const answer = await app.inject('/api/v1/demo');
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not-demo']);
  });
});
