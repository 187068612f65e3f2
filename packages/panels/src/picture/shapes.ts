/** The small pieces that all pictures are made of: words, marks, chips, cards. */
import type { Blame } from '@hopscope/core';
import { blameWord } from '../marks/blame-words.ts';
import { GLYPHS, MARK_SHAPES, type MarkState, OUTLINES } from '../marks/mark-shape.ts';
import { type Weight, widthOf, wrapText } from './font.ts';
import type { Palette } from './palette.ts';
import { element, group, type Svg, text } from './svg.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Style {
  readonly size: number;
  readonly fill: string;
  readonly weight?: Weight;
  readonly anchor?: 'middle' | 'end';
}

/** One line of words; `y` is its base line. */
export function words(x: number, y: number, line: string, { size, fill, weight = 400, anchor }: Style): Svg {
  return element(
    'text',
    { x, y, fill, 'font-size': size, 'font-weight': weight === 400 ? undefined : weight, 'text-anchor': anchor },
    text(line),
  );
}

export interface Paragraph {
  readonly svg: Svg;
  readonly height: number;
}

/** Words in lines from a top edge down; at most so many. Names in backticks stand without them. */
export function paragraph(x: number, top: number, room: number, most: number, line: string, style: Style): Paragraph {
  const { size, weight = 400 } = style;
  const step = Math.round(size * 1.38);
  const lines = wrapText(plain(line), room, most, size, weight);
  const svg = group({}, ...lines.map((one, index) => words(x, top + size + index * step, one, style)));
  return { svg, height: lines.length * step };
}

export const plain = (line: string): string => line.replaceAll('`', '');

/** The sign of a state: shape, fill and glyph each tell it. */
export function mark(state: MarkState, x: number, y: number, size: number, palette: Palette): Svg {
  const { outline, glyph, tone, fill } = MARK_SHAPES[state];
  const isSolid = fill === 'solid';
  const line = tone === 'warn' ? palette['warn-outline'] : palette[tone];
  const onFill = tone === 'warn' ? palette['on-warn'] : palette['on-mark'];
  const parts: Svg[] = [];
  if (outline !== 'none')
    parts.push(
      element('path', {
        d: OUTLINES[outline],
        fill: isSolid ? palette[tone] : palette.surface,
        stroke: line,
        'stroke-width': 1.4,
        'stroke-dasharray': fill === 'dashed' ? '2.2 2' : undefined,
      }),
    );
  if (glyph !== 'none')
    parts.push(element('path', { d: GLYPHS[glyph], stroke: isSolid ? onFill : line, 'stroke-width': 1.8 }));
  const transform = `translate(${round(x)},${round(y)}) scale(${round(size / 16)})`;
  return group({ transform, fill: 'none', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }, ...parts);
}

const round = (value: number): number => Math.round(value * 100) / 100;

const CHIP = { size: 12, height: 22, padding: 9 } as const;

export interface Chip {
  readonly svg: Svg;
  readonly width: number;
}

/** Whose problem it is, as words on a ground of its own. */
export function blameChip(blame: Blame, x: number, y: number, palette: Palette): Chip {
  return chip(blameWord(blame), x, y, palette[`chip-${blame}-bg`], palette[`chip-${blame}-text`], 'none');
}

export function plainChip(line: string, x: number, y: number, palette: Palette): Chip {
  return chip(line, x, y, 'none', palette['text-2'], palette.border);
}

function chip(line: string, x: number, y: number, ground: string, fill: string, stroke: string): Chip {
  const { size, height, padding } = CHIP;
  const width = Math.ceil(widthOf(line, size, 600)) + 2 * padding;
  const box = element('rect', { x, y, width, height, rx: height / 2, fill: ground, stroke });
  return { svg: group({}, box, words(x + padding, y + 15.4, line, { size, fill, weight: 600 })), width };
}

/** A ground with a rim. */
export function card({ x, y, width, height }: Box, fill: string, stroke: string, strokeWidth = 1, radius = 10): Svg {
  return element('rect', { x, y, width, height, rx: radius, fill, stroke, 'stroke-width': strokeWidth });
}
