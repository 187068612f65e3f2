/** Pods: the kind there are tens of thousands of, so every field is read once and repeated texts are shared. */
import type { Container, Owner, Pod } from '../state/kubernetes.ts';
import { readDeclaredHosts } from './declared-hosts.ts';
import {
  bool,
  int,
  intern,
  list,
  type Raw,
  record,
  records,
  shortened,
  str,
  strings,
  strOr,
  time,
  word,
} from './fields.ts';
import { readLocalBinds } from './local-binds.ts';
import { hasItems, MESH_LABEL, type Metadata, readConditions, readMetadata, readOwner, writtenAt } from './metadata.ts';

const WAITING_LIMIT = 300;
const NO_CONTAINERS: readonly Raw[] = [];

/** A Pod. */
export function readPod(raw: Raw): Pod {
  const metadata = readMetadata(raw, true);
  const spec = record(raw['spec']);
  const status = record(raw['status']);
  const conditions = readConditions(status['conditions']);
  const owner = readOwner(raw);
  const workload = workloadOf(metadata, owner);
  const containers = records(spec['containers']);
  // Field by field, not spread: an object made in one piece is smaller and made in a fraction of the time.
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    labels: metadata.labels,
    annotations: metadata.annotations,
    createdAt: metadata.createdAt,
    generation: metadata.generation,
    deletedAt: time(record(raw['metadata'])['deletionTimestamp']),
    startedAt: time(status['startTime']),
    node: word(spec['nodeName']),
    hostNetwork: bool(spec['hostNetwork']),
    serviceAccount: word(spec['serviceAccountName']) || word(spec['serviceAccount']),
    owner,
    workload,
    fromTemplate: isFromTemplate(raw),
    phase: word(status['phase']),
    ips: podIps(status),
    ready: conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True'),
    conditions,
    containers: readContainers(spec, status, containers),
    dnsPolicy: strOr(spec['dnsPolicy'], 'ClusterFirst'),
    hasDnsConfig: hasResolverSettings(record(spec['dnsConfig'])),
    capturedAt: writtenAt(raw, 'f:annotations', 'ambient.istio.io/redirection'),
    labelledAt: writtenAt(raw, 'f:labels', MESH_LABEL),
    declaredHosts: readDeclaredHosts(containers, metadata.annotations['hopscope.dev/calls']).filter(
      (host) => host !== workload.name && host !== metadata.labels['app'],
    ),
    ...localBinds(containers),
  };
}

function localBinds(containers: readonly Raw[]): Pick<Pod, 'localBinds'> {
  const found = readLocalBinds(containers);
  return found.length === 0 ? {} : { localBinds: found };
}

function podIps(status: Raw): string[] {
  const ips: string[] = [];
  for (const entry of list(status['podIPs'])) {
    const ip = typeof entry === 'string' ? entry : str(record(entry)['ip']);
    if (ip !== '') ips.push(ip);
  }
  return ips.length > 0 ? ips : strings(status['podIP']);
}

function isFromTemplate(raw: Raw): boolean {
  const metadata = record(raw['metadata']);
  if (str(metadata['generateName']) === '') return false;
  return records(metadata['ownerReferences']).some((owner) => owner['controller'] === true);
}

/** The workload people know. A Deployment's ReplicaSet ends with the template hash; a CronJob's Job with the minute it ran. */
function workloadOf(metadata: Metadata, owner: Owner | null): Owner {
  const own = { kind: 'Pod', name: metadata.name };
  // A static pod is owned by its node, which is no workload.
  if (owner === null || owner.name === '' || owner.kind === 'Node') return own;
  if (owner.kind === 'ReplicaSet') {
    const hash = metadata.labels['pod-template-hash'];
    const deployed = hash !== undefined && hash !== '' && owner.name.endsWith(`-${hash}`);
    return deployed ? { kind: 'Deployment', name: intern(owner.name.slice(0, -hash.length - 1)) } : owner;
  }
  const scheduled = owner.kind === 'Job' ? /^(.+)-\d{8,}$/.exec(owner.name) : null;
  return scheduled ? { kind: 'CronJob', name: scheduled[1]! } : owner;
}

function readContainers(spec: Raw, status: Raw, containers: readonly Raw[]): Container[] {
  const init = spec['initContainers'] === undefined ? NO_CONTAINERS : records(spec['initContainers']);
  const statuses = records(status['containerStatuses']);
  const out: Container[] = [];
  for (const container of init) out.push(readContainer(container, records(status['initContainerStatuses']), true));
  for (const container of containers) out.push(readContainer(container, statuses, false));
  return out;
}

function readContainer(raw: Raw, statuses: readonly Raw[], init: boolean): Container {
  const name = word(raw['name']);
  const status = record(statuses.find((candidate) => candidate['name'] === name));
  const state = record(status['state']);
  const waiting = record(state['waiting']);
  return {
    name,
    image: word(raw['image']),
    init,
    restartable: init && raw['restartPolicy'] === 'Always',
    ports: records(raw['ports']).map((port) => ({
      name: word(port['name']),
      port: int(port['containerPort']),
      protocol: strOr(port['protocol'], 'TCP'),
    })),
    ready: status['ready'] === true,
    restarts: int(status['restartCount']),
    waiting: word(waiting['reason']),
    waitingMessage: shortened(waiting['message'], WAITING_LIMIT),
    terminated: terminationOf(state['terminated'] ?? record(status['lastState'])['terminated']),
    startedAt: time(record(state['running'])['startedAt']),
    readinessProbe: probeText(raw['readinessProbe']),
  };
}

function terminationOf(value: unknown): Container['terminated'] {
  if (value === undefined || value === null) return null;
  const raw = record(value);
  return { reason: word(raw['reason']), exitCode: int(raw['exitCode']), at: time(raw['finishedAt']) };
}

function probeText(value: unknown): string {
  if (value === undefined) return '';
  const probe = record(value);
  for (const kind of ['httpGet', 'tcpSocket', 'grpc']) {
    if (probe[kind] !== undefined && probe[kind] !== null) return intern(`${kind}:${str(record(probe[kind])['port'])}`);
  }
  return probe['exec'] === undefined || probe['exec'] === null ? '' : 'exec';
}

/** Name servers or search domains of the pod's own; options alone change nothing that matters here (D1). */
const hasResolverSettings = (config: Raw): boolean => hasItems(config['nameservers']) || hasItems(config['searches']);
