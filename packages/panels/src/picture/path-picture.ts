/** The picture of a path: the verdict, hop by hop where it stops, and what would mend it. */
import type { Hop, PathResult, Trace } from '@hopscope/core';
import { blameWord } from '../marks/blame-words.ts';
import type { MarkState } from '../marks/mark-shape.ts';
import { ageBetween, utcMinute } from '../path/age.ts';
import {
  alsoBlockingMark,
  alsoBlockingWord,
  basisWord,
  certaintyWord,
  kindWord,
  stateWord,
  tellingTrace,
  traceWords,
  unknownWord,
  whereWord,
} from '../path/path-words.ts';
import { drawLane, laneHeightOf } from './draw-lane.ts';
import { framePicture, type PictureSize, type Telling } from './frame.ts';
import type { Palette, Theme } from './palette.ts';
import { type Box, blameChip, card, mark, paragraph, plainChip, words } from './shapes.ts';
import { group, NOTHING, type Svg } from './svg.ts';

const VERDICTS: Readonly<Record<PathResult['verdict'], MarkState>> = {
  delivered: 'delivered',
  degraded: 'degraded',
  blocked: 'blocked',
  varies: 'varies',
  unknown: 'unknown',
};

const GAP = 14;
const CHIPS = 34;
/** Lower than this, a card of words holds nothing. */
const LEAST_CARD = 64;

/** One path; of several ways the one that explains the verdict. */
export function drawPathPicture(path: PathResult, cluster: string, size: PictureSize, theme: Theme): string {
  const trace = path.traces[tellingTrace(path)];
  return framePicture(tellPath(path, trace, cluster), size, theme, (room, palette) => {
    const chips = chipsOf(path, trace, room, palette);
    const below = { ...room, y: room.y + CHIPS, height: room.height - CHIPS };
    if (trace === undefined) return group({}, chips, drawNotes(path, below, palette));
    const tall = Math.min(laneHeightOf(trace, below), below.height);
    const lane = drawLane(trace, { ...below, height: tall }, palette);
    const rest = { ...below, y: below.y + tall + GAP, height: below.height - tall - GAP };
    return group({}, chips, lane, rest.height < LEAST_CARD ? NOTHING : drawNotes(path, rest, palette));
  });
}

function tellPath(path: PathResult, trace: Trace | undefined, cluster: string): Telling {
  const { verdict, sentence, asOf, blame } = path;
  return {
    state: VERDICTS[verdict],
    sentence,
    stress: '',
    second: unknownWord(path),
    spoken: [
      blame === null ? '' : `Whose problem: ${blameWord(blame)}.`,
      ...(trace?.hops ?? []).map(speakHop),
      alsoBlockingWord(path),
    ].filter((line) => line !== ''),
    cluster,
    asOf,
  };
}

function speakHop({ seq, kind, title, state }: Hop): string {
  const how = state === 'pass' ? 'passes' : stateWord(state);
  return `Hop ${seq}, ${kindWord(kind)}, ${title}: ${how}.`;
}

/** Whose problem, the question, where, since when, how sure: as many as fit on a line. */
function chipsOf(path: PathResult, trace: Trace | undefined, room: Box, palette: Palette): Svg {
  const { blame, ask, certainty, asOf, traces } = path;
  const since = path.justBefore?.since ?? path.firstBlocker?.detection.since ?? null;
  const lines = [
    whereWord(path),
    since === null ? '' : `for ${ageBetween(since, asOf)}, since ${utcMinute(since).slice(11)}`,
    certainty === null ? '' : certaintyWord(certainty),
    trace !== undefined && traces.length > 1 ? traceWords(trace) : '',
    basisWord(path),
    ask,
  ];
  const parts: Svg[] = [];
  let { x } = room;
  const add = (chip: { svg: Svg; width: number }) => {
    if (x + chip.width > room.x + room.width) return;
    parts.push(chip.svg);
    x += chip.width + 8;
  };
  if (blame !== null) add(blameChip(blame, x, room.y, palette));
  for (const line of lines) if (line !== '') add(plainChip(line, x, room.y, palette));
  return group({}, ...parts);
}

/** What would mend it, and what else stands in the way. */
function drawNotes(path: PathResult, room: Box, palette: Palette): Svg {
  const remedy = path.firstBlocker?.detection.fix[0] ?? path.risks[0]?.detection.fix[0];
  const height = Math.min(room.height, 150);
  const isWide = room.width >= 640;
  const first = remedy === undefined ? '' : remedy.text;
  const width = first === '' || !isWide ? room.width : (room.width - GAP) * 0.58;
  const left = { x: room.x, y: room.y, width, height };
  const also = alsoBlockingWord(path);
  if (first === '') return note('Also blocking', also, alsoBlockingMark(path), left, palette);
  const mend = note('What would mend it', first, null, left, palette);
  if (!isWide) return mend;
  const right = { x: room.x + width + GAP, y: room.y, width: room.width - width - GAP, height };
  return group({}, mend, note('Also blocking', also, alsoBlockingMark(path), right, palette));
}

function note(title: string, line: string, state: MarkState | null, box: Box, palette: Palette): Svg {
  const x = box.x + 16;
  const shift = state === null ? 0 : 24;
  const most = Math.max(1, Math.floor((box.height - 50) / 20));
  const told = paragraph(x + shift, box.y + 34, box.width - 32 - shift, most, line, { size: 14, fill: palette.text });
  return group(
    {},
    card({ ...box, height: Math.min(box.height, 34 + told.height + 18) }, palette.surface, palette.border),
    words(x, box.y + 24, title, { size: 12.5, fill: palette['text-2'], weight: 600 }),
    state === null ? NOTHING : mark(state, x, box.y + 36, 15, palette),
    told.svg,
  );
}
