/** Reasons as cards, the most harmful first: whose, how much, what, since when. */
import type { CauseGroup } from '@hopscope/core';
import { ageBetween } from '../path/age.ts';
import { countOf, harmOf } from '../reasons/counts.ts';
import { widthOf } from './font.ts';
import type { Palette } from './palette.ts';
import { type Box, blameChip, card, paragraph, plainChip, words } from './shapes.ts';
import { element, group, NOTHING, type Svg } from './svg.ts';

const PADDING = 14;
const GAP = 10;
const MORE = 22;

export interface ReasonOptions {
  /** lines of a sentence */
  readonly lines: number;
  /** RFC 3339: what ages are counted to */
  readonly asOf: string;
}

/** As many cards as fit from the top of the room down, and how many more there are. */
export function drawReasons(causes: readonly CauseGroup[], room: Box, options: ReasonOptions, palette: Palette): Svg {
  const parts: Svg[] = [];
  let y = room.y;
  for (const [index, cause] of causes.entries()) {
    const left = causes.length - index;
    const drawn = drawReason(cause, { ...room, y }, options, palette);
    const rest = left > 1 ? MORE : 0;
    if (y + drawn.height + rest > room.y + room.height) {
      parts.push(moreOf(left, causes.length, room, Math.min(y, room.y + room.height - MORE), palette));
      break;
    }
    parts.push(drawn.svg);
    y += drawn.height + GAP;
  }
  return group({}, ...parts);
}

function moreOf(left: number, all: number, room: Box, y: number, palette: Palette): Svg {
  const line = left === all ? countOf(all, 'reason') : `and ${left} more`;
  return words(room.x + 2, y + 15, line, { size: 13, fill: palette['text-2'], weight: 600 });
}

function drawReason(
  cause: CauseGroup,
  room: Box,
  { lines, asOf }: ReasonOptions,
  palette: Palette,
): { svg: Svg; height: number } {
  const { x, y, width } = room;
  const inside = width - 2 * PADDING - 3;
  const left = x + PADDING + 3;
  const chip = blameChip(cause.blame, left, y + 12, palette);
  const harm = harmOf(cause);
  const hasRoom = chip.width + 8 + widthOf(harm, 12, 600) + 18 <= inside;
  const said = paragraph(left, y + 40, inside, lines, cause.sentence, { size: 14, fill: palette.text, weight: 600 });
  const facts = [
    cause.since === null ? '' : `for ${ageBetween(cause.since, asOf)}`,
    cause.owner === '' ? '' : `owner: ${cause.owner}`,
  ];
  const line = facts.filter((fact) => fact !== '').join(' · ');
  const told = paragraph(left, y + 42 + said.height, inside, 1, line, { size: 12.5, fill: palette['text-2'] });
  const height = 42 + said.height + told.height + 12;
  const tone = cause.severity === 'broken' ? palette.broken : palette['warn-outline'];
  const svg = group(
    {},
    card({ x, y, width, height }, palette.surface, palette.border),
    // The left rim says how bad it is, beside the chip's words.
    element('path', {
      d: `M${x + 2},${y + 9}V${y + height - 9}`,
      stroke: tone,
      'stroke-width': 4,
      'stroke-linecap': 'round',
    }),
    chip.svg,
    hasRoom ? plainChip(harm, left + chip.width + 8, y + 12, palette).svg : NOTHING,
    said.svg,
    told.svg,
  );
  return { svg, height };
}
