/** From a judged state to a snapshot: what it tells, redacted, copied by allow-list. */
import { encodeGraph } from '../report/graph-columns.ts';
import type { CauseGroup, MeshReport } from '../report/mesh-report.ts';
import type { PathResult } from '../report/path-result.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { keepNamed } from './closed-schema.ts';
import { componentReleases } from './component-releases.ts';
import { withImpliedZtunnels } from './implied-ztunnels.ts';
import type { Hmac } from './pseudonyms.ts';
import { redact } from './redaction.ts';
import { PLAIN_VIEW, type Profile, SNAPSHOT_VERSION, SnapshotDocument, type Viewer } from './snapshot-document.ts';
import { summarizePolicies } from './summarize-policies.ts';

export interface SnapshotInput {
  state: MeshState;
  report: MeshReport;
  /** paths to take along, answered for this state */
  paths: PathResult[];
  viewer: Viewer;
  /** RFC 3339 */
  createdAt: string;
  /** of the product */
  version: string;
  profile: Profile;
  /** public name of the key that `hmac` uses; '' where the key is this snapshot's alone */
  pair: string;
  hmac: Hmac;
}

/** The document. The state gives policies, releases and names of nodes; nothing else of it gets in. */
export function buildSnapshot(input: SnapshotInput): SnapshotDocument {
  const { state, profile, pair, hmac } = input;
  const { told, replaced, removed, rounded } = redact(
    {
      report: input.report,
      paths: input.paths,
      policies: summarizePolicies(state, hmac),
      versions: componentReleases(state),
      viewer: input.viewer,
    },
    { profile, hmac, nodes: state.nodes.map(({ name }) => name), domain: state.domainSuffix },
  );
  const { report } = told;
  const document: SnapshotDocument = {
    schemaVersion: SNAPSHOT_VERSION,
    product: { name: 'hopscope', version: input.version },
    createdAt: input.createdAt,
    redaction: { profile, pair, replaced, removed, rounded },
    window: windowOf(report),
    ...partsOfReport(report),
    policies: told.policies,
    versions: told.versions,
    paths: told.paths,
    viewer: told.viewer,
  };
  return keepNamed(SnapshotDocument, document) as SnapshotDocument;
}

/** What a document takes over from a report. */
function partsOfReport(report: MeshReport) {
  const positions = new Map(report.graph.links.map(({ id }, at) => [id, at]));
  const causes = (groups: readonly CauseGroup[]) =>
    groups.map((group) => ({ ...group, links: group.links.flatMap((id) => positions.get(id) ?? []) }));
  return {
    asOf: report.asOf,
    cluster: report.cluster,
    headline: report.headline,
    counts: report.counts,
    chain: report.chain,
    graph: withImpliedZtunnels(encodeGraph(report)),
    causes: causes(report.causes),
    settling: causes(report.settling ?? []),
    symptoms: causes(report.symptoms),
    notEvaluated: report.notEvaluated,
    cannotJudge: report.cannotJudge,
    sources: report.sources,
  };
}

/** The same document over another report, with other policies and paths, and as if nobody had chosen anything. */
export function rebuildSnapshot(
  document: SnapshotDocument,
  { report, ...parts }: { report: MeshReport } & Pick<SnapshotDocument, 'policies' | 'paths'>,
): SnapshotDocument {
  const next: SnapshotDocument = { ...document, ...partsOfReport(report), ...parts, viewer: PLAIN_VIEW };
  return keepNamed(SnapshotDocument, next) as SnapshotDocument;
}

function windowOf({ sources }: MeshReport): SnapshotDocument['window'] {
  const times = sources.flatMap(({ state, at }) => (at !== null && (state === 'ok' || state === 'stale') ? [at] : []));
  times.sort((a, b) => Date.parse(a) - Date.parse(b));
  return { from: times[0] ?? null, to: times.at(-1) ?? null };
}
