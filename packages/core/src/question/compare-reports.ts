/** What two reports say differently: links whose verdict flips, causes that come and go. */
import { type Static, Type } from 'typebox';
import { Blame, Certainty, Severity, Verdict } from '../path/hop-kind.ts';
import type { CauseGroup, LinkState, MeshReport } from '../report/mesh-report.ts';
import { nullable } from '../state/metadata.ts';
import { formatAsk, type PathQuery } from '../state/path-query.ts';
import { Ref } from '../state/ref.ts';

/** One link; a null verdict: the link is not there. */
export const LinkFlip = Type.Object({
  id: Type.String(),
  /** the question that judges it: `web/frontend -> shop/cart:80` */
  ask: Type.String(),
  before: nullable(Verdict),
  after: nullable(Verdict),
  /** the waypoint it passes, `namespace/name`; '' = none */
  waypointBefore: Type.String(),
  waypointAfter: Type.String(),
  /** the sentence of the later verdict; of the earlier where the link is gone */
  sentence: Type.String(),
});
export type LinkFlip = Static<typeof LinkFlip>;

export const CauseChange = Type.Object({
  key: Type.String(),
  check: Type.String(),
  subject: Ref,
  severity: Severity,
  certainty: Certainty,
  blame: Blame,
  sentence: Type.String(),
  /** links it hits */
  links: Type.Integer(),
});
export type CauseChange = Static<typeof CauseChange>;

export const ReportDiff = Type.Object({
  links: Type.Array(LinkFlip),
  appear: Type.Array(CauseChange),
  disappear: Type.Array(CauseChange),
});
export type ReportDiff = Static<typeof ReportDiff>;

/** Judges a call that only one of the reports has a link for: whoever called goes on calling. */
export type JudgeCall = (query: PathQuery) => Pick<LinkState, 'verdict' | 'sentence' | 'waypoint'>;

/** The difference, worst first. Without judges, a link that only one report has is not there in the other. */
export function compareReports(
  before: MeshReport,
  after: MeshReport,
  judges?: { before: JudgeCall; after: JudgeCall },
): ReportDiff {
  return {
    links: flipsOf(before, after, judges),
    appear: causesOnlyIn(after, before),
    disappear: causesOnlyIn(before, after),
  };
}

function flipsOf(before: MeshReport, after: MeshReport, judges?: { before: JudgeCall; after: JudgeCall }): LinkFlip[] {
  const queries = new Map([...before.graph.links, ...after.graph.links].map((link) => [link.id, link.query]));
  return [...queries]
    .flatMap(([id, query]) => {
      const old = before.links[id] ?? judges?.before(query);
      const now = after.links[id] ?? judges?.after(query);
      if (old?.verdict === now?.verdict && old?.waypoint === now?.waypoint) return [];
      return [flipOf(id, formatAsk(query), old, now)];
    })
    .sort((a, b) => rank(a.after) - rank(b.after) || (a.id < b.id ? -1 : 1));
}

type Side = ReturnType<JudgeCall> | undefined;

function flipOf(id: string, ask: string, old: Side, now: Side): LinkFlip {
  return {
    id,
    ask,
    before: old?.verdict ?? null,
    after: now?.verdict ?? null,
    waypointBefore: old?.waypoint ?? '',
    waypointAfter: now?.waypoint ?? '',
    sentence: (now ?? old)?.sentence ?? '',
  };
}

const RANKS: readonly (Verdict | null)[] = ['blocked', 'varies', 'unknown', 'degraded', null, 'delivered'];
const rank = (verdict: Verdict | null): number => RANKS.indexOf(verdict);

/** A cause that grew worse, or that hits other links, is the same cause. */
function causesOnlyIn(one: MeshReport, other: MeshReport): CauseChange[] {
  const known = new Set(other.causes.map(({ key, severity }) => `${key} ${severity}`));
  return one.causes.filter(({ key, severity }) => !known.has(`${key} ${severity}`)).map(changeOf);
}

function changeOf({ key, check, detection, severity, certainty, blame, sentence, links }: CauseGroup): CauseChange {
  return { key, check, subject: detection.subject, severity, certainty, blame, sentence, links: links.length };
}
