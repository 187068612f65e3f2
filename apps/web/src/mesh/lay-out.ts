import type { LargeLayout, LayOut } from '@hopscope/panels';
import type { LayoutJob } from './layout-worker.ts';

interface Done {
  readonly number: number;
  readonly layout: LargeLayout;
}

/** A worker that rests holds as much memory as the mesh; meshes change their structure seldom. */
const REST_MILLISECONDS = 200;

const waiting = new Map<number, (layout: LargeLayout) => void>();
let worker: Worker | null = null;
let last = 0;

/** Starts the worker before there is anything to lay out. */
export function startLayoutWorker(): void {
  worker ??= start();
}

/** Lays a mesh out in a worker; on the page itself where a browser starts none. */
export const layOut: LayOut = (structure) => {
  startLayoutWorker();
  if (worker === null) return layOutHere(structure);
  const { groups, groupOf, from, to, ids } = structure;
  last += 1;
  const number = last;
  return new Promise((resolve) => {
    waiting.set(number, resolve);
    // The layout asks how many nodes there are and never which: their ids stay here.
    const job: LayoutJob = { number, structure: { ids: new Array(ids.length), groups, groupOf, from, to } };
    worker!.onerror = () => {
      waiting.delete(number);
      resolve(layOutHere(structure));
    };
    worker!.postMessage(job);
  });
};

function start(): Worker | null {
  try {
    const started = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
    started.onmessage = ({ data }: MessageEvent<Done>) => {
      waiting.get(data.number)?.(data.layout);
      waiting.delete(data.number);
      if (waiting.size === 0) endSoon();
    };
    return started;
  } catch {
    // Some embedders forbid workers; the page then stands still for a moment.
    return null;
  }
}

function endSoon(): void {
  setTimeout(() => {
    if (waiting.size > 0) return;
    worker?.terminate();
    worker = null;
  }, REST_MILLISECONDS);
}

const layOutHere: LayOut = async (structure) => {
  const { layoutLarge } = await import('@hopscope/panels/layout');
  return layoutLarge(structure);
};
