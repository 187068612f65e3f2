/** Findings with the same check and subject are one reason, with everything it breaks. */
import { causeKey } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import type { MeshGraph } from '../graph/mesh-graph.ts';
import { groupBy } from '../mesh/memory/look-up.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Severity } from '../path/hop-kind.ts';
import { reachOfCauses } from './cause-reach.ts';
import type { LinkJudgement } from './judge-links.ts';
import type { MeshFindings } from './mesh-findings.ts';
import type { CauseGroup } from './mesh-report.ts';
import { ownerOf } from './owner.ts';
import { explainsAnywhere, isOfDependency, objectsOf } from './root-cause.ts';

const RANK: Record<Severity, number> = { broken: 0, degraded: 1, latent: 2 };

export interface GroupedCauses {
  causes: CauseGroup[];
  symptoms: CauseGroup[];
  /** what has not held long enough to count */
  settling: CauseGroup[];
}

/** All reasons in the order of harm (severity, links, pods, place in the catalogue), and the symptoms they explain. */
export function groupCauses(
  mesh: Mesh,
  findings: MeshFindings,
  graph: MeshGraph,
  judged: readonly LinkJudgement[],
): GroupedCauses {
  const counting = new Groups();
  const young = new Groups();
  for (const detection of findings.all) (findings.isYoung(detection, 'link') ? young : counting).add(detection, null);
  for (const { id, findings: found, settling } of judged) {
    for (const { detection, breaks } of found) counting.add(detection, breaks ? id : null);
    for (const detection of settling) young.add(detection, id);
  }
  const withReach = reachOfCauses(mesh, graph);
  const finish = (drafts: Groups): CauseGroup[] =>
    [...drafts.byKey].map(([key, draft]) => groupOf(mesh, key, draft, withReach)).sort(byHarm(findings));
  const ordered = finish(counting);
  const explained = explainedKeys(mesh, findings, ordered, counting);
  const isSymptom = (group: CauseGroup): boolean => explained.has(group.key) && group.links.length === 0;
  return {
    causes: ordered.filter((group) => !isSymptom(group)),
    symptoms: ordered.filter(isSymptom),
    settling: finish(young).filter(({ key }) => !counting.byKey.has(key)),
  };
}

interface Draft {
  /** the first that was found */
  detection: Detection;
  severity: Severity;
  links: Set<string>;
  /** all that were found, each once */
  findings: Set<Detection>;
}

class Groups {
  readonly byKey = new Map<string, Draft>();

  add(detection: Detection, link: string | null): void {
    const key = causeKey(detection);
    let draft = this.byKey.get(key);
    if (!draft) {
      draft = { detection, severity: detection.severity, links: new Set(), findings: new Set() };
      this.byKey.set(key, draft);
    }
    if (RANK[detection.severity] < RANK[draft.severity]) draft.severity = detection.severity;
    if (link !== null) draft.links.add(link);
    draft.findings.add(detection);
  }
}

function groupOf(
  mesh: Mesh,
  key: string,
  { detection, severity, links }: Draft,
  reachOf: ReturnType<typeof reachOfCauses>,
): CauseGroup {
  return {
    key,
    check: detection.check,
    severity,
    certainty: detection.certainty,
    blame: detection.blame,
    owner: ownerOf(mesh, detection.subject),
    sentence: detection.sentence,
    detection,
    ...reachOf(detection, [...links]),
    since: detection.since,
  };
}

function byHarm(findings: MeshFindings): (a: CauseGroup, b: CauseGroup) => number {
  const number = (group: CauseGroup): number => findings.checks.get(group.check)?.number ?? 999;
  return (a, b) =>
    RANK[a.severity] - RANK[b.severity] ||
    b.links.length - a.links.length ||
    b.pods - a.pods ||
    number(a) - number(b) ||
    (a.key < b.key ? -1 : 1);
}

/** A symptom is not shown beside its cause: one that shares an object with it, or hangs on a sick dependency. */
function explainedKeys(
  mesh: Mesh,
  { checks }: MeshFindings,
  groups: readonly CauseGroup[],
  drafts: Groups,
): Set<string> {
  const byCheck = groupBy(groups, ({ check }) => check);
  const byObject = indexByObject(groups);
  const hanging = (cause: Detection) => (symptom: string) =>
    (byCheck.get(symptom) ?? []).filter((group) => explainsAnywhere(mesh, checks, cause, group.detection));
  const keys = new Set<string>();
  for (const { key: cause, severity, detection } of groups) {
    const symptoms = checks.get(detection.check)?.explains ?? [];
    if (severity === 'latent' || symptoms.length === 0) continue;
    const own = [...(drafts.byKey.get(cause)?.findings ?? [])];
    for (const { key } of own.flatMap((one) => sharing(byObject, one, symptoms))) keys.add(key);
    for (const { key } of isOfDependency(checks, detection) ? symptoms.flatMap(hanging(detection)) : []) keys.add(key);
  }
  return keys;
}

type ByObject = ReadonlyMap<string, readonly CauseGroup[]>;

function indexByObject(groups: readonly CauseGroup[]): ByObject {
  const byObject = new Map<string, CauseGroup[]>();
  for (const group of groups) {
    for (const id of objectsOf(group.detection)) {
      const list = byObject.get(id);
      if (list) list.push(group);
      else byObject.set(id, [group]);
    }
  }
  return byObject;
}

const sharing = (byObject: ByObject, cause: Detection, symptoms: readonly string[]): CauseGroup[] =>
  [...objectsOf(cause)].flatMap((id) => (byObject.get(id) ?? []).filter(({ check }) => symptoms.includes(check)));
