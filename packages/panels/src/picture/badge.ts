/** A badge of one line for a README or a wiki: what it is about, a mark, how it is. */
import type { MarkState } from '../marks/mark-shape.ts';
import { cutText, widthOf } from './font.ts';
import { paletteOf, type Theme } from './palette.ts';
import { mark, words } from './shapes.ts';
import { element, type Svg, text } from './svg.ts';

export interface BadgeWords {
  /** `mesh`, `shop`, `web/a → shop/b` */
  readonly label: string;
  /** `3 broken`, `well`, `blocked` */
  readonly status: string;
  readonly state: Extract<MarkState, 'ok' | 'blocked' | 'degraded' | 'varies' | 'unknown'>;
  /** the whole sentence, for who cannot see it */
  readonly spoken: string;
}

const HEIGHT = 22;
const SIZE = 12;
const LONGEST = 320;

const GROUNDS = {
  ok: 'surface',
  blocked: 'broken-bg',
  degraded: 'warn-bg',
  varies: 'warn-bg',
  unknown: 'surface-3',
} as const;
const INKS = {
  ok: 'ok-text',
  blocked: 'broken-text',
  degraded: 'warn-text',
  varies: 'warn-text',
  unknown: 'unknown-text',
} as const;

/** The badge as an SVG document; as wide as its words. */
export function drawBadge({ label, status, state, spoken }: BadgeWords, theme: Theme): string {
  const palette = paletteOf(theme);
  const name = cutText(label, LONGEST, SIZE);
  const told = cutText(status, LONGEST, SIZE, 600);
  const left = Math.ceil(widthOf(name, SIZE)) + 16;
  const right = Math.ceil(widthOf(told, SIZE, 600)) + 32;
  const width = left + right;
  const parts: Svg[] = [
    element('rect', { x: 0.5, y: 0.5, width: width - 1, height: HEIGHT - 1, rx: 5, fill: palette['surface-3'] }),
    element('path', {
      d: `M${left},0.5H${width - 5.5}a5,5 0 0 1 5,5V${HEIGHT - 5.5}a5,5 0 0 1 -5,5H${left}z`,
      fill: palette[GROUNDS[state]],
    }),
    element('rect', {
      ...{ x: 0.5, y: 0.5, width: width - 1, height: HEIGHT - 1, rx: 5 },
      fill: 'none',
      stroke: palette['border-strong'],
    }),
    words(8, 15.2, name, { size: SIZE, fill: palette.text }),
    mark(state, left + 7, 4, 14, palette),
    words(left + 25, 15.2, told, { size: SIZE, fill: palette[INKS[state]], weight: 600 }),
  ];
  const root = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height: HEIGHT,
      viewBox: `0 0 ${width} ${HEIGHT}`,
      role: 'img',
      'aria-labelledby': 'title desc',
      'font-family': "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    },
    element('title', { id: 'title' }, text(`${label}: ${status}`)),
    element('desc', { id: 'desc' }, text(spoken.replaceAll('`', ''))),
    ...parts,
  );
  return `${root}\n`;
}
