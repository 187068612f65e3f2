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
