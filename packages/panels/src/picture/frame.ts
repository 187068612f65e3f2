/** What surrounds every picture: its sentence above, what it shows and when below, and the same in words for who cannot see it. */
import type { MarkState } from '../marks/mark-shape.ts';
import { utcMinute } from '../path/age.ts';
import { cutText, wrapText } from './font.ts';
import { type Palette, paletteOf, type Theme } from './palette.ts';
import { type Box, mark, paragraph, plain, words } from './shapes.ts';
import { element, group, NOTHING, type Svg, text } from './svg.ts';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** What every picture says, whatever it draws. */
export interface Telling {
  readonly state: MarkState | 'clock';
  readonly sentence: string;
  /** the part of the sentence to stress; '' = none */
  readonly stress: string;
  /** what is said below; '' = nothing */
  readonly second: string;
  /** for who cannot see the picture: what is drawn, line by line */
  readonly spoken: readonly string[];
  readonly cluster: string;
  /** RFC 3339; '' where it is about no moment */
  readonly asOf: string;
}

/** Draws what the frame holds; handed the room that is left. */
export type Content = (room: Box, palette: Palette) => Svg;

export const MARGIN = 24;
const FOOTER = 34;
/** Inter where it is there; the others are narrower or about as wide. */
const FONTS = "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const SPOKEN_LINES = 12;

/** A whole picture as an SVG document. */
export function framePicture(telling: Telling, size: PictureSize, theme: Theme, content: Content): string {
  const palette = paletteOf(theme);
  const { width, height } = size;
  const head = headOf(telling, size, palette);
  const room = { x: MARGIN, y: head.height, width: width - 2 * MARGIN, height: height - head.height - FOOTER };
  return document(telling, size, [
    element('rect', { width, height, fill: palette.bg }),
    head.svg,
    room.height > 30 ? content(room, palette) : NOTHING,
    footOf(telling, size, palette),
  ]);
}

function document({ sentence, second, spoken, asOf }: Telling, { width, height }: PictureSize, parts: Svg[]): string {
  const described = [second, ...spoken.slice(0, SPOKEN_LINES), ...moreOf(spoken), asOf === '' ? '' : `As of ${asOf}.`];
  const root = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-labelledby': 'title desc',
      'font-family': FONTS,
    },
    element('title', { id: 'title' }, text(plain(sentence))),
    element(
      'desc',
      { id: 'desc' },
      text(
        plain(
          described
            .filter((line) => line !== '')
            .map(asSentence)
            .join(' '),
        ),
      ),
    ),
    ...parts,
  );
  return `${root}\n`;
}

const asSentence = (line: string): string => (/[.!?:]$/.test(line) ? line : `${line}.`);

const moreOf = (spoken: readonly string[]): string[] =>
  spoken.length > SPOKEN_LINES ? [`And ${spoken.length - SPOKEN_LINES} more.`] : [];

interface Head {
  readonly svg: Svg;
  readonly height: number;
}

/** The mark, the sentence in at most three lines and what is said below in at most two; small pictures have smaller letters. */
function headOf({ state, sentence, stress, second }: Telling, { width, height }: PictureSize, palette: Palette): Head {
  const isSmall = width < 640 || height < 360;
  const [size, sign] = isSmall ? [17, 24] : [23, 34];
  const x = MARGIN + sign + 14;
  const room = width - x - MARGIN;
  // The stressed words stay together, so that they can be found in their line.
  const together = stress === '' ? '' : plain(stress).replaceAll(' ', '\u00a0');
  const whole = stress === '' ? plain(sentence) : plain(sentence).replace(plain(stress), together);
  const lines = wrapText(whole, room, isSmall ? 2 : 3, size, 600);
  const step = Math.round(size * 1.26);
  const top = isSmall ? 16 : 20;
  const tone = state === 'degraded' || state === 'varies' ? palette['warn-text'] : palette['broken-text'];
  const drawn = lines.map((line, index) =>
    stressed(x, top + size + index * step, line, together, { size, fill: palette.text, tone }),
  );
  const below = top + lines.length * step + 6;
  const told = paragraph(x, below, room, isSmall ? 1 : 2, second, { size: 14, fill: palette['text-2'] });
  return {
    svg: group(
      {},
      state === 'clock' ? clock(MARGIN, top + 2, sign, palette) : mark(state, MARGIN, top + 2, sign, palette),
      ...drawn,
      told.svg,
    ),
    height: below + told.height + 12,
  };
}

/** Stands where there is no state to tell. */
function clock(x: number, y: number, size: number, palette: Palette): Svg {
  const line = { fill: 'none', stroke: palette['text-2'], 'stroke-width': 1.5, 'stroke-linecap': 'round' };
  return group(
    { transform: `translate(${x},${y}) scale(${size / 16})` },
    element('circle', { cx: 8, cy: 8, r: 6.8, ...line }),
    element('path', { d: 'M8 4.2V8l2.6 1.6', ...line }),
  );
}

interface StressStyle {
  readonly size: number;
  readonly fill: string;
  readonly tone: string;
}

function stressed(x: number, y: number, line: string, stress: string, { size, fill, tone }: StressStyle): Svg {
  const at = stress === '' ? -1 : line.indexOf(stress);
  const parts =
    at < 0
      ? [text(line)]
      : [text(line.slice(0, at)), element('tspan', { fill: tone }, text(stress)), text(line.slice(at + stress.length))];
  return element('text', { x, y, fill, 'font-size': size, 'font-weight': 600 }, ...parts);
}

/** Ours is the sign that says where the picture is from; beside it the cluster and the moment. */
function footOf({ cluster, asOf }: Telling, { width, height }: PictureSize, palette: Palette): Svg {
  const y = height - 12;
  const when = asOf === '' ? '' : `as of ${utcMinute(asOf)}`;
  const room = width - 2 * MARGIN - 110;
  const line = cutText([cluster, when].filter((part) => part !== '').join(' · '), room, 12);
  return group(
    {},
    logo(MARGIN, y - 12, palette),
    words(MARGIN + 30, y, 'Hopscope', { size: 12, fill: palette['text-2'], weight: 600 }),
    line === '' ? NOTHING : words(width - MARGIN, y, line, { size: 12, fill: palette['text-3'], anchor: 'end' }),
  );
}

function logo(x: number, y: number, palette: Palette): Svg {
  const dot = (cx: number, cy: number, fill: string) => element('circle', { cx, cy, r: 3, fill });
  return group(
    { transform: `translate(${x},${y}) scale(0.9)` },
    element('path', { d: 'M4 12h4l5-7 4 6h4', fill: 'none', stroke: palette.unknown, 'stroke-width': 2 }),
    dot(4, 12, palette.ok),
    dot(13, 5, palette.ok),
    dot(22, 12, palette.broken),
  );
}
