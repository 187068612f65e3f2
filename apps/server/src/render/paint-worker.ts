/**
 * The thread that turns SVG into PNG, and draws snapshots, which must be read first. It loads the library itself, so that who never
 * asks for a PNG never loads it.
 */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { ResvgRenderOptions } from '@resvg/resvg-js';
import type { Done, Order, PaintTools } from './paint-messages.ts';
import { drawSnapshotFile } from './snapshot-picture.ts';

interface Library {
  Resvg: new (svg: string, options: ResvgRenderOptions) => { render(): { asPng(): Uint8Array } };
}

const tools = workerData as PaintTools | null;
let loaded: Library | string | null = null;

parentPort?.on('message', (order: Order) => parentPort?.postMessage(answer(order)));

function answer(order: Order): Done {
  const { id } = order;
  try {
    if (order.say === 'paint') return paint(id, order.svg, order.width);
    const drawn = drawSnapshotFile(order.file, order.use, 'light');
    return drawn.ok
      ? { id, say: 'drawn', drawn: drawn.value }
      : { id, say: 'refused', why: 'failed', reason: drawn.reason };
  } catch (error) {
    return { id, say: 'refused', why: 'failed', reason: messageOf(error) };
  }
}

function paint(id: number, svg: string, width: number): Done {
  loaded ??= load();
  if (typeof loaded === 'string') return { id, say: 'refused', why: 'missing', reason: loaded };
  const options: ResvgRenderOptions = {
    fitTo: { mode: 'width', value: width },
    // The same letters on every machine, and none of its files.
    font: { fontFiles: [...tools!.fonts], loadSystemFonts: false, defaultFontFamily: 'Inter' },
    logLevel: 'off',
  };
  return { id, say: 'png', png: new loaded.Resvg(svg, options).render().asPng() };
}

/** The library, or why it does not load: it may have been made for another machine. */
function load(): Library | string {
  if (tools === null) return '';
  try {
    return createRequire(tools.library)(tools.library) as Library;
  } catch (error) {
    return messageOf(error);
  }
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!.slice(0, 200);
