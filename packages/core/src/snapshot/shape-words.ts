/** Profile `shape`: the words that stand where a report had its own, and what was lost on the way. */
import { CHECKS } from '../checks/index.ts';
import type { NotChecked } from '../report/path-result.ts';
import type { SourceStatus } from '../state/source-status.ts';
import type { ShapeNames } from './shape-names.ts';

/** Counts what is left out and rounded, for the one who publishes it. */
export interface Tally {
  removed: number;
  rounded: number;
}

const TITLES: ReadonlyMap<string, string> = new Map(CHECKS.map(({ id, title }) => [id, title]));

/** The title of a check, which names no one. */
export function titleOf(check: string): string {
  return TITLES.get(check) ?? check;
}

/** `blocked: A waypoint has no running pods`. */
export function shapeSentence(verdict: string, causes: readonly string[]): string {
  const [first] = causes;
  return first === undefined ? `${verdict}.` : `${verdict}: ${titleOf(first.split(' ', 1)[0]!)}`;
}

/** 0, 1, 2, 5, 10, 20, 50 …: the next one above. */
export function bucket(count: number): number {
  if (count <= 2) return count;
  const ten = 10 ** Math.floor(Math.log10(count));
  return [1, 2, 5, 10].map((step) => step * ten).find((step) => step >= count)!;
}

/** The bucket of a number, counted where it differs. */
export function rounded(count: number, tally: Tally): number {
  const wide = bucket(count);
  if (wide !== count) tally.rounded += 1;
  return wide;
}

/** Counts texts that stay behind. */
export function drop(tally: Tally, ...texts: readonly string[]): void {
  tally.removed += texts.filter((text) => text !== '').length;
}

/** What was not checked, without its words. */
export function shapeGap(gap: NotChecked, names: ShapeNames, tally: Tally): NotChecked {
  drop(tally, gap.why);
  return {
    source: gap.source,
    scope: gap.scope === null ? null : names.pair(gap.scope),
    why: 'It was not read.',
    permission: shapePermission(gap.permission, names),
    decisive: gap.decisive,
  };
}

/** The rule that is missing, with the namespace's pseudonym. */
export function shapePermission(permission: SourceStatus['permission'], names: ShapeNames): SourceStatus['permission'] {
  if (permission === null) return null;
  const { verb, resource, group, namespace } = permission;
  return { verb, resource, group, namespace: namespace === null ? null : names.namespace(namespace) };
}
