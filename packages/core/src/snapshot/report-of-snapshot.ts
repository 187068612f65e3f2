/** A snapshot as the report that panels draw: the opposite of what building it did. */
import { decodeGraph } from '../report/decode-graph.ts';
import type { CauseGroup, MeshReport } from '../report/mesh-report.ts';
import { withAllZtunnels } from './implied-ztunnels.ts';
import type { SnapshotCause, SnapshotDocument } from './snapshot-document.ts';

/** The report. The document must have been decoded or built, so that its graph is whole. */
export function reportOfSnapshot(document: SnapshotDocument): MeshReport {
  const view = decodeGraph(withAllZtunnels(document.graph));
  const causes = (groups: readonly SnapshotCause[]): CauseGroup[] =>
    groups.map((group) => ({ ...group, links: group.links.map((at) => view.graph.links[at]!.id) }));
  const { asOf, cluster, headline, counts, chain, notEvaluated, cannotJudge, sources } = document;
  return {
    asOf,
    cluster,
    headline,
    counts,
    chain,
    ...view,
    causes: causes(document.causes),
    settling: causes(document.settling),
    symptoms: causes(document.symptoms),
    notEvaluated,
    cannotJudge,
    sources,
  };
}
