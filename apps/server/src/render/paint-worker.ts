/** The thread that turns SVG into PNG. It loads the library itself, so that who never asks for a PNG never loads it. */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { ResvgRenderOptions } from '@resvg/resvg-js';
import type { Painted, PaintOrder, PaintTools } from './paint-messages.ts';

interface Library {
  Resvg: new (svg: string, options: ResvgRenderOptions) => { render(): { asPng(): Uint8Array } };
}

const { library, fonts } = workerData as PaintTools;
const { Resvg } = createRequire(library)(library) as Library;

parentPort?.on('message', ({ id, svg, width }: PaintOrder) => parentPort?.postMessage(paint(id, svg, width)));

function paint(id: number, svg: string, width: number): Painted {
  try {
    const options: ResvgRenderOptions = {
      fitTo: { mode: 'width', value: width },
      // The same letters on every machine, and none of its files.
      font: { fontFiles: [...fonts], loadSystemFonts: false, defaultFontFamily: 'Inter' },
      logLevel: 'off',
    };
    return { id, ok: true, png: new Resvg(svg, options).render().asPng() };
  } catch (error) {
    return { id, ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
