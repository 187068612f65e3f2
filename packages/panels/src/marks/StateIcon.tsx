import './marks.css';
import { MARK_SHAPES, type MarkShape, type MarkState } from './mark-shape.ts';

const OUTLINES: Readonly<Record<MarkShape['outline'], string>> = {
  circle: 'M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14z',
  triangle: 'M8 1.6 15.3 14.4H.7z',
  octagon: 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z',
  square: 'M4 1.6h8A2.4 2.4 0 0 1 14.4 4v8a2.4 2.4 0 0 1-2.4 2.4H4A2.4 2.4 0 0 1 1.6 12V4A2.4 2.4 0 0 1 4 1.6z',
  none: '',
};

const GLYPHS: Readonly<Record<MarkShape['glyph'], string>> = {
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
