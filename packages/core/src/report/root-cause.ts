/**
 * Which finding is the cause and which its symptom. A check names the symptoms that it explains; whether it explains this one
 * depends on where both stand: what is sick on one node does not excuse another node.
 */
import type { Check } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import { type Mesh, perMesh } from '../mesh/mesh.ts';
import { podsOfService } from '../mesh/service/selection.ts';
import type { Pod } from '../state/kubernetes.ts';
import { type Ref, refId } from '../state/refs.ts';

type Checks = ReadonlyMap<string, Check>;

/** True where a finding on the same way explains another one. */
export function explainsOnTrace(mesh: Mesh, checks: Checks, cause: Detection, symptom: Detection): boolean {
  if (!isListed(checks, cause, symptom)) return false;
  const scope = scopeOf(mesh, checks, cause);
  return scope === null || scope.kind === 'mesh' || covers(mesh, scope, symptom) !== false;
}

/** The same for findings on objects, wherever in the mesh these stand. */
export function explainsAnywhere(mesh: Mesh, checks: Checks, cause: Detection, symptom: Detection): boolean {
  if (!isListed(checks, cause, symptom)) return false;
  const scope = scopeOf(mesh, checks, cause);
  if (scope?.kind === 'mesh') return true;
  return (scope !== null && covers(mesh, scope, symptom)) || sharesObject(cause, symptom);
}

const isListed = (checks: Checks, cause: Detection, symptom: Detection): boolean =>
  checks.get(cause.check)?.explains?.includes(symptom.check) === true;

type Scope = { kind: 'mesh' } | { kind: 'node'; name: string } | { kind: 'namespace'; name: string };

/** The control plane and what runs once a node: it may explain what fails elsewhere. */
export function isOfDependency(checks: Checks, { check }: Pick<Detection, 'check'>): boolean {
  const stage = checks.get(check)?.stage;
  return stage === 'control-plane' || stage === 'nodes';
}

/** How far a sick dependency reaches; null where only its own objects hang on it. */
function scopeOf(mesh: Mesh, checks: Checks, finding: Detection): Scope | null {
  if (!isOfDependency(checks, finding)) return null;
  const { subject } = finding;
  switch (subject.kind) {
    case 'Node':
      return { kind: 'node', name: subject.name };
    case 'Namespace':
      return { kind: 'namespace', name: subject.name };
    case 'Pod':
      return scopeOfPod(mesh, mesh.pods.byName.get(`${subject.namespace}/${subject.name}`));
    case 'Deployment':
    case 'DaemonSet':
    case 'ConfigMap':
      return { kind: 'mesh' };
    default:
      return null;
  }
}

/** What serves a whole node reaches as far as that. */
function scopeOfPod(mesh: Mesh, pod: Pod | undefined): Scope | null {
  if (!pod) return null;
  if (mesh.pods.istiods.includes(pod)) return { kind: 'mesh' };
  const serves = [mesh.pods.ztunnels, mesh.pods.cniAgents].some((on) => on.get(pod.node)?.includes(pod));
  return serves ? { kind: 'node', name: pod.node } : null;
}

/** Whether all of a finding stands within a scope; null where it stands nowhere that is known. */
function covers(mesh: Mesh, scope: Exclude<Scope, { kind: 'mesh' }>, finding: Detection): boolean | null {
  if (scope.kind === 'namespace') return finding.subject.namespace === scope.name;
  const nodes = placesOf(mesh, finding);
  return nodes.length === 0 ? null : nodes.every((node) => node === scope.name);
}

const placesOf = perMesh((mesh: Mesh, { subject, objects }: Detection) => nodesOf(mesh, [subject, ...objects]));

/** The nodes that objects stand on, each once. */
export function nodesOf(mesh: Mesh, objects: readonly Ref[]): string[] {
  const nodes = new Set<string>();
  for (const object of objects) {
    if (object.kind === 'Node') nodes.add(object.name);
    for (const pod of podsOf(mesh, object)) nodes.add(pod.node);
  }
  nodes.delete('');
  return [...nodes].sort();
}

/** The pods that an object is or stands for; none for a rule or a setting. */
export function podsOf(mesh: Mesh, { kind, namespace, name }: Ref): readonly Pod[] {
  const key = `${namespace}/${name}`;
  if (kind === 'Pod') return [mesh.pods.byName.get(key)].filter((pod) => pod !== undefined);
  if (kind === 'Gateway') return mesh.pods.byGateway.get(key) ?? [];
  if (kind !== 'Service') return mesh.pods.byWorkload.get(`${namespace}/${kind}/${name}`) ?? [];
  const service = mesh.services.byName.get(key);
  return service ? podsOfService(mesh, service) : [];
}

function sharesObject(cause: Detection, symptom: Detection): boolean {
  const own = objectsOf(cause);
  return [...objectsOf(symptom)].some((id) => own.has(id));
}

/** Ids of what a finding names; nodes and namespaces are shared by too many to tell. */
export function objectsOf({ subject, objects }: Detection): Set<string> {
  const ids = objects.filter(({ kind }) => kind !== 'Namespace' && kind !== 'Node').map(refId);
  return new Set([refId(subject), ...ids]);
}
