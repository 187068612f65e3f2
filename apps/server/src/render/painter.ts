/** PNGs from SVGs and pictures of snapshots, on a thread of their own: the loop that serves people never waits for one. */

import type { PaintTools } from './paint-messages.ts';
import { PaintThread, type ThreadLimits } from './paint-thread.ts';
import type { SnapshotPicture, SnapshotUse } from './snapshot-picture.ts';

export interface Unpainted {
  ok: false;
  why: 'missing' | 'busy' | 'failed';
  reason: string;
}

export type PaintResult = { ok: true; png: Buffer } | Unpainted;

export interface Painter {
  /** false where it is known that there is nothing to paint with */
  readonly isAble: boolean;
  /** A PNG so many pixels wide. Never throws. */
  paint(svg: string, width: number): Promise<PaintResult>;
  /** The picture of a snapshot's file. Never throws. */
  drawSnapshot(file: string, use: SnapshotUse): Promise<{ ok: true; drawn: SnapshotPicture } | Unpainted>;
  close(): Promise<void>;
}

const LIMITS: ThreadLimits = { most: 12, stuckMs: 20_000, idleMs: 60_000 };

/** Starts no thread before the first order. Without tools there are SVGs alone, and why is said. */
export function createPainter(tools: PaintTools | null, limits: Partial<ThreadLimits> = {}): Painter {
  const thread = new PaintThread(tools, { ...LIMITS, ...limits });
  return {
    isAble: tools !== null,
    async paint(svg, width) {
      if (tools === null) return { ok: false, why: 'missing', reason: NO_LIBRARY };
      const done = await thread.ask({ say: 'paint', svg, width });
      if (done.say === 'png') return { ok: true, png: Buffer.from(done.png) };
      return done.say === 'refused' ? unpainted(done) : FAILED;
    },
    async drawSnapshot(file, use) {
      const done = await thread.ask({ say: 'snapshot', file, use });
      if (done.say === 'drawn') return { ok: true, drawn: done.drawn };
      return done.say === 'refused' ? unpainted(done) : FAILED;
    },
    close: () => thread.close(),
  };
}

const NO_LIBRARY =
  'PNGs need the optional package @resvg/resvg-js, which is not installed here or not for this machine. The same picture as SVG needs nothing.';
const FAILED: Unpainted = { ok: false, why: 'failed', reason: 'The picture could not be made.' };

function unpainted({ why, reason }: { why: Unpainted['why']; reason: string }): Unpainted {
  if (why === 'busy') return { ok: false, why, reason: 'Many pictures are being made: ask again in a few seconds.' };
  return why === 'missing' ? { ok: false, why, reason: `${NO_LIBRARY} (${reason})` } : { ...FAILED, reason };
}
