import type { Cell } from '@hopscope/core';

const GLYPHS: Readonly<Record<Cell['state'], string>> = {
  ok: '',
  broken: 'M3.5,3.5L10.5,10.5M10.5,3.5L3.5,10.5',
  degraded: 'M7,3.4v4.2M7,10.4v.2',
  unknown: '',
};

/** One replica or node: filled = well, crossed = broken, marked = degraded, dashed and empty = unknown. */
export function CellMark({ state }: { readonly state: Cell['state'] }) {
  return (
    <svg className="hs-cell" data-state={state} width={14} height={14} viewBox="0 0 14 14" aria-hidden="true">
      <rect x={0.75} y={0.75} width={12.5} height={12.5} rx={2.6} />
      {GLYPHS[state] === '' ? null : <path d={GLYPHS[state]} />}
    </svg>
  );
}
