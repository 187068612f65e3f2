/** What a changed Deployment, StatefulSet or DaemonSet does to its pods, once they have been made anew. */
import { isFinished } from '../mesh/memory/pod-addresses.ts';
import { int, type Raw, record, str } from '../normalize/fields.ts';
import { normalizeObject } from '../normalize/object.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { runningContainers, runtimeOf } from './keep-runtime.ts';

const ROLLED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** Labels that controllers put on pods by themselves. */
const CONTROLLER_LABEL =
  /^(?:pod-template-hash|controller-revision-hash|pod-template-generation|statefulset\.kubernetes\.io\/|apps\.kubernetes\.io\/)/;

/** The pods of the workload take its template; fewer replicas leave fewer pods. New pods cannot be foretold: that is said. */
export function rollOut(state: MeshState, raw: Raw, kind: string, notes: string[]): MeshState {
  if (!ROLLED.has(kind)) return state;
  const meta = record(raw['metadata']);
  const [namespace, name] = [str(meta['namespace'], 'default'), str(meta['name'])];
  const isOwn = (pod: Pod): boolean =>
    pod.namespace === namespace && pod.workload.name === name && pod.workload.kind === kind && !isFinished(pod);
  const own = state.pods.filter(isOwn);
  const spec = record(raw['spec']);
  const wanted = kind === 'DaemonSet' ? own.length : Math.max(0, int(spec['replicas'], own.length || 1));
  if (wanted > own.length)
    notes.push(
      `${kind} ${namespace}/${name} wants ${wanted} pods and ${own.length} are there: where new pods run is not known, so they are not part of the answer.`,
    );
  const template = templatePod(spec, namespace);
  if (own.length === 0 || template === null) return state;
  // Kubernetes takes pods that are not ready first.
  const kept = new Set([...own].sort((a, b) => Number(b.ready) - Number(a.ready)).slice(0, wanted));
  const pods = state.pods.flatMap((pod) => {
    if (!isOwn(pod)) return [pod];
    return kept.has(pod) ? [rolledPod(pod, template)] : [];
  });
  return { ...state, pods };
}

function templatePod(spec: Raw, namespace: string): Pod | null {
  const template = record(spec['template']);
  const metadata = { ...record(template['metadata']), name: 'template', namespace };
  const read = normalizeObject({ apiVersion: 'v1', kind: 'Pod', metadata, spec: template['spec'] });
  return read && 'slice' in read && read.slice === 'pods' ? read.entity : null;
}

/** The object itself stays where nothing of it changes, so that what rests on it is known to be the same. */
function rolledPod(pod: Pod, template: Pod): Pod {
  const own = Object.entries(pod.labels).filter(([key]) => CONTROLLER_LABEL.test(key));
  const rolled: Pod = {
    ...pod,
    labels: { ...template.labels, ...Object.fromEntries(own) },
    annotations: { ...template.annotations, ...runtimeOf(pod) },
    serviceAccount: template.serviceAccount,
    hostNetwork: template.hostNetwork,
    declaredHosts: template.declaredHosts,
    containers: runningContainers(template, pod),
  };
  return JSON.stringify(rolled) === JSON.stringify(pod) ? pod : rolled;
}
