import { type AgreementKind, type CauseGroup, type MeshLink, type MeshReport, trafficWords } from '@hopscope/core';
import { titleOf } from '../filter/filter-facts.ts';
import { type LinkLook, LOOK_ORDER } from '../map/link-look.ts';
import type { MapView, ViewLink } from '../map/map-view.ts';
import { blameWord } from '../marks/blame-words.ts';
import { plainText } from '../marks/Prose.tsx';
import { sortBy } from './sort-rows.ts';

export interface Row {
  readonly id: string;
  readonly look: LinkLook;
  readonly from: string;
  readonly to: string;
  readonly cause: string;
  readonly plainCause: string;
  readonly blame: string;
  /** since when its first cause holds; RFC 3339, '' = not known */
  readonly since: string;
  readonly waypoint: string;
  /** what was seen of it, in words; '' for nothing */
  readonly traffic: string;
  /** calls a second */
  readonly rate: number;
  readonly agreement: AgreementKind | undefined;
}

export type Column = 'from' | 'to' | 'verdict' | 'cause' | 'blame' | 'since' | 'waypoint' | 'traffic';

export const COLUMNS: readonly { readonly id: Column; readonly title: string }[] = [
  { id: 'from', title: 'From' },
  { id: 'to', title: 'To' },
  { id: 'verdict', title: 'Verdict' },
  { id: 'cause', title: 'Cause' },
  { id: 'blame', title: 'Whose' },
  { id: 'since', title: 'Since' },
  { id: 'waypoint', title: 'Waypoint' },
  { id: 'traffic', title: 'Traffic' },
];

/** The links of a view as rows, unsorted. */
export function rowsOf(view: MapView, report: MeshReport, isKept: (link: ViewLink) => boolean): Row[] {
  const causes = new Map(report.causes.map((cause) => [cause.key, cause]));
  const nameOf = (id: string) => titleOf(view.nodes.get(id)!.node);
  return [...view.links.values()].filter(isKept).map((one) => ({
    ...judged(one, report, causes),
    id: one.link.id,
    from: nameOf(one.link.from),
    to: `${nameOf(one.link.to)}:${one.link.port}`,
  }));
}

function judged({ link, look, waypoint }: ViewLink, report: MeshReport, all: ReadonlyMap<string, CauseGroup>) {
  const state = report.links[(link satisfies MeshLink).id];
  const causes = (state?.causes ?? []).flatMap((key) => all.get(key) ?? []);
  const cause = causes[0]?.sentence ?? (look === 'works' ? '' : (state?.sentence ?? ''));
  return {
    look,
    cause,
    plainCause: plainText(cause),
    blame: [...new Set(causes.map((one) => blameWord(one.blame)))].join(', '),
    since: causes[0]?.since ?? '',
    waypoint,
    traffic: state?.traffic ? trafficWords(state.traffic) : '',
    rate: state?.traffic?.rate ?? 0,
    agreement: state?.agreement,
  };
}

const RANKS = new Map(LOOK_ORDER.map((look, rank) => [look, rank]));

/** Rows by a column: the worst verdict first, the most traffic first, what began last first, empty fields last. */
export function sortRows(rows: readonly Row[], column: Column, isReversed = false): Row[] {
  const key = (row: Row): string | number => {
    if (column === 'verdict') return RANKS.get(row.look)!;
    if (column === 'traffic') return -row.rate;
    if (column === 'since') return row.since === '' ? '' : -Date.parse(row.since);
    return row[column === 'cause' ? 'plainCause' : column];
  };
  return sortBy(rows, { key, names: ({ from, to }) => [from, to], isReversed });
}
