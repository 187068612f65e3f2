import type { AgreementKind } from '@hopscope/core';
import { compareIds } from '../layout/plan.ts';
import { type LinkLook, LOOK_ORDER } from '../map/link-look.ts';

export interface Row {
  readonly id: string;
  readonly look: LinkLook;
  readonly from: string;
  readonly to: string;
  readonly cause: string;
  readonly plainCause: string;
  readonly blame: string;
  readonly waypoint: string;
  /** what was seen of it, in words; '' for nothing */
  readonly traffic: string;
  /** calls a second */
  readonly rate: number;
  readonly agreement: AgreementKind | undefined;
}

export type Column = 'from' | 'to' | 'verdict' | 'cause' | 'blame' | 'waypoint' | 'traffic';

export const COLUMNS: readonly { readonly id: Column; readonly title: string }[] = [
  { id: 'from', title: 'From' },
  { id: 'to', title: 'To' },
  { id: 'verdict', title: 'Verdict' },
  { id: 'cause', title: 'Cause' },
  { id: 'blame', title: 'Whose' },
  { id: 'waypoint', title: 'Waypoint' },
  { id: 'traffic', title: 'Traffic' },
];

/** Rows by a column; the worst verdict first, the most traffic first, empty fields last, then by name. */
export function sortRows(rows: readonly Row[], column: Column): Row[] {
  const byName = (a: Row, b: Row) => compareIds(a.from, b.from) || compareIds(a.to, b.to);
  if (column === 'verdict') {
    return [...rows].sort((a, b) => LOOK_ORDER.indexOf(a.look) - LOOK_ORDER.indexOf(b.look) || byName(a, b));
  }
  if (column === 'traffic') return [...rows].sort((a, b) => b.rate - a.rate || byName(a, b));
  const field = column === 'cause' ? 'plainCause' : column;
  const emptyLast = (a: Row, b: Row) => Number(a[field] === '') - Number(b[field] === '');
  return [...rows].sort((a, b) => emptyLast(a, b) || compareIds(a[field], b[field]) || byName(a, b));
}

export function readColumn(text: string | null): Column {
  return COLUMNS.find(({ id }) => id === text)?.id ?? 'verdict';
}
