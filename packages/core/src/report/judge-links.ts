/**
 * Judges all links. A judgement says what it read, so that on a busy mesh one pod's change asks for a few links again and
 * not for all: those of a namespace together where nothing they read has changed, else link by link.
 */
import { causeKey } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import { CHECKS } from '../checks/index.ts';
import { linkLists } from '../graph/build-graph.ts';
import type { MeshLink } from '../graph/mesh-graph.ts';
import { concat } from '../mesh/memory/look-up.ts';
import { type Mesh, perMesh } from '../mesh/mesh.ts';
import { judgePath, type PathJudgement } from './judge-path.ts';
import { meshFindings } from './mesh-findings.ts';
import type { LinkState } from './mesh-report.ts';
import type { Cause, NotChecked } from './path-result.ts';
import { explainsOnTrace } from './root-cause.ts';
import { ztunnelNodes } from './ztunnel-nodes.ts';

/** What the report keeps of the judgement of a link; the whole path is asked for when somebody looks at it. */
export interface LinkJudgement {
  id: string;
  state: LinkState;
  /** every finding on the way; `breaks` where the link fails or suffers by it */
  findings: readonly { detection: Detection; breaks: boolean }[];
  /** what has not held long enough to count */
  settling: readonly Detection[];
  /** what would have to be read to be certain, where the verdict is unknown */
  gaps: readonly NotChecked[];
}

/** The judgement of every link, in the order of the graph. */
export function judgeLinks(mesh: Mesh): LinkJudgement[] {
  return concat(linkLists(mesh).map((links) => judgeList(mesh, links)));
}

/** The judgement of each link of a list, in its order; the same list as long as what they rest on is the same. */
export const judgeList = perMesh((mesh: Mesh, links: readonly MeshLink[]): readonly LinkJudgement[] =>
  links.map((link) => judgeLink(mesh, link)),
);

/** The judgement of one link. */
export const judgeLink = perMesh((mesh: Mesh, link: MeshLink): LinkJudgement => {
  const result = judgePath(mesh, link.query, 'link');
  const causes = causesOn(mesh, result);
  return {
    id: link.id,
    state: linkState(mesh, result, causes),
    findings: causes.length === 0 ? NO_FINDINGS : causes.map((cause) => findingOf(cause, result)),
    settling: result.settling?.map((cause) => cause.detection) ?? NOTHING,
    gaps: result.verdict === 'unknown' ? result.notChecked.filter((gap) => gap.decisive) : NO_GAPS,
  };
});

// Of most links nothing is to be told: they share that.
const NO_GAPS: readonly NotChecked[] = [];
const NOTHING: readonly Detection[] = [];
const NO_KEYS: string[] = [];
const NO_CAUSES: readonly Cause[] = [];
const NO_FINDINGS: LinkJudgement['findings'] = [];

/** An end that does not run has its reason and says itself that it does not: that is one cause. */
function causesOn(mesh: Mesh, { firstBlocker, alsoBlocking, risks }: PathJudgement): readonly Cause[] {
  if (firstBlocker === null && risks.length === 0) return NO_CAUSES;
  const { checks } = meshFindings(mesh);
  return [
    ...(firstBlocker ? [firstBlocker] : []),
    ...alsoBlocking.filter(
      ({ detection }) => !firstBlocker || !explainsOnTrace(mesh, checks, firstBlocker.detection, detection),
    ),
    ...risks.filter(({ detection }) => !LAST_RESORTS.has(detection.check)),
  ];
}

/** What only tells who asks where to look next. */
const LAST_RESORTS: ReadonlySet<string> = new Set(CHECKS.filter((check) => check.lastResort).map(({ id }) => id));

const findingOf = ({ detection }: Cause, { verdict }: PathJudgement): LinkJudgement['findings'][number] => ({
  detection,
  breaks: detection.severity === 'broken' || (detection.severity === 'degraded' && verdict === 'degraded'),
});

function linkState(mesh: Mesh, result: PathJudgement, causes: readonly Cause[]): LinkState {
  const legs = result.groups[0]?.trace.trace.legs ?? [];
  return {
    verdict: result.verdict,
    expected: result.expected,
    causes: causes.length === 0 ? NO_KEYS : [...new Set(causes.map((cause) => causeKey(cause.detection)))],
    sentence: result.sentence,
    waypoint: result.waypoint ? `${result.waypoint.namespace}/${result.waypoint.name}` : '',
    ztunnels: ztunnelNodes(mesh, result),
    encrypted: legs.length > 0 && legs.every((leg) => leg.protocol !== 'TCP'),
  };
}
