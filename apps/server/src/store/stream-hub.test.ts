import { analyze } from '@hopscope/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { demoState } from '../routes/serve-scenario.ts';
import { createMeshStore } from './mesh-store.ts';
import { createStreamHub, type Frame } from './stream-hub.ts';

const setUp = () => {
  const store = createMeshStore({ analyze, firstRevision: 10 });
  store.accept(demoState('rest'));
  const hub = createStreamHub(store);
  const frames: Frame[] = [];
  const add = (last: number | null = null) => hub.add({ send: (frame) => frames.push(frame) }, last);
  const told = () => frames.map(({ id, event }) => `${event} ${id ?? '-'}`);
  return { store, hub, frames, add, told };
};

describe('createStreamHub', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('greets, tells the first change at once and further ones together a second later', () => {
    const { store, add, told, frames } = setUp();
    add();
    store.accept(demoState('waypoint'));
    vi.advanceTimersByTime(1);
    store.accept(demoState('rest'));
    store.accept(demoState('identity'));
    vi.advanceTimersByTime(900);
    expect(told()).toEqual(['hello 10', 'change 11']);
    vi.advanceTimersByTime(200);
    expect(told()).toEqual(['hello 10', 'change 11', 'change 13']);
    expect(JSON.parse(frames[2]!.data)).toMatchObject({ from: 11, revision: 13, causes: true });
  });

  it('tells that it looked again, without holding up a change', () => {
    const { store, add, told } = setUp();
    add();
    store.accept(demoState('rest'));
    vi.advanceTimersByTime(999);
    expect(told()).toEqual(['hello 10']);
    vi.advanceTimersByTime(1);
    expect(told()).toEqual(['hello 10', 'fresh -']);
    store.accept(demoState('rest'));
    store.accept(demoState('waypoint'));
    vi.advanceTimersByTime(1);
    expect(told()).toEqual(['hello 10', 'fresh -', 'change 11']);
  });

  it('brings a reader that was away to where the others are', () => {
    const { store, add, told, frames } = setUp();
    for (const chapter of ['waypoint', 'identity'] as const) {
      store.accept(demoState(chapter));
      vi.advanceTimersByTime(1_100);
    }
    add(10);
    add(12);
    add(3);
    expect(told()).toEqual(['change 12', 'hello 12', 'reset 12']);
    expect(JSON.parse(frames[0]!.data)).toMatchObject({ from: 10, revision: 12 });
  });

  it('forgets who went away, and all when it stops', () => {
    const { store, hub, add, told } = setUp();
    const remove = add();
    remove();
    store.accept(demoState('waypoint'));
    vi.advanceTimersByTime(10);
    expect(told()).toEqual(['hello 10']);
    hub.stop();
    expect(hub.size).toBe(0);
  });

  it('tells who comes before the first state to begin anew with it', () => {
    const store = createMeshStore({ analyze, firstRevision: 1 });
    const hub = createStreamHub(store);
    const frames: Frame[] = [];
    hub.add({ send: (frame) => frames.push(frame) }, null);
    store.accept(demoState('rest'));
    expect(frames.map(({ event, id }) => [event, id])).toEqual([
      ['hello', undefined],
      ['reset', '1'],
    ]);
    expect(JSON.parse(frames[1]!.data)).toMatchObject({ revision: 1 });
  });
});
