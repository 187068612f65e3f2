/** Findings with the same check and subject are one reason, with everything it breaks. */
import { causeKey } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import type { MeshGraph } from '../graph/mesh-graph.ts';
import { capturedByNode } from '../mesh/captured.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { podsOfGateway } from '../mesh/waypoint.ts';
import type { Severity } from '../path/hop-kind.ts';
import { type Ref, refId } from '../state/refs.ts';
import type { LinkJudgement } from './judge-links.ts';
import type { MeshFindings } from './mesh-findings.ts';
import type { CauseGroup } from './mesh-report.ts';

const RANK: Record<Severity, number> = { broken: 0, degraded: 1, latent: 2 };

/** All reasons in the order of harm (severity, links, pods, place in the catalogue), and the symptoms they explain. */
export function groupCauses(
  mesh: Mesh,
  findings: MeshFindings,
  graph: MeshGraph,
  judged: readonly LinkJudgement[],
): { causes: CauseGroup[]; symptoms: CauseGroup[] } {
  const groups = new Map<string, Draft>();
  const add = (detection: Detection, link: string | null): void => {
    const key = causeKey(detection);
    let draft = groups.get(key);
    if (!draft) {
      draft = { group: newGroup(mesh, key, detection), links: new Set() };
      groups.set(key, draft);
    }
    if (RANK[detection.severity] < RANK[draft.group.severity]) draft.group.severity = detection.severity;
    if (link !== null) draft.links.add(link);
  };
  for (const detection of findings.all) add(detection, null);
  for (const { id, findings: found } of judged)
    for (const { detection, breaks } of found) add(detection, breaks ? id : null);
  const ordered = completed(groups.values(), graph).sort(byHarm(findings));
  const explained = explainedKeys(findings, ordered);
  const isSymptom = (group: CauseGroup): boolean => explained.has(group.key) && group.links.length === 0;
  return { causes: ordered.filter((group) => !isSymptom(group)), symptoms: ordered.filter(isSymptom) };
}

interface Draft {
  group: CauseGroup;
  links: Set<string>;
}

/** With the links each breaks, and the namespaces at both of their ends. */
function completed(drafts: Iterable<Draft>, graph: MeshGraph): CauseGroup[] {
  const all = [...drafts];
  if (all.length === 0) return [];
  const ends = new Map(graph.links.map((link) => [link.id, link] as const));
  const namespaces = new Map(graph.nodes.map((node) => [node.id, node.namespace] as const));
  return all.map(({ group, links }) => {
    const names = new Set([group.detection.subject.namespace]);
    for (const id of links) {
      const link = ends.get(id);
      names.add(namespaces.get(link?.from ?? '') ?? '');
      names.add(namespaces.get(link?.to ?? '') ?? '');
    }
    names.delete('');
    return { ...group, links: [...links], namespaces: [...names].sort() };
  });
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
  const captured = (node: string): number => capturedByNode(mesh).get(node) ?? 0;
  if (kind === 'Node') return captured(name);
  if (kind === 'Gateway') return podsOfGateway(mesh, { namespace, name }).length;
  if (kind !== 'Pod') return 0;
  const pod = mesh.pods.byName.get(`${namespace}/${name}`);
  return pod?.labels['app'] === 'ztunnel' ? captured(pod.node) : 1;
}
