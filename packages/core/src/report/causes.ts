/** Findings with the same check and subject are one reason, with everything it breaks. */
import { causeKey } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import type { MeshGraph } from '../graph/mesh-graph.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { podsOfGateway } from '../mesh/waypoint.ts';
import type { Severity } from '../path/hop-kind.ts';
import { type Ref, refId } from '../state/refs.ts';
import type { PathJudgement } from './judge-path.ts';
import type { MeshFindings } from './mesh-findings.ts';
import type { CauseGroup } from './mesh-report.ts';
import type { Cause } from './path-result.ts';

const RANK: Record<Severity, number> = { broken: 0, degraded: 1, latent: 2 };

/** All reasons in the order of harm (severity, links, pods, place in the catalogue), and the symptoms they explain. */
export function groupCauses(
  mesh: Mesh,
  findings: MeshFindings,
  graph: MeshGraph,
  results: ReadonlyMap<string, PathJudgement>,
): { causes: CauseGroup[]; symptoms: CauseGroup[] } {
  const groups = new Map<string, CauseGroup>();
  const add = (detection: Detection, link: string | null): void => {
    const key = causeKey(detection);
    const group = groups.get(key) ?? newGroup(mesh, key, detection);
    groups.set(key, group);
    if (RANK[detection.severity] < RANK[group.severity]) group.severity = detection.severity;
    if (link !== null && !group.links.includes(link)) group.links.push(link);
  };
  for (const detection of findings.all) add(detection, null);
  for (const [link, result] of results)
    for (const cause of causesOn(result)) add(cause.detection, breaks(cause, result) ? link : null);
  const explained = explainedKeys(findings, [...groups.values()]);
  const number = (group: CauseGroup): number => findings.checks.get(group.check)?.number ?? 999;
  const ordered = [...groups.values()]
    .map((group) => ({ ...group, namespaces: namespacesOf(graph, group) }))
    .sort(
      (a, b) =>
        RANK[a.severity] - RANK[b.severity] ||
        b.links.length - a.links.length ||
        b.pods - a.pods ||
        number(a) - number(b) ||
        (a.key < b.key ? -1 : 1),
    );
  const isSymptom = (group: CauseGroup): boolean => explained.has(group.key) && group.links.length === 0;
  return { causes: ordered.filter((group) => !isSymptom(group)), symptoms: ordered.filter(isSymptom) };
}

const causesOn = (result: PathJudgement): Cause[] => [
  ...(result.firstBlocker ? [result.firstBlocker] : []),
  ...result.alsoBlocking,
  ...result.risks,
];
const breaks = (cause: Cause, result: PathJudgement): boolean =>
  cause.detection.severity === 'broken' || (cause.detection.severity === 'degraded' && result.verdict === 'degraded');

function newGroup(mesh: Mesh, key: string, detection: Detection): CauseGroup {
  return {
    key,
    check: detection.check,
    severity: detection.severity,
    certainty: detection.certainty,
    blame: detection.blame,
    owner: ownerOf(mesh, detection.subject),
    sentence: detection.sentence,
    detection,
    links: [],
    pods: podsOf(mesh, detection.subject),
    namespaces: [],
    since: detection.since,
  };
}

/** A symptom that shares an object with its cause is not shown beside it. */
function explainedKeys(findings: MeshFindings, groups: readonly CauseGroup[]): Set<string> {
  const keys = new Set<string>();
  for (const cause of groups) {
    const symptoms = findings.checks.get(cause.check)?.explains ?? [];
    if (symptoms.length === 0 || cause.severity === 'latent') continue;
    const objects = objectsOf(cause);
    for (const group of groups) {
      if (symptoms.includes(group.check) && [...objectsOf(group)].some((id) => objects.has(id))) keys.add(group.key);
    }
  }
  return keys;
}

/** The subject and what else a finding names; nodes and namespaces are shared by too many to tell. */
function objectsOf({ detection }: CauseGroup): Set<string> {
  const ids = detection.objects.filter(({ kind }) => kind !== 'Namespace' && kind !== 'Node').map(refId);
  return new Set([refId(detection.subject), ...ids]);
}

/** The team named by a label of the object or its namespace. */
function ownerOf(mesh: Mesh, subject: Ref): string {
  const labels = [labelsOf(mesh, subject), mesh.namespaces.get(subject.namespace)?.labels ?? {}];
  for (const set of labels) {
    const team = set['team'] ?? set['owner'] ?? set['app.kubernetes.io/managed-by-team'];
    if (team) return team;
  }
  return '';
}

function labelsOf(mesh: Mesh, { kind, namespace, name }: Ref): Record<string, string> {
  const key = `${namespace}/${name}`;
  if (kind === 'Pod') return mesh.pods.byName.get(key)?.labels ?? {};
  if (kind === 'Service') return mesh.services.byName.get(key)?.labels ?? {};
  if (kind === 'Gateway') return mesh.gateways.get(key)?.labels ?? {};
  return {};
}

/** Pods that hang on the object at fault: of a node its captured pods, of a ztunnel those of its node. */
function podsOf(mesh: Mesh, { kind, namespace, name }: Ref): number {
  const captured = (node: string): number =>
    (mesh.pods.byNode.get(node) ?? []).filter((pod) => 'ambient.istio.io/redirection' in pod.annotations).length;
  if (kind === 'Node') return captured(name);
  if (kind === 'Gateway') return podsOfGateway(mesh, { namespace, name }).length;
  if (kind !== 'Pod') return 0;
  const pod = mesh.pods.byName.get(`${namespace}/${name}`);
  return pod?.labels['app'] === 'ztunnel' ? captured(pod.node) : 1;
}

function namespacesOf(graph: MeshGraph, group: CauseGroup): string[] {
  const ends = new Set(
    graph.links.filter((link) => group.links.includes(link.id)).flatMap((link) => [link.from, link.to]),
  );
  const names = graph.nodes.filter((node) => ends.has(node.id)).map((node) => node.namespace);
  return [...new Set([...names, group.detection.subject.namespace].filter((name) => name !== ''))].sort();
}
