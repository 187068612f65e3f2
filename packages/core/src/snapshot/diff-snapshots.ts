/** What two snapshots say differently. Things are the same by kind, namespace and name; never by pod or address. */
import type { CauseGroup, LinkState, MeshReport } from '../report/mesh-report.ts';
import { formatAsk } from '../state/path-query.ts';
import { refId } from '../state/refs.ts';
import { diffSentence } from './diff-sentence.ts';
import { reportOfSnapshot } from './report-of-snapshot.ts';
import type { CauseNews, LinkNews, PathFlip, SnapshotDiff } from './snapshot-diff.ts';
import type { SnapshotDocument } from './snapshot-document.ts';

export type Compared = { ok: true; diff: SnapshotDiff } | { ok: false; reason: string };

/** Compares; two whose names cannot be matched are refused with a sentence. */
export function diffSnapshots(before: SnapshotDocument, after: SnapshotDocument): Compared {
  const refusal = incomparable(before, after);
  if (refusal !== '') return { ok: false, reason: refusal };
  const [old, now] = [reportOfSnapshot(before), reportOfSnapshot(after)];
  // Names of nodes and of hosts outside are pseudonyms of different keys: that they differ says nothing.
  const isMatched =
    haveOneKey(before, after) || (before.redaction.profile === 'full' && after.redaction.profile === 'full');
  const isKnown = (id: string): boolean => isMatched || !id.includes('external:');
  const parts = {
    nodes: nodeNews(old, now, isKnown),
    links: linkNews(old, now, isKnown),
    flips: flipsOf(old, now),
    appear: causesOnlyIn(now, old, isMatched),
    disappear: causesOnlyIn(old, now, isMatched),
    chain: chainNews(old, now, isMatched),
    policies: isMatched ? policyNews(before, after) : [],
    versions: versionNews(before, after),
    paths: pathFlips(before, after),
    gaps: gapNews(old, now),
  };
  const notes = isMatched
    ? []
    : [
        'Single nodes, hosts outside of the mesh and contents of policies are not compared: the snapshots were redacted with different keys.',
      ];
  const ends = { before: endOf(before), after: endOf(after) };
  return { ok: true, diff: { sentence: diffSentence({ ...parts, ...ends }), ...ends, ...parts, notes } };
}

const endOf = ({ asOf, cluster, headline, redaction }: SnapshotDocument) => ({
  asOf,
  cluster,
  headline: headline.sentence,
  profile: redaction.profile,
});

const haveOneKey = (a: SnapshotDocument, b: SnapshotDocument): boolean =>
  a.redaction.pair !== '' && a.redaction.pair === b.redaction.pair && a.redaction.profile === b.redaction.profile;

function incomparable(before: SnapshotDocument, after: SnapshotDocument): string {
  const shapes = [before, after].filter(({ redaction }) => redaction.profile === 'shape').length;
  if (shapes === 0 || haveOneKey(before, after)) return '';
  return shapes === 1
    ? 'One of the snapshots has its names replaced and the other has not, so nothing in them can be matched.'
    : 'The names in these snapshots were replaced with different keys: take both with the same pair name to compare them.';
}

type IsKnown = (id: string) => boolean;

function nodeNews(old: MeshReport, now: MeshReport, isKnown: IsKnown): SnapshotDiff['nodes'] {
  const [before, after] = [idsOf(old.graph.nodes, isKnown), idsOf(now.graph.nodes, isKnown)];
  const changed = [...after].flatMap(([id, node]) => {
    const former = before.get(id);
    if (former === undefined) return [];
    const states = [old.nodes[id]?.state ?? 'unknown', now.nodes[id]?.state ?? 'unknown'] as const;
    const fields = [
      ...(states[0] === states[1] ? [] : [{ field: 'state', before: states[0], after: states[1] }]),
      ...(former.mesh === node.mesh ? [] : [{ field: 'mesh', before: former.mesh, after: node.mesh }]),
      ...(former.waypoint === node.waypoint
        ? []
        : [{ field: 'waypoint', before: former.waypoint, after: node.waypoint }]),
      ...(former.pods === node.pods && former.readyPods === node.readyPods
        ? []
        : [{ field: 'ready pods', before: podsOf(former), after: podsOf(node) }]),
    ];
    return fields.length === 0 ? [] : [{ id, fields }];
  });
  return { added: keysOnlyIn(after, before), removed: keysOnlyIn(before, after), changed };
}

const podsOf = ({ pods, readyPods }: { pods: number; readyPods: number }): string => `${readyPods} of ${pods}`;

function linkNews(old: MeshReport, now: MeshReport, isKnown: IsKnown): SnapshotDiff['links'] {
  const [before, after] = [idsOf(old.graph.links, isKnown), idsOf(now.graph.links, isKnown)];
  const newsOf =
    (report: MeshReport) =>
    (id: string): LinkNews => ({
      id,
      verdict: report.links[id]?.verdict ?? null,
      sentence: report.links[id]?.sentence ?? '',
    });
  return {
    added: keysOnlyIn(after, before).map(newsOf(now)),
    removed: keysOnlyIn(before, after).map(newsOf(old)),
  };
}

function idsOf<T extends { id: string }>(list: readonly T[], isKnown: IsKnown): Map<string, T> {
  return new Map(list.filter(({ id }) => isKnown(id)).map((item) => [item.id, item]));
}

const keysOnlyIn = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): string[] =>
  [...one.keys()].filter((key) => !other.has(key)).sort();

/** Links of both whose verdict or waypoint differs, the worst first. */
function flipsOf(old: MeshReport, now: MeshReport): SnapshotDiff['flips'] {
  return now.graph.links
    .flatMap(({ id, query }) => {
      const [before, after] = [old.links[id], now.links[id]];
      if (!before || !after) return [];
      if (before.verdict === after.verdict && before.waypoint === after.waypoint) return [];
      return [{ id, ask: formatAsk(query), before: sideOf(before), after: sideOf(after) }];
    })
    .sort((a, b) => rank(a.after.verdict) - rank(b.after.verdict) || (a.id < b.id ? -1 : 1));
}

const sideOf = ({ verdict, sentence, causes, waypoint }: LinkState) => ({
  verdict,
  sentence,
  cause: causes[0] ?? '',
  waypoint,
});

const RANKS: readonly LinkState['verdict'][] = ['blocked', 'varies', 'unknown', 'degraded', 'delivered'];
const rank = (verdict: LinkState['verdict']): number => RANKS.indexOf(verdict);

/**
 * A cause that grew worse counts as a new one; one that hits other links does not. Nodes whose names do not match are counted:
 * one more node that is not ready is news, whichever it is.
 */
function causesOnlyIn(one: MeshReport, other: MeshReport, isMatched: boolean): CauseNews[] {
  const keyOf = ({ key, severity }: CauseGroup): string =>
    `${isMatched ? key : key.replace(/ Node \S+$/, ' Node')} ${severity}`;
  const left = countOf(other.causes.map(keyOf));
  return one.causes
    .filter((cause) => {
      const key = keyOf(cause);
      const count = left.get(key) ?? 0;
      left.set(key, count - 1);
      return count <= 0;
    })
    .map(newsOfCause);
}

function countOf(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

const newsOfCause = ({ key, check, severity, blame, sentence, links }: CauseGroup): CauseNews => ({
  key,
  check,
  severity,
  blame,
  sentence,
  links: links.length,
});

function chainNews(old: MeshReport, now: MeshReport, isMatched: boolean): SnapshotDiff['chain'] {
  const [before, after] = [cellsOf(old, isMatched), cellsOf(now, isMatched)];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((id) => {
    const sides = { before: before.get(id) ?? '', after: after.get(id) ?? '' };
    return sides.before === sides.after ? [] : [{ id, ...sides }];
  });
}

/** The state of each component by its id. Of nodes whose names do not match, how many are in which state. */
function cellsOf({ chain }: MeshReport, isMatched: boolean): Map<string, string> {
  const states = new Map<string, string>();
  for (const { id: stage, cells } of chain) {
    if (isMatched || (stage !== 'ztunnel' && stage !== 'cni')) for (const { id, state } of cells) states.set(id, state);
    else {
      const counts = [...countOf(cells.map(({ state }) => state))].sort();
      states.set(`${stage} of all nodes`, counts.map(([state, count]) => `${count} ${state}`).join(', '));
    }
  }
  return states;
}

function policyNews(before: SnapshotDocument, after: SnapshotDocument): SnapshotDiff['policies'] {
  const prints = ({ policies }: SnapshotDocument) =>
    new Map(policies.map(({ ref, says, print }) => [refId(ref), `${says} ${print}`]));
  const [old, now] = [prints(before), prints(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((policy): SnapshotDiff['policies'] => {
    const [was, is] = [old.get(policy), now.get(policy)];
    if (was === is) return [];
    return [{ policy, what: was === undefined ? 'added' : is === undefined ? 'removed' : 'changed' }];
  });
}

function versionNews(before: SnapshotDocument, after: SnapshotDocument): SnapshotDiff['versions'] {
  const listed = ({ versions }: SnapshotDocument, of: string): string =>
    versions.flatMap(({ component, version }) => (component === of ? [version] : [])).join(', ');
  const components = [...new Set([...before.versions, ...after.versions].map(({ component }) => component))].sort();
  return components.flatMap((component) => {
    const sides = { before: listed(before, component), after: listed(after, component) };
    return sides.before === sides.after ? [] : [{ component, ...sides }];
  });
}

/** Paths that both carry. */
function pathFlips(before: SnapshotDocument, after: SnapshotDocument): PathFlip[] {
  const old = new Map(before.paths.map((path) => [path.ask, path]));
  return after.paths.flatMap((path): PathFlip[] => {
    const former = old.get(path.ask);
    if (former === undefined || former.verdict === path.verdict) return [];
    const side = ({ verdict, sentence, firstBlocker }: typeof path) => ({
      verdict,
      sentence,
      cause: firstBlocker?.detection.check ?? '',
    });
    return [{ ask: path.ask, before: side(former), after: side(path) }];
  });
}

/** Sources that became unreadable, or readable. */
function gapNews(old: MeshReport, now: MeshReport): SnapshotDiff['gaps'] {
  const states = (report: MeshReport) =>
    new Map(
      report.sources.map(({ source, scope, state }) => [scope === null ? source : `${source} of ${scope}`, state]),
    );
  const [before, after] = [states(old), states(now)];
  return [...after].flatMap(([source, state]) => {
    const was = before.get(source);
    return was === undefined || was === state ? [] : [{ source, before: was, after: state }];
  });
}
