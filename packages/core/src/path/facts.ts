/** What the walk finds out about one way a request may take. Facts only: what they mean is the checks' business. */

import type { Addressee } from '../mesh/address/address.ts';
import type { ResolvedName, Resolver } from '../mesh/address/dns.ts';
import type { Gap } from '../mesh/mesh.ts';
import type { RemoteGateway } from '../mesh/multicluster/networks.ts';
import type { NetworkPolicyDecision, PacketEnd } from '../mesh/network-policy/network-policy.ts';
import type { Admission } from '../mesh/policy/admission.ts';
import type { RbacDecision, SeenConnection } from '../mesh/policy/rbac.ts';
import type { TokenReading } from '../mesh/policy/request-authentication.ts';
import type { RouteTaken } from '../mesh/route/route-decision.ts';
import type { Endpoint, EndpointChoice } from '../mesh/service/endpoints.ts';
import type { PortProtocol } from '../mesh/service/port-protocol.ts';
import type { WaypointBinding } from '../mesh/waypoint/waypoint.ts';
import type { SeenRequest, WaypointDecision } from '../mesh/waypoint/waypoint-policy.ts';
import type { ZtunnelOnNode } from '../mesh/ztunnel/ztunnel.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { AuthorizationPolicy } from '../state/istio.ts';
import type { Node, Pod, Service } from '../state/kubernetes.ts';
import type { PathQuery } from '../state/path-query.ts';
import type { ZtunnelPolicy, ZtunnelProxy } from '../state/readings.ts';
import type { Ref } from '../state/refs.ts';
import type { HopKind } from './hop-kind.ts';

/** How the caller's traffic leaves: through ztunnel, its own sidecar, a gateway, or plainly. */
export type CallerKind = 'ambient' | 'unmeshed' | 'sidecar' | 'gateway' | 'kubelet' | 'outside';

export interface Caller {
  kind: CallerKind;
  /** null for the API server, the kubelet, an address, or a gateway without pods */
  pod: Pod | null;
  gateway: Gateway | null;
  node: string;
  namespace: string;
  ip: string;
  /** short name for sentences: `web/frontend` */
  name: string;
  /** principal it presents over mTLS; '' = none */
  identity: string;
  /** how many pods of the workload stand in for this one, and of how many */
  alike: number;
  of: number;
}

/** What the ztunnel of a pod's node says of that pod. `proxy` undefined with a dump: it serves no such pod (E6). */
export interface ServedBy {
  pod: Pod;
  ztunnel: ZtunnelOnNode;
  node: Node | undefined;
  proxy: ZtunnelProxy | undefined;
  /** the pod's live proxy is known to be missing */
  missing: boolean;
}

/** One leg on the wire. */
export interface Leg {
  hop: 'outbound-link' | 'upstream-link';
  protocol: 'HBONE' | 'mTLS' | 'TCP';
  from: PacketEnd;
  to: PacketEnd;
  port: number;
  policies: NetworkPolicyDecision;
}

/** Section 7: how the caller comes to the address that it dials. */
export interface Naming {
  host: string;
  /** who has to answer the name */
  answeredBy: Resolver;
  /** D7: the aliases on the way */
  aliases: readonly Service[];
  /** a ServiceEntry that has the host and is passed by */
  bypassed: ResolvedName['bypassed'];
}

/** P8: the way into another network. */
export interface EastWest {
  network: string;
  /** null where none is known */
  gateway: RemoteGateway | null;
  /** MC5: only calls to a service cross */
  serviceAddressed: boolean;
}

/** One endpoint to walk to, how much of the choice it stands for, and of how much. */
export interface Choice {
  choice: EndpointChoice | null;
  endpoint: Endpoint | null;
  alike: number;
  of: number;
}

export interface WaypointStop {
  gateway: Gateway;
  /** all pods of it, and those a ztunnel would choose */
  pods: readonly Pod[];
  healthy: readonly Pod[];
  /** the one this trace takes; null when there is none */
  pod: Pod | null;
  decision: WaypointDecision | null;
  /** what was decided on */
  asked: AskedProxy;
  /** the port carries no HTTP: nothing is retried (R6, R11) */
  tcp: boolean;
  /** inferred rules without which the decision would be another */
  inferred: readonly string[];
  protocol: PortProtocol;
  /** what its rules do with the request; null where none holds for the port (R2-R4) */
  route: RouteTaken | null;
  /** who reads tokens there (R8) */
  tokens: TokenReading;
}

/** What a proxy for HTTP is asked, and the policies that it holds for it. */
export interface AskedProxy {
  policies: readonly AuthorizationPolicy[];
  request: SeenRequest;
}

/** Why a bound waypoint is not on the way (W3.none, W14, P13-P17, P19). */
export type SkippedBecause =
  | 'unmeshed-client'
  | 'sidecar-client'
  | 'ingress'
  | 'pod-address'
  | 'headless'
  | 'udp'
  | 'no-address';

/** The destination ztunnel's decision, on the identity that really arrives (A10). */
export interface Admitted {
  admission: Admission;
  seen: SeenConnection;
  /** those that ztunnel is known to have, of `admission` */
  policies: readonly ZtunnelPolicy[];
  decision: RbacDecision;
}

export interface WalkHop {
  kind: HopKind;
  title: string;
  detail: string;
  protocol: string;
  subject: Ref | null;
  objects: Ref[];
  /** what was not read and would be needed to judge this hop */
  gaps: (Gap & { decisive: boolean })[];
  /** inferred rules that what is said of this hop rests on: it is likely at most */
  inferred?: readonly string[];
}

export interface WalkTrace {
  caller: Caller;
  target: Addressee;
  /** null where the caller has the address already, or is outside */
  naming: Naming | null;
  /** what the rules of the calling gateway do with the request; null for other callers */
  gatewayRoute: RouteTaken | null;
  /** what the policies on the calling gateway say of a request from outside; null for other callers */
  gatewayDecision: (WaypointDecision & { asked: AskedProxy }) | null;
  /** the Service asked for, or the one a gateway sends to; null for pods, addresses and hosts outside */
  service: Service | null;
  port: number;
  /** the Service whose pods are chosen from: another one where a waypoint's rules send there */
  backend: Service | null;
  backendPort: number;
  /** the caller reaches itself without leaving its network */
  selfCall: boolean;
  binding: WaypointBinding;
  skipped: SkippedBecause | null;
  waypoint: WaypointStop | null;
  choice: EndpointChoice | null;
  endpoint: Endpoint | null;
  destination: Pod | null;
  /** where an empty choice of endpoints shows: `resolution`, or `upstream-link` behind a waypoint */
  choiceHop: 'resolution' | 'upstream-link';
  /** whether the caller's question to DNS gets through; null where it asks nobody, or no policy concerns it */
  lookup: NetworkPolicyDecision | null;
  served: ServedBy | null;
  receivedBy: ServedBy | null;
  legs: Leg[];
  /** the last leg crosses into another network */
  eastWest: EastWest | null;
  admitted: Admitted | null;
  hops: WalkHop[];
  /** a proxy answers by itself, or has nothing to send to: the trace ends there */
  endsAt: 'gateway' | 'waypoint' | null;
  /** how many endpoints stand behind this one, and of how many */
  endpointAlike: number;
  endpointOf: number;
  /** share of requests, 0..1 */
  share: number;
}

/** All of a trace but its hops, which are built from the rest. */
export type Facts = Omit<WalkTrace, 'hops'>;

/** The whole answer of the walk; `refusal` where the question itself cannot be walked. */
export interface Walk {
  query: PathQuery;
  traces: WalkTrace[];
  refusal: Refusal | null;
}

export interface Refusal {
  code: 'from-unknown' | 'from-not-running' | 'to-unknown' | 'not-readable';
  sentence: string;
  hop: HopKind;
  gap: Gap | null;
  object: Ref | null;
}
