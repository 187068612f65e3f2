import type { Reading } from '../bundle.ts';
import { floorTime } from './clock.ts';
import { suffixOf } from './identity.ts';
import type { MeshPlan, PodPlan } from './plan.ts';
import { forbidden } from './read-ztunnel.ts';

const TYPE = 'type.googleapis.com/';

/** `/debug/syncz` of each ready istiod: every replica knows only the proxies connected to it (CP2). */
export function readIstiods(plan: MeshPlan): Reading[] {
  const istiods = plan.pods.filter((pod) => pod.workload.name === 'istiod' && pod.ready);
  const proxies = plan.pods.filter((pod) => isConnected(plan, pod)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return istiods.map((istiod, replica): Reading => {
    const pod = `${istiod.namespace}/${istiod.name}`;
    const head = { source: 'istiod-syncz', pod, at: plan.spec.takenAt } as const;
    if (plan.spec.readings === 'forbidden')
      return { ...head, body: null, error: forbidden(istiod, 'pods/portforward') };
    const own = proxies.filter((_, index) => index % istiods.length === replica);
    return { ...head, body: own.map((proxy) => edited(plan, syncOf(plan, proxy))), error: null };
  });
}

function edited(plan: MeshPlan, entry: Record<string, unknown>): Record<string, unknown> {
  for (const change of plan.spec.syncEdits) change(entry);
  return entry;
}

function isConnected(plan: MeshPlan, pod: PodPlan): boolean {
  if (!pod.ready) return false;
  if (pod.workload.name === 'ztunnel') {
    return pod.node !== undefined && plan.spec.ztunnels[pod.node]?.disconnected !== true;
  }
  return pod.workload.gateway !== undefined || pod.workload.sidecar;
}

function syncOf(plan: MeshPlan, pod: PodPlan) {
  const at = floorTime(plan.spec.takenAt, 3600);
  const head = { cluster_id: 'Kubernetes', proxy: `${pod.name}.${pod.namespace}` };
  if (pod.workload.name === 'ztunnel') {
    const resources = Object.fromEntries(
      ['istio.security.Authorization', 'istio.workload.Address'].map((type) => [
        `${TYPE}${type}`,
        stateOf(at, pod, type),
      ]),
    );
    return { ...head, proxy_type: 'ztunnel', resources };
  }
  const [cluster, listener, endpoint] = ['Cluster', 'Listener', 'ClusterLoadAssignment'].map((type) =>
    stateOf(at, pod, type),
  );
  return {
    ...head,
    proxy_type: proxyType(plan, pod),
    istio_version: '1.30.1',
    cluster_sent: cluster?.sent,
    cluster_acked: cluster?.acked,
    listener_sent: listener?.sent,
    listener_acked: listener?.acked,
    endpoint_sent: endpoint?.sent,
    endpoint_acked: endpoint?.acked,
    resources: {
      [`${TYPE}envoy.config.cluster.v3.Cluster`]: cluster,
      [`${TYPE}envoy.config.listener.v3.Listener`]: listener,
      [`${TYPE}envoy.config.endpoint.v3.ClusterLoadAssignment`]: endpoint,
    },
  };
}

function proxyType(plan: MeshPlan, pod: PodPlan): string {
  if (pod.workload.sidecar) return 'sidecar';
  const gateway = plan.spec.gateways.find(
    (one) => one.name === pod.workload.gateway && one.namespace === pod.namespace,
  );
  return gateway?.className === 'istio' ? 'router' : 'waypoint';
}

function stateOf(at: string, pod: PodPlan, type: string) {
  const nonce = `${at}/${suffixOf(`${pod.uid}/${type}`, 12)}`;
  return { sent: nonce, acked: nonce, sentTime: at };
}
