import { hostOf } from '../../mesh/address/host-name.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { type SaidOfGateway, saidOfGateways } from '../../mesh/multicluster/east-west-logs.ts';
import { type FarEndpoint, farEndpointsOf } from '../../mesh/multicluster/far-clusters.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import { waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import { waypointIn, workloadIn } from '../../mesh/ztunnel/ztunnel.ts';
import type { Service } from '../../state/kubernetes.ts';
import type { ZtunnelDump, ZtunnelWorkload } from '../../state/readings.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import type { Evidence } from '../detection.ts';
import { evaluation, reading, remedy } from '../evidence.ts';

/** Catalogue 176 (MC6): a shared Service has a waypoint in one cluster and none, or another one, in another. */
export const waypointInconsistentAcrossClusters: Check = {
  id: 'waypoint-inconsistent-across-clusters',
  number: 176,
  stage: 'multicluster',
  title: 'A Service has a waypoint in one cluster and not in another',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['east-west-gateway', 'resolution'],
  tier: 2,
  needs: ['ztunnel-config', 'Service'],
  uses: ['ztunnel-log', 'Gateway', 'Namespace', 'Pod', 'GatewayClass', 'ConfigMap', 'EndpointSlice', 'ServiceEntry'],
  why: 'Each cluster binds its own waypoint, and callers expect the identity of what their own cluster told them. Where the clusters differ, calls across fail, or skip the policies of the waypoint.',
  notProof:
    'The waypoints of other clusters are not read here: they are told by the workloads that istiod tells ztunnel of, and by connections that meet an identity they did not expect.',
  cite: 'MC6; istio issue 60985',
  detect: inEachNamespace((mesh, { services }) => services.flatMap((service) => findingOf(mesh, service) ?? [])),
  judge(mesh, trace) {
    const found = trace.service && findingOf(mesh, trace.service);
    if (!found) return null;
    return {
      ...found,
      hop: trace.eastWest ? 'east-west-gateway' : 'resolution',
      severity: trace.eastWest ? (found.severity ?? 'degraded') : 'degraded',
    };
  },
};

function findingOf(mesh: Mesh, service: Service): Found | null {
  const far = farEndpointsOf(mesh, service);
  if (far.length === 0) return null;
  const host = hostOf(mesh, service);
  const refused = saidOfGateways(mesh, 'identity-mismatch').filter(
    ({ fact }) => fact.reason === 'san' && fact.service === host,
  );
  if (refused.length > 0 && waypointOfService(mesh, service).state !== 'bound')
    return finding(service, far[0]!, 'broken', refused.slice(0, 3).map(byLog));
  return byWorkloads(mesh, service, far);
}

const byLog = ({ pod, fact }: SaidOfGateway): Evidence =>
  reading(
    'ztunnel-log',
    pod,
    `${fact.to.ip} presented ${fact.got || 'another identity'}`,
    fact.expected,
    fact.lastAt,
    3,
  );

/** What is bound to the pods themselves shows in the workloads of both clusters. */
function byWorkloads(mesh: Mesh, service: Service, far: readonly FarEndpoint[]): Found | null {
  const { toldTo } = far[0]!;
  const [near] = podsOfService(mesh, service).flatMap((pod) => workloadIn(toldTo, pod.namespace, pod.name) ?? []);
  const own = near && waypointNamed(toldTo, near);
  if (!own) return null;
  for (const endpoint of far) {
    const other = endpoint.workload.ips.length > 0 ? waypointNamed(toldTo, endpoint.workload) : null;
    if (other === null || other === own) continue;
    const observed = `waypoint of ${endpoint.workload.name}: ${other}`;
    return finding(service, endpoint, 'degraded', [reading('ztunnel-config', toldTo.pod, observed, own, toldTo.at)]);
  }
  return null;
}

/** Clusters give the same waypoint different addresses, so only names are compared; null where there is but an address. */
function waypointNamed(dump: ZtunnelDump, { waypoint }: ZtunnelWorkload): string | null {
  if (!waypoint) return 'none';
  const found = waypointIn(dump, waypoint);
  return found && nameOf(found);
}

function finding(
  service: Service,
  { workload }: FarEndpoint,
  severity: 'broken' | 'degraded',
  evidence: Evidence[],
): Found {
  const subject = ref('Service', service.namespace, service.name);
  const where = workload.clusterId || workload.network;
  return {
    subject,
    severity,
    certainty: 'likely',
    sentence: `\`${nameOf(subject)}\` does not use the same waypoint here and in \`${where}\`; calls across fail or skip its policies.`,
    evidence: [...evidence, evaluation('MC6', `endpoints in ${where}`, 'the same waypoint in every cluster', subject)],
    fix: [
      remedy(
        'Make the same waypoint in every cluster; scale one that is not wanted to 0 rather than delete it.',
        `istioctl waypoint list -n ${service.namespace}`,
      ),
    ],
  };
}
