import './marks.css';
import { GLYPHS, MARK_SHAPES, type MarkShape, type MarkState, OUTLINES } from './mark-shape.ts';

export interface StateIconProps {
  readonly state: MarkState;
  /** pixels; 16 by default */
  readonly size?: number;
  /** what a screen reader says instead of the state's own word; '' where words stand beside it */
  readonly label?: string;
}

/** A state as shape, fill, glyph and spoken word. */
export function StateIcon({ state, size = 16, label }: StateIconProps) {
  const mark = MARK_SHAPES[state];
  const spoken = label ?? mark.word;
  const shared = { className: 'hs-icon', width: size, height: size, viewBox: '0 0 16 16', 'data-state': state };
  if (spoken === '') {
    return (
      <svg {...shared} aria-hidden="true">
        <MarkPaths mark={mark} />
      </svg>
    );
  }
  return (
    <svg {...shared} role="img" aria-label={spoken}>
      <MarkPaths mark={mark} />
    </svg>
  );
}

/** The drawing alone, on a 16 by 16 square, for marks inside a larger picture. */
export function MarkPaths({ mark }: { readonly mark: MarkShape }) {
  const tone = `var(--${mark.tone})`;
  const solid = mark.fill === 'solid';
  const outline = mark.tone === 'warn' ? 'var(--warn-outline)' : tone;
  const onFill = mark.tone === 'warn' ? 'var(--on-warn)' : 'var(--on-mark)';
  return (
    <g fill="none" strokeLinecap="round" strokeLinejoin="round">
      {mark.outline === 'none' ? null : (
        <path
          d={OUTLINES[mark.outline]}
          fill={solid ? tone : 'var(--surface)'}
          stroke={outline}
          strokeWidth={1.4}
          strokeDasharray={mark.fill === 'dashed' ? '2.2 2' : undefined}
        />
      )}
      {mark.glyph === 'none' ? null : (
        <path d={GLYPHS[mark.glyph]} stroke={solid ? onFill : outline} strokeWidth={1.8} />
      )}
    </g>
  );
}
