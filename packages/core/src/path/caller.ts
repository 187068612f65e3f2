/** Who calls: the pods behind the `from` of a question, alike ones taken together. */

import { isIp } from '../mesh/address/ip.ts';
import { hasSidecar, isRedirected, redirectionOf } from '../mesh/enrolment/enrolment.ts';
import { isFinished } from '../mesh/memory/pod-addresses.ts';
import { gatewayOfPod } from '../mesh/memory/pod-index.ts';
import { gapOf, type Mesh, perMesh } from '../mesh/mesh.ts';
import { podsOfService } from '../mesh/service/selection.ts';
import { podsOfGateway } from '../mesh/waypoint/waypoint.ts';
import { liveProxyOf, principalOfPod, ztunnelOn } from '../mesh/ztunnel/ztunnel.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { From } from '../state/path-query.ts';
import type { ZtunnelDump } from '../state/readings.ts';
import { nameOf, type Ref, ref } from '../state/refs.ts';
import { groupAlike, groupAlikePods } from './alike.ts';
import type { Caller, Refusal } from './facts.ts';

/** The callers of a question, or why there are none. `perNode` keeps pods of different nodes apart (L3). */
export function resolveCallers(mesh: Mesh, from: From, perNode = false): { callers: Caller[] } | { refusal: Refusal } {
  switch (from.kind) {
    case 'apiserver':
      return { callers: [bare('unmeshed', API_SERVER)] };
    case 'outside':
      return { callers: [bare('outside', 'a client outside')] };
    case 'node':
      return {
        callers: [{ ...bare('kubelet', `node ${from.name}`), node: from.name, ip: addressOf(mesh, from.name) }],
      };
    case 'ip': {
      const pod = mesh.pods.byIp.get(from.address);
      return { callers: pod ? [callerOf(mesh, pod, 1, 1)] : [{ ...bare('unmeshed', from.address), ip: from.address }] };
    }
    case 'gateway':
      return gatewayCallers(mesh, from.namespace, from.name);
    default:
      return podCallers(mesh, from, perNode);
  }
}

/** The address that other nodes and their pods see of a node. */
const addressOf = (mesh: Mesh, node: string): string => mesh.nodes.get(node)?.addresses.find(isIp) ?? '';

/** M4: the API server has no pod that a call could be told from by address, and is never in the mesh. */
const API_SERVER = 'the API server';

/** M4: the call is the API server's own. */
export const isApiServer = (caller: Caller): boolean => caller.pod === null && caller.name === API_SERVER;

function bare(kind: Caller['kind'], name: string): Caller {
  return { kind, pod: null, gateway: null, node: '', namespace: '', ip: '', name, identity: '', alike: 1, of: 1 };
}

function podCallers(
  mesh: Mesh,
  from: Extract<From, { kind: 'pod' | 'workload' }>,
  perNode: boolean,
): { callers: Caller[] } | { refusal: Refusal } {
  const gap = gapOf(mesh, 'Pod', from.namespace);
  const label = `${from.namespace}/${from.name}`;
  if (from.kind === 'pod') {
    const pod = mesh.pods.byName.get(label);
    if (pod) return { callers: [callerOf(mesh, pod, 1, 1)] };
    return gap
      ? unread(label, gap)
      : unknown(
          ref('Pod', from.namespace, from.name),
          `There is no pod \`${from.name}\` in namespace \`${from.namespace}\`.`,
        );
  }
  const callers = (perNode ? runningByNode : running)(mesh, label);
  if (callers.length > 0) return { callers };
  return gap ? unread(label, gap) : withoutPods(mesh, from);
}

/** Nobody runs there, and why not as far as controllers tell. */
function withoutPods(mesh: Mesh, { namespace, name }: { namespace: string; name: string }): { refusal: Refusal } {
  const label = `${namespace}/${name}`;
  const pods = podsOfWorkload(mesh, namespace, name);
  const isJob = pods.length === 0 && (mesh.pods.byWorkloadName.get(label) ?? []).some(isOfJob);
  if (isJob) return unread(label, { source: 'Pod', scope: namespace, why: JOB_DONE, permission: null });
  const controller = (mesh.controllers.byNamespace.get(namespace) ?? []).find(
    (item) => item.name === name && item.kind !== 'ReplicaSet',
  );
  if (pods.length === 0 && !controller)
    return unknown(ref('Workload', namespace, name), `Nothing called \`${name}\` runs in namespace \`${namespace}\`.`);
  const sentence =
    pods.length === 0
      ? `The caller \`${label}\` has no pods: it is scaled to nothing.`
      : `The caller \`${label}\` itself is not running: none of its ${pods.length} pods is.`;
  const object = controller ? ref(controller.kind, namespace, name) : ref('Pod', namespace, pods[0]!.name);
  return { refusal: { code: 'from-not-running', sentence, hop: 'client', gap: null, object } };
}

/** A job calls while it runs, and is no less well for having done so. */
const JOB_DONE = 'it is a job of which no pod runs at the moment';

const isOfJob = ({ workload }: Pod): boolean => workload.kind === 'Job' || workload.kind === 'CronJob';

const unread = (label: string, gap: NonNullable<ReturnType<typeof gapOf>>): { refusal: Refusal } => ({
  refusal: {
    code: 'not-readable',
    sentence: `The caller \`${label}\` cannot be looked at: ${gap.why}.`,
    hop: 'client',
    gap,
    object: null,
  },
});

const unknown = (object: Ref, sentence: string): { refusal: Refusal } => ({
  refusal: { code: 'from-unknown', sentence, hop: 'client', gap: null, object },
});

/** Pods of a workload by its name, of any kind; else of the Service of that name, which is what people often mean. */
export function podsOfWorkload(mesh: Mesh, namespace: string, name: string): Pod[] {
  const named = mesh.pods.byWorkloadName.get(`${namespace}/${name}`) ?? [];
  const pods = named.filter((pod) => !isFinished(pod));
  if (pods.length > 0) return pods;
  const service = mesh.services.byName.get(`${namespace}/${name}`);
  return service ? [...podsOfService(mesh, service)] : [];
}

/** Running pods of a workload by `namespace/name`, alike ones together: the same callers for whatever they call. */
const running = perMesh((mesh: Mesh, workload: string): Caller[] => grouped(mesh, runningPods(mesh, workload), false));
const runningByNode = perMesh((mesh: Mesh, workload: string): Caller[] =>
  grouped(mesh, runningPods(mesh, workload), true),
);

function runningPods(mesh: Mesh, workload: string): Pod[] {
  const [namespace = '', name = ''] = workload.split('/');
  return podsOfWorkload(mesh, namespace, name).filter((pod) => pod.phase === 'Running' && pod.deletedAt === null);
}

function grouped(mesh: Mesh, pods: readonly Pod[], perNode: boolean): Caller[] {
  const groups = groupAlike(
    mesh,
    pods,
    (pod) => pod,
    (pod) => (perNode ? pod.node : ''),
  );
  return groups.map((group) => callerOf(mesh, group[0]!, group.length, pods.length));
}

function gatewayCallers(mesh: Mesh, namespace: string, name: string): { callers: Caller[] } | { refusal: Refusal } {
  const gateway = mesh.gateways.get(`${namespace}/${name}`) ?? null;
  const gap = gapOf(mesh, 'Gateway', namespace);
  if (!gateway)
    return gap
      ? unread(`${namespace}/${name}`, gap)
      : unknown(ref('Gateway', namespace, name), `There is no Gateway \`${name}\` in namespace \`${namespace}\`.`);
  const pods = podsOfGateway(mesh, gateway).filter((pod) => pod.ready && pod.deletedAt === null);
  if (pods.length === 0) return { callers: [{ ...bare('gateway', `${namespace}/${name}`), gateway, namespace }] };
  return {
    callers: groupAlikePods(mesh, pods).map((group) => ({
      ...callerOf(mesh, group[0]!, group.length, pods.length),
      gateway,
      kind: 'gateway' as const,
      name: `${namespace}/${name}`,
    })),
  };
}

/** One pod as a caller. A pod whose redirection is known to be lost calls in plain text, without identity (E6). */
export function callerOf(mesh: Mesh, pod: Pod, alike: number, of: number): Caller {
  const kind = kindOf(mesh, pod);
  const gatewayName = gatewayOfPod(pod);
  const gateway = kind === 'gateway' ? (mesh.gateways.get(`${pod.namespace}/${gatewayName}`) ?? null) : null;
  return {
    kind,
    pod,
    gateway,
    node: pod.node,
    namespace: pod.namespace,
    ip: pod.ips[0] ?? '',
    name: nameOf({ namespace: pod.namespace, name: pod.workload.name }),
    identity: kind === 'unmeshed' ? '' : principalOfPod(mesh, pod),
    alike,
    of,
  };
}

function kindOf(mesh: Mesh, pod: Pod): Caller['kind'] {
  if (gatewayOfPod(pod) !== '') return 'gateway';
  if (hasSidecar(pod)) return 'sidecar';
  if (!isRedirected(pod)) return 'unmeshed';
  return hasLostRedirection(mesh, pod) ? 'unmeshed' : 'ambient';
}

/** E6: the annotation says enabled, and the dump of the node's ztunnel knows no such pod. */
export function hasLostRedirection(mesh: Mesh, pod: Pod): boolean {
  if (redirectionOf(pod) !== 'enabled') return false;
  const { dump } = ztunnelOn(mesh, pod.node);
  if (!dump?.hasProxies) return false;
  return liveProxyOf(dump, pod) === undefined && isSettled(mesh, dump, pod);
}

/** istio-cni tells a ztunnel that has restarted of its pods within seconds; a new pod is told of within a minute. */
const ZTUNNEL_SETTLES = 10;
const POD_SETTLES = 60;

/** A dump taken before the pod was there proves nothing, nor one of a ztunnel that is still being told of its pods. */
function isSettled(mesh: Mesh, dump: ZtunnelDump, pod: Pod): boolean {
  const at = dump.at ?? mesh.takenAt;
  const ztunnel = mesh.pods.byName.get(dump.pod)?.containers ?? [];
  return (
    hasPassed(pod.startedAt, at, 0) &&
    hasPassed(pod.startedAt, mesh.takenAt, POD_SETTLES) &&
    ztunnel.every((container) => hasPassed(container.startedAt, at, ZTUNNEL_SETTLES))
  );
}

/** More than so many seconds lie between two times; true where one of them is not known. */
function hasPassed(since: string | null, at: string, seconds: number): boolean {
  const passed = (Date.parse(at) - Date.parse(since ?? '')) / 1000;
  return Number.isNaN(passed) || passed > seconds;
}
