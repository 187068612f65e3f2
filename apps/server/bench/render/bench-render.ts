/** `npm run bench -- --render`: pictures by size of the mesh, and how long the main loop stands still while PNGs are made. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { analyze, formatAsk, type MeshReport, PLAIN_VIEW } from '@hopscope/core';
import type { PanelName } from '../../src/embed/embed-token.ts';
import { drawSvg } from '../../src/render/draw.ts';
import { findPaintTools } from '../../src/render/find-tools.ts';
import { createPainter, type Painter } from '../../src/render/painter.ts';
import { picturePart } from '../../src/render/picture-part.ts';
import { readPictureQuery } from '../../src/render/picture-query.ts';
import { makeDocument } from '../../src/snapshots/make-document.ts';
import { encodeSigned } from '../../src/snapshots/signed-file.ts';
import type { Snapshot } from '../../src/store/snapshot.ts';
import { buildSickMesh } from '../web/sick-mesh.ts';

export interface RenderRow {
  services: number;
  links: number;
  picture: string;
  /** of the SVG */
  bytes: number;
  /** medians in milliseconds: until the SVG is there (of panels on the main loop), and then until the PNG is */
  svgMs: number;
  pngMs: number;
  /** the longest that the main loop stood still while the thread worked */
  gapMs: number;
}

const ROUNDS = 7;
/** Benches run from a bundle elsewhere. */
const RENDER = join(process.cwd(), 'apps/server/src/render');

/** One row a size and picture; the first round of each is not counted. */
export async function benchRender(sizes: readonly number[]): Promise<RenderRow[]> {
  const painter = createPainter(findPaintTools(RENDER));
  const rows: RenderRow[] = [];
  for (const services of sizes) {
    const state = buildSickMesh(services);
    const report = analyze(state);
    const snapshot: Snapshot = { state, report, revision: 1, etag: '' };
    for (const [picture, draw] of picturesOf(snapshot, painter)) {
      const measured = await measure(painter, draw);
      rows.push({ services, links: report.graph.links.length, picture, ...measured });
    }
  }
  await painter.close();
  return rows;
}

interface Drawing {
  svg: string;
  /** of the PNG */
  width: number;
}

type Draw = () => Drawing | Promise<Drawing>;

function picturesOf(snapshot: Snapshot, painter: Painter): [string, Draw][] {
  const { report } = snapshot;
  const panels: PanelName[] = ['map', 'problems', 'path'];
  return [
    ...panels.map((panel): [string, Draw] => [panel, () => drawPanel(snapshot, panel, failingAsk(report))]),
    ['snapshot preview', previewOf(snapshot, painter)],
  ];
}

function failingAsk({ graph, links }: MeshReport): string {
  const link = graph.links.find(({ id }) => links[id]?.verdict === 'blocked') ?? graph.links[0]!;
  return formatAsk(link.query);
}

function drawPanel(snapshot: Snapshot, panel: PanelName, ask: string): Drawing {
  const wish = readPictureQuery(panel === 'path' ? { ask } : {}, panel, 0);
  if (!wish.ok) throw new Error(wish.reason);
  const part = picturePart(snapshot, panel, wish.value, null, []);
  if (!part.ok) throw new Error(part.reason);
  const { width, height, theme } = wish.value;
  return { svg: drawSvg(part.value, { width, height, theme }), width };
}

function previewOf({ state, report }: Snapshot, painter: Painter): Draw {
  const choice = { profile: 'team' as const, pair: '', paths: [], viewer: PLAIN_VIEW, namespaces: null };
  const more = { version: '0.0.0', createdAt: state.takenAt, pairSecret: randomBytes(32) };
  const file = encodeSigned(makeDocument({ state, report }, choice, more), null);
  return async () => {
    const result = await painter.drawSnapshot(file, 'preview');
    if (!result.ok) throw new Error(result.reason);
    return result.drawn;
  };
}

async function measure(painter: Painter, draw: Draw): Promise<Omit<RenderRow, 'services' | 'links' | 'picture'>> {
  const svg: number[] = [];
  const png: number[] = [];
  let [bytes, gapMs] = [0, 0];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    const coming = draw();
    const [drawing, first] = coming instanceof Promise ? await withGap(coming) : [coming, 0];
    const drawn = performance.now();
    const [painted, second] = await withGap(painter.paint(drawing.svg, drawing.width));
    if (!painted.ok) throw new Error(painted.reason);
    bytes = Buffer.byteLength(drawing.svg);
    if (round === 0) continue;
    svg.push(drawn - start);
    png.push(performance.now() - drawn);
    gapMs = Math.max(gapMs, first, second);
  }
  return { bytes, svgMs: medianOf(svg), pngMs: medianOf(png), gapMs };
}

/** Turns the main loop until something is there, and tells its longest turn. */
async function withGap<T>(coming: Promise<T>): Promise<[T, number]> {
  let [isThere, longest, last] = [false, 0, performance.now()];
  const done = coming.finally(() => {
    isThere = true;
  });
  while (!isThere) {
    await nextTurn();
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  return [await done, longest];
}

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** The rows as a table for a terminal. */
export function formatRender(rows: readonly RenderRow[]): string {
  const lines = rows.map((row) =>
    [
      row.services,
      row.links,
      row.picture,
      (row.bytes / 1000).toFixed(1),
      row.svgMs.toFixed(1),
      row.pngMs.toFixed(0),
      row.gapMs.toFixed(1),
    ].join(' | '),
  );
  const head = 'services | links | picture | SVG kB | SVG ms | PNG ms | longest gap ms';
  return [`| ${head} |`, `|${' --- |'.repeat(7)}`, ...lines.map((line) => `| ${line} |`)].join('\n');
}
