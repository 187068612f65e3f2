import type { Reading, ReadingError } from '../bundle.ts';
import { dumpCertificates } from './dump-certificates.ts';
import { connectionsOf } from './dump-connections.ts';
import { dumpServices, dumpWorkloads } from './dump-state.ts';
import type { MeshPlan, PodPlan } from './plan.ts';
import { readCounts } from './read-counts.ts';
import type { DumpBody } from './touches.ts';
import { dumpPolicies } from './ztunnel-policies.ts';

const UNAVAILABLE: ReadingError = { code: 'unavailable', message: 'connection refused' };

/** What every ztunnel knows alike. */
interface Shared {
  policies: ReturnType<typeof dumpPolicies>;
  services: unknown;
  workloads: unknown;
}

/** The dump and the readiness answer of every ztunnel. */
export function readZtunnels(plan: MeshPlan): Reading[] {
  const shared = { policies: dumpPolicies(plan.spec), services: dumpServices(plan), workloads: dumpWorkloads(plan) };
  const ztunnels = plan.pods.filter((pod) => pod.workload.name === 'ztunnel');
  return ztunnels.flatMap((ztunnel) => [
    readConfig(plan, ztunnel, shared),
    readReadiness(plan, ztunnel),
    ...readCounts(plan, ztunnel),
  ]);
}

export function forbidden(pod: PodPlan, resource: string): ReadingError {
  const [, sub = ''] = resource.split('/');
  const verb = sub === 'proxy' ? 'get' : 'create';
  const user = 'User "system:serviceaccount:hopscope:hopscope"';
  const what = `cannot ${verb} resource "${resource}" in API group "" in the namespace "${pod.namespace}"`;
  return { code: 'forbidden', message: `pods "${pod.name}" is forbidden: ${user} ${what}` };
}

function isAnswering(ztunnel: PodPlan): boolean {
  return ztunnel.ready || ztunnel.state === 'unready';
}

/** Z3: a ztunnel that waits for its first state from istiod knows nothing. */
function isSynced(plan: MeshPlan, node: string): boolean {
  return plan.spec.ztunnels[node]?.pending?.includes('state manager') !== true;
}

function arrivedAt(plan: MeshPlan, node: string, shared: Shared): Shared {
  const lacks = plan.spec.ztunnels[node]?.lacks ?? [];
  const policies = shared.policies.filter(({ namespace, name }) => !lacks.includes(`${namespace}/${name}`));
  return lacks.length === 0 ? shared : { ...shared, policies };
}

function readConfig(plan: MeshPlan, ztunnel: PodPlan, shared: Shared): Reading {
  const head = {
    source: 'ztunnel-config',
    pod: `${ztunnel.namespace}/${ztunnel.name}`,
    at: plan.spec.takenAt,
  } as const;
  if (plan.spec.readings === 'forbidden') return { ...head, body: null, error: forbidden(ztunnel, 'pods/portforward') };
  const node = ztunnel.node ?? '';
  const barred = plan.spec.ztunnels[node]?.dump;
  if (barred !== undefined) return { ...head, body: null, error: barred };
  if (!isAnswering(ztunnel)) return { ...head, body: null, error: UNAVAILABLE };
  const body = {
    certificates: dumpCertificates(plan, node),
    config: dumpConfig(ztunnel),
    ...(isSynced(plan, node) ? arrivedAt(plan, node, shared) : { policies: [], services: [], workloads: [] }),
    stagedServices: {},
    staticConfig: { policies: [], services: [], workloads: [] },
    version: {
      version: '1.30.1',
      istioVersion: '1.30.1',
      buildProfile: 'release',
      buildStatus: 'Clean',
      cryptoProvider: 'tls-aws-lc',
    },
    workloadState: dumpLocal(plan, node),
  };
  return { ...head, body: edited(plan, node, body), error: null };
}

function edited(plan: MeshPlan, node: string, body: object): unknown {
  const edits = plan.spec.dumpEdits.filter((edit) => edit.node === null || edit.node === node);
  if (edits.length === 0) return body;
  // A deep copy: all dumps share their lists.
  const copy = JSON.parse(JSON.stringify(body)) as DumpBody;
  for (const edit of edits) edit.change(copy);
  return copy;
}

function dumpConfig(ztunnel: PodPlan): Record<string, unknown> {
  return {
    clusterDomain: 'cluster.local',
    clusterId: 'Kubernetes',
    network: '',
    localNode: ztunnel.node,
    dnsProxy: true,
    illegalPorts: [15008, 15001, 15006],
    xdsAddress: 'https://istiod.istio-system.svc:15012',
    caAddress: 'https://istiod.istio-system.svc:15012',
    xdsOnDemand: false,
    proxyMode: 'Shared',
    ipv6Enabled: true,
    secretTtl: { nanos: 0, secs: 86400 },
    ztunnelIdentity: 'spiffe://cluster.local/ns/istio-system/sa/ztunnel',
    ztunnelWorkload: { name: ztunnel.name, namespace: ztunnel.namespace, serviceAccount: 'ztunnel' },
  };
}

/** `workloadState`: the pods this ztunnel has a proxy for, by uid. */
function dumpLocal(plan: MeshPlan, node: string): Record<string, unknown> {
  const local = plan.pods.filter((pod) => pod.node === node && pod.annotation !== undefined);
  return Object.fromEntries(
    local
      .filter((pod) => pod.live)
      .map((pod) => [
        pod.uid,
        {
          state: 'Up',
          connections: connectionsOf(plan, pod),
          info: { name: pod.name, namespace: pod.namespace, serviceAccount: pod.workload.serviceAccount },
        },
      ]),
  );
}

function readReadiness(plan: MeshPlan, ztunnel: PodPlan): Reading {
  const head = { source: 'ztunnel-ready', pod: `${ztunnel.namespace}/${ztunnel.name}`, at: plan.spec.takenAt } as const;
  if (plan.spec.readings === 'forbidden') return { ...head, body: null, error: forbidden(ztunnel, 'pods/proxy') };
  if (!isAnswering(ztunnel)) return { ...head, body: null, error: UNAVAILABLE };
  const pending = plan.spec.ztunnels[ztunnel.node ?? '']?.pending;
  return { ...head, text: pending === undefined ? 'ready\n' : `not ready, pending: ${pending}\n`, error: null };
}
