/** One shape a state, so that colour is never the only carrier: shape, fill, glyph and word tell the same. */

export type MarkState =
  | 'delivered'
  | 'degraded'
  | 'blocked'
  | 'varies'
  | 'unknown'
  | 'ok'
  | 'broken'
  | 'latent'
  | 'pass'
  | 'block'
  | 'warn'
  | 'not-reached'
  | 'would-pass'
  | 'would-block'
  | 'hidden'
  | 'conflict'
  | 'not-applicable';

export interface MarkShape {
  readonly outline: 'circle' | 'triangle' | 'octagon' | 'square' | 'none';
  readonly glyph: 'check' | 'bang' | 'bar' | 'cross' | 'question' | 'split' | 'slash' | 'dash' | 'unequal' | 'none';
  readonly tone: 'ok' | 'broken' | 'warn' | 'unknown';
  /** hollow: foreseen or not yet harmful; dashed: not known */
  readonly fill: 'solid' | 'hollow' | 'dashed';
  readonly word: string;
}

function shape(
  outline: MarkShape['outline'],
  glyph: MarkShape['glyph'],
  tone: MarkShape['tone'],
  fill: MarkShape['fill'],
  word: string,
): MarkShape {
  return { outline, glyph, tone, fill, word };
}

export const MARK_SHAPES: Readonly<Record<MarkState, MarkShape>> = {
  delivered: shape('circle', 'check', 'ok', 'solid', 'delivered'),
  ok: shape('circle', 'check', 'ok', 'solid', 'well'),
  pass: shape('circle', 'check', 'ok', 'solid', 'passes'),
  blocked: shape('octagon', 'bar', 'broken', 'solid', 'blocked'),
  broken: shape('octagon', 'bar', 'broken', 'solid', 'broken'),
  block: shape('octagon', 'bar', 'broken', 'solid', 'blocks here'),
  degraded: shape('triangle', 'bang', 'warn', 'solid', 'degraded'),
  warn: shape('triangle', 'bang', 'warn', 'solid', 'warning'),
  latent: shape('triangle', 'bang', 'warn', 'hollow', 'nothing fails yet'),
  varies: shape('square', 'split', 'warn', 'solid', 'varies'),
  unknown: shape('circle', 'question', 'unknown', 'dashed', 'cannot be judged'),
  'not-reached': shape('circle', 'none', 'unknown', 'dashed', 'not reached'),
  'would-pass': shape('circle', 'check', 'ok', 'hollow', 'would pass'),
  'would-block': shape('octagon', 'bar', 'broken', 'hollow', 'would block'),
  conflict: shape('square', 'unequal', 'warn', 'hollow', 'contradicted by traffic'),
  hidden: shape('circle', 'slash', 'unknown', 'dashed', 'hidden from you'),
  'not-applicable': shape('none', 'dash', 'unknown', 'hollow', 'does not apply'),
};

/** The drawing on a square of 16 by 16, as SVG path data: for elements and for a canvas alike. */
export const OUTLINES: Readonly<Record<MarkShape['outline'], string>> = {
  circle: 'M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14z',
  triangle: 'M8 1.6 15.3 14.4H.7z',
  octagon: 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z',
  square: 'M4 1.6h8A2.4 2.4 0 0 1 14.4 4v8a2.4 2.4 0 0 1-2.4 2.4H4A2.4 2.4 0 0 1 1.6 12V4A2.4 2.4 0 0 1 4 1.6z',
  none: '',
};

export const GLYPHS: Readonly<Record<MarkShape['glyph'], string>> = {
  check: 'M4.7 8.3 7 10.6l4.3-4.9',
  bang: 'M8 6v4M8 12.1v.1',
  bar: 'M4.6 8h6.8',
  cross: 'M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4',
  question: 'M6.2 6.3a1.9 1.9 0 1 1 2.7 1.9Q8 8.7 8 9.5M8 11.7v.1',
  split: 'M4.6 8h2.2l3.4-2.6M6.8 8l3.4 2.6',
  slash: 'M4.6 11.4l6.8-6.8',
  dash: 'M5 8h6',
  unequal: 'M4.8 6.4h6.4M4.8 9.6h6.4M9.7 4.4 6.3 11.6',
  none: '',
};
