/** S3-S6, S8: what istiod tells ztunnel of one workload. */
import type { WorkloadEntrySpec } from '../../state/istio.ts';
import type { EndpointSlice, Pod } from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';
import { hasTunnelLabel, REDIRECTION } from '../enrolment/enrolment.ts';
import type { Mesh } from '../mesh.ts';
import { gatewayOfInstance, type WaypointBinding } from '../waypoint/waypoint.ts';
import { inboundBindingOf } from '../ztunnel/inbound-binding.ts';
import { canonicalOf } from './canonical-name.ts';
import type { Locality } from './locality.ts';
import type { PublishedService } from './published-services.ts';
import { type TargetPort, targetPortsOfPod, targetPortsOfSlice, targetPortsOfSpec } from './target-ports.ts';

/** One workload. Its policies are `policyNamesOf`, its gateway to another network `networkGatewayOf`. */
export interface Workload {
  uid: string;
  kind: 'Pod' | 'WorkloadEntry' | 'ServiceEntry' | 'EndpointSlice' | 'NetworkGateway';
  namespace: string;
  name: string;
  /** one is the host name of an endpoint that ztunnel resolves itself (D4) */
  addresses: readonly string[];
  hostname: string;
  network: string;
  cluster: string;
  /** S8: '' for `cluster.local` */
  trustDomain: string;
  /** by which policies and Services select it; null = nothing can (S5) */
  labels: Labels | null;
  serviceAccount: string;
  node: string;
  locality: Locality | null;
  healthy: boolean;
  hostNetwork: boolean;
  /** E5 */
  protocol: 'TCP' | 'HBONE';
  /** P14: it listens for HBONE itself */
  nativeTunnel: boolean;
  /** istiod calls everything a pod that it knows as a workload of its own; '' for addresses alone (S5) */
  type: 'POD' | '';
  /** S3: '' where nothing is known of it (S5) */
  workloadName: string;
  canonicalName: string;
  canonicalRevision: string;
  /** L4; 0 = not given, which weighs as one */
  capacity: number;
  /** P10: how connections for a waypoint are handed on to it by its own ztunnel; null for all that are no such waypoint */
  applicationTunnel: { protocol: 'NONE' | 'PROXY'; port: number } | null;
  services: readonly PublishedService[];
  binding: WaypointBinding;
  pod: Pod | null;
  /** where its ports are written: its own object, or the part of one */
  ports: PortSource;
}

export type PortSource =
  | { kind: 'pod'; pod: Pod }
  | { kind: 'spec'; spec: WorkloadEntrySpec }
  | { kind: 'slice'; slice: EndpointSlice }
  | { kind: 'none' };

/** S4-S6: the ports behind those of one of its services. */
export function targetPortsOf(workload: Workload, service: PublishedService): TargetPort[] {
  switch (workload.ports.kind) {
    case 'pod':
      return targetPortsOfPod(service, workload.ports.pod);
    case 'spec':
      return targetPortsOfSpec(service, workload.ports.spec);
    case 'slice':
      return targetPortsOfSlice(service, workload.ports.slice);
    default:
      return [];
  }
}

type Identity = Pick<
  Workload,
  | 'labels'
  | 'cluster'
  | 'trustDomain'
  | 'protocol'
  | 'nativeTunnel'
  | 'type'
  | 'workloadName'
  | 'canonicalName'
  | 'canonicalRevision'
>;

/** S3, S8, E5: what labels and annotations say, alike for every kind of workload that has any. */
export function identityOf(
  mesh: Mesh,
  object: { annotations: Labels },
  labels: Labels,
  workloadName: string,
): Identity {
  const nativeTunnel = hasTunnelLabel(labels);
  const canonical = canonicalOf(labels, workloadName);
  return {
    labels,
    cluster: mesh.state.cluster,
    trustDomain: publishedTrustDomain(mesh),
    protocol: nativeTunnel || object.annotations[REDIRECTION] === 'enabled' ? 'HBONE' : 'TCP',
    nativeTunnel,
    type: 'POD',
    workloadName,
    canonicalName: canonical.name,
    canonicalRevision: canonical.revision,
  };
}

/** S8. */
export const publishedTrustDomain = (mesh: Mesh): string =>
  mesh.trustDomain === 'cluster.local' ? '' : mesh.trustDomain;

/** W5, P10: of an instance of a waypoint, by the inbound binding of its Gateway. */
export function tunnelOf(mesh: Mesh, object: { namespace: string; labels: Labels }): Workload['applicationTunnel'] {
  const gateway = gatewayOfInstance(mesh, object);
  return gateway ? inboundBindingOf(gateway, mesh.gatewayClasses.get(gateway.className)) : null;
}
