import type { Cell } from '@hopscope/core';

export const CELL_STATES = ['broken', 'degraded', 'unknown', 'ok'] as const satisfies readonly Cell['state'][];

/** In a long row the first cells must be the ones that matter. */
export function worstFirst(cells: readonly Cell[]): Cell[] {
  return [...cells].sort((a, b) => CELL_STATES.indexOf(a.state) - CELL_STATES.indexOf(b.state));
}
