/** Sorting of tables: what a column's header asks for, and how the address says it. */
import { compareIds } from '../layout/plan.ts';

export interface Sort {
  readonly column: string;
  /** the other way round than the column usually goes */
  readonly isReversed: boolean;
}

/** `to` or `-to`; '' for what is no column of the table. */
export function readSort(text: string, columns: readonly { readonly id: string }[], usual: string): Sort {
  const isReversed = text.startsWith('-');
  const column = isReversed ? text.slice(1) : text;
  return columns.some(({ id }) => id === column) ? { column, isReversed } : { column: usual, isReversed: false };
}

/** What a press on a header asks for: its column, or the column turned round. */
export function nextSort({ column, isReversed }: Sort, pressed: string): string {
  return column === pressed && !isReversed ? `-${pressed}` : pressed;
}

export interface Order<T> {
  /** '' = empty, and last whichever way it goes */
  readonly key: (row: T) => string | number;
  /** decide where keys are alike */
  readonly names: (row: T) => readonly string[];
  readonly isReversed: boolean;
}

/** A sorted copy; keys are worked out once a row. */
export function sortBy<T>(rows: readonly T[], { key, names, isReversed }: Order<T>): T[] {
  const keyed = rows.map((row) => ({ row, key: key(row), names: names(row) }));
  const byNames = (a: readonly string[], b: readonly string[]) =>
    a.reduce((found, name, i) => found || compareIds(name, b[i]!), 0);
  const sign = isReversed ? -1 : 1;
  keyed.sort((a, b) => {
    const empty = Number(a.key === '') - Number(b.key === '');
    return empty || sign * compareKeys(a.key, b.key) || byNames(a.names, b.names);
  });
  return keyed.map(({ row }) => row);
}

function compareKeys(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareIds(String(a), String(b));
}
