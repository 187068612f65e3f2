/** The hops of a way as cards on a wire, in as many rows as the width asks for; the hop that tells is the widest and says why. */
import type { Hop, HopCheck, Trace } from '@hopscope/core';
import type { MarkState } from '../marks/mark-shape.ts';
import { type Wire, wiresInto } from '../path/lane.ts';
import { kindWord, stateWord, tellingHop } from '../path/path-words.ts';
import { cutText, widthOf } from './font.ts';
import type { Palette } from './palette.ts';
import { type Box, card, mark, paragraph, words } from './shapes.ts';
import { element, formatNumber, group, NOTHING, type Svg } from './svg.ts';

const WIRE = 18;
const PADDING = 12;
const LEAST_HOP = 108;
const ROW = { telling: 182, usual: 106, least: 62, gap: 20 } as const;
/** So many times as wide as its neighbours is the hop that explains the verdict. */
const TELLING = 2.2;
const WIRE_AT = 26;

interface Placed extends Box {
  readonly hop: Hop;
  readonly wire: Wire;
  readonly isTelling: boolean;
  /** false where it begins a row */
  readonly isBehind: boolean;
}

/** How high the lane would like to be. */
export function laneHeightOf(trace: Trace, room: Box): number {
  const rows = rowsOf(trace, room.width);
  const tall = rows.map((row) => (row.some(({ hop }) => isOpen(hop, trace)) ? ROW.telling : ROW.usual));
  return tall.reduce((sum, height) => sum + height, (rows.length - 1) * ROW.gap);
}

export function drawLane(trace: Trace, room: Box, palette: Palette): Svg {
  return group({}, ...placeHops(trace, room).map((placed) => drawHop(placed, palette)));
}

interface Cell {
  readonly hop: Hop;
  readonly wire: Wire;
  readonly share: number;
}

const isOpen = (hop: Hop, trace: Trace): boolean => tellingHop(trace) === hop;

/** Hops that are not on this way are left out: a picture has no room for what is not. */
function rowsOf(trace: Trace, width: number): Cell[][] {
  const wires = wiresInto(trace.hops);
  const cells = trace.hops
    .map((hop, index) => ({ hop, wire: wires[index]!, share: isOpen(hop, trace) ? TELLING : 1 }))
    .filter(({ hop }) => hop.state !== 'not-applicable');
  const inRow = Math.max(TELLING, (width + WIRE) / (LEAST_HOP + WIRE));
  const total = cells.reduce((sum, { share }) => sum + share, 0);
  const fewest = fillRows(cells, inRow).length;
  // Rows that are about as full as one another: the narrowest that need no more of them.
  for (let most = total / fewest; most < inRow; most += 0.2) {
    const rows = fillRows(cells, most);
    if (rows.length <= fewest) return rows;
  }
  return fillRows(cells, inRow);
}

function fillRows(cells: readonly Cell[], most: number): Cell[][] {
  const rows: Cell[][] = [[]];
  let filled = 0;
  for (const cell of cells) {
    if (filled > 0 && filled + cell.share > most + 0.001) {
      rows.push([]);
      filled = 0;
    }
    rows.at(-1)!.push(cell);
    filled += cell.share;
  }
  return rows;
}

function placeHops(trace: Trace, room: Box): Placed[] {
  const rows = rowsOf(trace, room.width);
  const wishes = rows.map((row) => (row.some(({ hop }) => isOpen(hop, trace)) ? ROW.telling : ROW.usual));
  const wanted = wishes.reduce((sum, height) => sum + height, 0);
  const share = Math.min(1, (room.height - (rows.length - 1) * ROW.gap) / wanted);
  let y = room.y;
  return rows.flatMap((row, index) => {
    const height = Math.max(ROW.least, wishes[index]! * share);
    const top = y;
    y += height + ROW.gap;
    return placeRow(row, { x: room.x, y: top, width: room.width, height }, trace);
  });
}

function placeRow(row: readonly Cell[], { x, y, width, height }: Box, trace: Trace): Placed[] {
  const shares = row.reduce((sum, { share }) => sum + share, 0);
  const unit = Math.min(240, (width - (row.length - 1) * WIRE) / shares);
  let left = x;
  return row.map(({ hop, wire, share }, index) => {
    const isTelling = isOpen(hop, trace);
    const own = isTelling ? height : Math.min(height, ROW.usual);
    const placed = { x: left, y, width: unit * share, height: own, hop, wire, isTelling, isBehind: index > 0 };
    left += unit * share + WIRE;
    return placed;
  });
}

const MARKS: Readonly<Record<Hop['state'], MarkState>> = {
  pass: 'pass',
  block: 'block',
  warn: 'warn',
  unknown: 'unknown',
  'not-reached': 'not-reached',
  'would-pass': 'would-pass',
  'would-block': 'would-block',
  hidden: 'hidden',
  'not-applicable': 'not-applicable',
};

const FADED: readonly Hop['state'][] = ['not-reached', 'would-pass', 'hidden'];

function drawHop(placed: Placed, palette: Palette): Svg {
  const { hop, x, y, width, height, isTelling } = placed;
  const isFaded = FADED.includes(hop.state);
  const ink = {
    strong: isFaded ? palette['text-3'] : palette.text,
    weak: isFaded ? palette['text-3'] : palette['text-2'],
  };
  const room = width - 2 * PADDING;
  const left = x + PADDING;
  const said = sayHop(hop, room - 23, isTelling ? 600 : 400);
  const isBad = hop.state === 'block' || hop.state === 'would-block';
  const title = paragraph(left, y + 40, room, isTelling ? 1 : 2, hop.title, {
    size: 13.5,
    fill: ink.strong,
    weight: 600,
  });
  const bottom = y + height - 8;
  const detailTop = y + 42 + title.height;
  const lines = Math.max(0, Math.min(isTelling ? 1 : 3, Math.floor((bottom - detailTop) / 17)));
  const detail = paragraph(left, detailTop, room, lines, said.below, { size: 12, fill: ink.weak });
  return group(
    {},
    wireOf(placed, palette),
    cardOf(placed, palette),
    mark(MARKS[hop.state], left, y + 16, 16, palette),
    words(left + 23, y + 28.4, cutText(said.first, room - 23, 12, isTelling ? 600 : 400), {
      size: 12,
      fill: isBad ? palette['broken-text'] : ink.weak,
      weight: isTelling ? 600 : 400,
    }),
    title.svg,
    detail.svg,
    isTelling
      ? claimsOf(hop.checks, { x: left, y: detailTop + detail.height + 6, width: room, height: 0 }, bottom, palette)
      : NOTHING,
  );
}

/** Number, kind and state on the first line; where there is no room for the state there, it stands before what is said below. */
function sayHop({ seq, kind, state, detail }: Hop, room: number, weight: 400 | 600): { first: string; below: string } {
  const first = `${seq} ${kindWord(kind)}`;
  const how = stateWord(state);
  if (how === '') return { first, below: detail };
  const together = `${first}, ${how}`;
  if (widthOf(together, 12, weight) <= room) return { first: together, below: detail };
  return { first, below: detail === '' ? how : `${how}: ${detail}` };
}

function cardOf({ hop, isTelling, ...box }: Placed, palette: Palette): Svg {
  if (isTelling && hop.state === 'block') return card(box, palette.surface, palette.broken, 2.4);
  if (isTelling && hop.state === 'warn') return card(box, palette.surface, palette['warn-outline'], 2);
  const isDashed = FADED.includes(hop.state) || hop.state === 'unknown';
  const { x, y, width, height } = box;
  return element('rect', {
    ...{ x, y, width, height, rx: 10 },
    fill: isDashed ? 'none' : palette.surface,
    stroke: isDashed ? palette['border-strong'] : palette.border,
    'stroke-dasharray': isDashed ? '3 4' : undefined,
  });
}

/** The piece of wire before a card; at the beginning of a further row a short stub of it. */
function wireOf({ x, y, wire, isBehind, hop }: Placed, palette: Palette): Svg {
  if (!isBehind && hop.seq === 1) return NOTHING;
  const at = y + WIRE_AT - 2;
  const from = isBehind ? x - WIRE : x - 12;
  const line = (d: string, stroke: string, width: number, dashes?: string) =>
    element('path', { d, stroke, 'stroke-width': width, 'stroke-dasharray': dashes, fill: 'none' });
  const whole = `M${formatNumber(from)},${formatNumber(at)}H${formatNumber(x)}`;
  if (wire === 'ok') return line(whole, palette.ok, 2);
  if (wire === 'unknown') return line(whole, palette.unknown, 1.4, '4 3');
  if (wire === 'predicted') return line(whole, palette['border-strong'], 1.6, '1.5 3.5');
  const middle = (from + x) / 2;
  return group(
    {},
    line(whole, palette.broken, 2, `3 ${formatNumber(x - from - 6)}`),
    line(`M${formatNumber(middle - 4)},${formatNumber(at - 4)}l8,8m0,-8l-8,8`, palette.broken, 2.2),
  );
}

const CLAIMS: Readonly<Record<HopCheck['result'], MarkState>> = {
  pass: 'pass',
  block: 'block',
  warn: 'warn',
  note: 'not-applicable',
  unknown: 'unknown',
};

const WORST_FIRST: readonly HopCheck['result'][] = ['block', 'unknown', 'warn', 'pass', 'note'];

/** What was looked at on the hop that tells, what is wrong first, as far as there is room. */
function claimsOf(checks: readonly HopCheck[], { x, y, width }: Box, bottom: number, palette: Palette): Svg {
  const sorted = [...checks].sort((a, b) => WORST_FIRST.indexOf(a.result) - WORST_FIRST.indexOf(b.result));
  const parts: Svg[] = [];
  let top = y;
  for (const { result, sentence } of sorted) {
    const isBad = result === 'block';
    const room = Math.floor((bottom - top) / 18);
    if (room < 1) break;
    const most = Math.min(room, isBad ? 5 : 2);
    const told = paragraph(x + 24, top, width - 24, most, sentence, {
      size: 13,
      fill: palette.text,
      weight: isBad ? 600 : 400,
    });
    parts.push(mark(CLAIMS[result], x + 1, top + 1.5, 14, palette), told.svg);
    top += told.height + 6;
  }
  return group({}, ...parts);
}
