/** The demo mesh: a story played in a loop through the same doors as any bundle. */
import { type MeshState, normalizeBundle, readBundleDocument } from '@hopscope/core';
import { type Chapter, type ChapterId, DEMO_STORY, demoBundle } from '@hopscope/core/scenarios';
import type { MeshSource } from './source.ts';

export interface DemoStanding {
  chapters: { id: string; title: string; sentence: string; seconds: number }[];
  current: string;
  pinned: boolean;
  paused: boolean;
  /** of the current chapter; null while the story stands still */
  secondsLeft: number | null;
}

export interface DemoControl {
  standing(): DemoStanding;
  has(chapter: string): boolean;
  /** Shows a chapter and stays in it; null goes on from where it is. The state is emitted before this returns. */
  pin(chapter: string | null): void;
  setPaused(paused: boolean): void;
}

const TICK_MS = 1_000;
/** Readings of a mesh that nothing happens in grow old; so often they are taken anew. */
const REFRESH_MS = 10_000;

/** A source that plays the story, with the switch for it. Times come from `Date`, so that tests may set it. */
export function createDemoSource(story: readonly Chapter[] = DEMO_STORY): MeshSource & DemoControl {
  let emit: (state: MeshState) => void = () => {};
  let timer: NodeJS.Timeout | null = null;
  let position = 0;
  let begunAt = Date.now();
  let playedMs = 0;
  let refreshedAt = 0;
  let pinned = false;
  let paused = false;

  const chapter = (): Chapter => story[position]!;
  const show = (): void => {
    refreshedAt = Date.now();
    emit(stateOf(chapter().id, refreshedAt, begunAt));
  };
  const open = (next: number): void => {
    position = next % story.length;
    begunAt = Date.now();
    playedMs = 0;
    show();
  };
  const tick = (): void => {
    if (!pinned && !paused) playedMs += TICK_MS;
    if (playedMs >= chapter().seconds * 1000) open(position + 1);
    else if (Date.now() - refreshedAt >= REFRESH_MS) show();
  };
  return {
    async start(listener) {
      emit = listener;
      open(0);
      timer = setInterval(tick, TICK_MS);
      return { ok: true };
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      emit = () => {};
    },
    standing: () => ({
      chapters: story.map(({ id, title, sentence, seconds }) => ({ id, title, sentence, seconds })),
      current: chapter().id,
      pinned,
      paused,
      secondsLeft: pinned || paused ? null : Math.max(0, chapter().seconds - playedMs / 1000),
    }),
    has: (id) => story.some((one) => one.id === id),
    pin(id) {
      pinned = id !== null;
      const wanted = story.findIndex((one) => one.id === id);
      if (wanted >= 0 && wanted !== position) open(wanted);
    },
    setPaused(value) {
      paused = value;
    },
  };
}

function stateOf(chapter: ChapterId, now: number, begunAt: number): MeshState {
  const takenAt = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const bundle = demoBundle(chapter, takenAt, Math.round((now - begunAt) / 1000));
  const read = normalizeBundle(readBundleDocument(bundle, 'the demo'));
  if (!read.ok) throw new Error(`the demo is no bundle: ${read.reason}`);
  return read.state;
}
