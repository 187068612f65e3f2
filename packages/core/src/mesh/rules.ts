/**
 * Every rule of the mesh that the code cites, by its id. An id never changes its meaning. Part of a rule that rests on
 * weaker ground than the rest has an id of its own below it: `A9.port`. docs/rules.md lists where each is applied.
 */

/** How a rule is known: read in Istio's code, seen on a real mesh, told by the documentation, or concluded from code only. */
export type Basis = 'code' | 'observed' | 'doc' | 'inferred';

export interface Rule {
  id: string;
  /** its section, `1` to `17` */
  section: number;
  title: string;
  basis: Basis;
}

interface Section {
  title: string;
  /** what the ids of the section begin with */
  prefix: string;
}

/** In the order of their numbers, from 1. */
export const RULE_SECTIONS: readonly Section[] = [
  { title: 'Enrolment', prefix: 'E' },
  { title: 'ztunnel', prefix: 'Z' },
  { title: "istiod's view of services and workloads", prefix: 'S' },
  { title: 'Waypoints', prefix: 'W' },
  { title: 'The path', prefix: 'P' },
  { title: 'Choice of endpoints', prefix: 'L' },
  { title: 'Names and ServiceEntries', prefix: 'D' },
  { title: 'HTTP rules', prefix: 'R' },
  { title: 'AuthorizationPolicy', prefix: 'A' },
  { title: 'PeerAuthentication', prefix: 'M' },
  { title: 'Certificates and identity', prefix: 'C' },
  { title: 'The network below', prefix: 'N' },
  { title: 'Gateways', prefix: 'G' },
  { title: 'Ways out', prefix: 'X' },
  { title: 'Several clusters', prefix: 'MC' },
  { title: 'Control plane', prefix: 'CP' },
  { title: 'Conditions that Istio writes', prefix: 'ST' },
];

const rule = (id: string, basis: Basis, title: string): Rule => {
  const prefix = /^[A-Z]+/.exec(id)?.[0];
  return { id, section: RULE_SECTIONS.findIndex((section) => section.prefix === prefix) + 1, title, basis };
};

/** In the order of sections and numbers. */
export const RULES: readonly Rule[] = [
  rule('E1', 'code', 'Which pods ought to be in the mesh'),
  rule('E2', 'code', 'Labels and enablement selectors that ask for the mesh'),
  rule('E3', 'code', 'Namespaces that the CNI agent leaves out'),
  rule('E4', 'code', 'The redirection annotation: enabled, pending, absent'),
  rule('E5', 'code', 'The protocol istiod publishes for a pod'),
  rule('E6', 'code', 'The annotation may be out of date; the serving ztunnel knows better'),
  rule('E7', 'code', 'Labels changed at run time enrol and release without a restart'),
  rule('E8', 'code', 'A pod that starts while the CNI agent or ztunnel is away'),
  rule('E9', 'observed', 'Annotations of a pod that change what is captured'),
  rule('E10', 'code', 'Jobs, finished pods, init containers, Windows nodes'),
  rule('E11', 'code', 'A pod with a sidecar is never captured'),
  rule('E12', 'code', 'Only TCP, and DNS, is captured, and on which ports'),
  rule('E13', 'code', 'Namespaces that istiod does not discover are broken, not outside'),
  rule('Z1', 'code', 'The ztunnel of a pod is the one on its node'),
  rule('Z2', 'code', 'Two ztunnels share a node during a rolling update'),
  rule('Z3', 'code', "What ztunnel's readiness proves and what it does not"),
  rule('Z4', 'code', 'What ztunnel needs of istiod and of the CNI agent'),
  rule('Z5', 'code', 'Every ztunnel knows the whole mesh'),
  rule('Z6', 'code', 'Without its ztunnel a node drops traffic and never falls back to plain text'),
  rule('Z7', 'code', 'Without the CNI agent running pods go on and new ones do not start'),
  rule('S1', 'code', 'Which addresses and ports of a Service the mesh knows'),
  rule('S2', 'code', 'Which of several services with one host name counts'),
  rule('S3', 'code', 'Which pods are workloads, of which services, and healthy when'),
  rule('S4', 'code', 'A named target port is looked up in each pod'),
  rule('S5', 'code', 'Hand-written endpoints are plain text without identity'),
  rule('S6', 'code', 'WorkloadEntries and endpoints written into ServiceEntries'),
  rule('S7', 'code', 'Objects labelled for another revision do not count'),
  rule('S8', 'code', 'The trust domain of a workload; aliases are not sent'),
  rule('W1', 'code', 'Every Gateway with an address can be bound as a waypoint, of whatever class'),
  rule('W2', 'code', 'Ready means: was ready once'),
  rule('W3', 'code', "The waypoint's address as ztunnel is given it"),
  rule('W3.external', 'inferred', 'A waypoint with only a load balancer address cannot be found by ztunnel'),
  rule('W3.none', 'inferred', 'A bound waypoint without any usable address is passed by'),
  rule('W4', 'code', 'For which traffic a waypoint is meant'),
  rule('W5', 'code', 'From which namespaces a waypoint may be used'),
  rule('W6', 'code', 'Which gateway classes make waypoints'),
  rule('W6.agentgateway', 'inferred', "Policies of Istio's own kinds do nothing at an agentgateway"),
  rule('W7', 'code', 'What the controller creates for a Gateway, and when it does not'),
  rule('W8', 'code', 'Which waypoint an object is bound to'),
  rule('W9', 'code', 'What else a Service or ServiceEntry must meet'),
  rule('W10', 'code', 'What else a pod must meet'),
  rule('W11', 'code', 'A waypoint that is not bound fails open, one without pods fails closed'),
  rule('W12', 'code', 'A canary waypoint takes a share of connections'),
  rule('W13', 'code', 'Which pod of the waypoint ztunnel takes'),
  rule('W14', 'code', 'Traffic that a bound waypoint never sees'),
  rule('W15', 'code', 'Sharing over namespaces needs both sides'),
  rule('P1', 'code', 'From the application into its own ztunnel; reserved ports are refused'),
  rule('P2', 'code', 'ztunnel must know the pod it serves'),
  rule('P3', 'code', 'What a dialled address means'),
  rule('P4', 'code', 'A Service with a bound waypoint goes there first'),
  rule('P5', 'code', 'Without a waypoint an endpoint, or out in plain text'),
  rule('P6', 'code', "A call to a pod's address takes the pod's own waypoint"),
  rule('P7', 'code', 'HBONE to pods that have it, plain text to the rest'),
  rule('P8', 'code', 'Over to another network by its gateway'),
  rule('P9', 'code', 'One node is no short cut'),
  rule('P10', 'code', 'How the destination takes HBONE in'),
  rule('P11', 'code', 'How the destination takes plain text in'),
  rule('P12', 'code', 'Nothing forces traffic through a waypoint'),
  rule('P13', 'code', 'Callers with a sidecar pass by service waypoints'),
  rule('P14', 'code', 'Calls to a pod with a sidecar'),
  rule('P15', 'code', 'Gateways pass by service waypoints'),
  rule('P16', 'code', 'A label sends ingress traffic to the waypoint'),
  rule('P17', 'code', 'Ingress controllers of others call as any pod does'),
  rule('P18', 'inferred', 'A gateway that is captured itself is proxied twice'),
  rule('P19', 'code', 'Callers outside the mesh arrive in plain text'),
  rule('P20', 'code', 'The waypoint chooses the endpoint and calls in its own name'),
  rule('L1', 'code', 'Only healthy endpoints, unless the Service publishes all'),
  rule('L2', 'code', 'The port must be one of the Service'),
  rule('L3', 'code', 'Local and preferred endpoints'),
  rule('L4', 'code', 'Chosen at random by weight'),
  rule('L5', 'code', 'The port that is dialled'),
  rule('L6', 'code', 'The address family that is dialled'),
  rule('L7', 'code', 'What ztunnel does not look at'),
  rule('L8', 'code', 'Balanced by connection, not by request'),
  rule('D1', 'code', 'Which names ztunnel answers itself'),
  rule('D2', 'code', 'A known name without such a record is an empty answer'),
  rule('D3', 'code', 'Addresses that istiod allocates for a ServiceEntry'),
  rule('D4', 'code', 'How a ServiceEntry is resolved'),
  rule('D5', 'code', 'Who may see a ServiceEntry'),
  rule('D6', 'code', 'Hosts outside are called in plain text'),
  rule('D7', 'code', 'An ExternalName Service is only another name'),
  rule('R1', 'code', 'HTTP rules act in a waypoint or gateway only'),
  rule('R2', 'code', 'A route of a Service needs a waypoint on the way'),
  rule('R3', 'code', 'From which namespaces a waypoint takes routes'),
  rule('R4', 'code', 'What of a VirtualService holds at a waypoint'),
  rule('R5', 'code', 'Which DestinationRule holds at a waypoint'),
  rule('R6', 'code', 'The protocol of a port decides what can be matched'),
  rule('R7', 'code', 'What a waypoint leaves out'),
  rule('R8', 'code', 'RequestAuthentication needs a target'),
  rule('R9', 'code', 'How a waypoint is built inside'),
  rule('R10', 'observed', 'Where a ReferenceGrant is asked for'),
  rule('R11', 'observed', 'HTTP requests are tried again on another endpoint'),
  rule('R12', 'observed', 'A refused configuration leaves the former one in force'),
  rule('A1', 'code', 'A policy without target holds at the destination ztunnel'),
  rule('A2', 'code', 'A policy with a target holds at waypoints and gateways'),
  rule('A3', 'observed', 'Which workloads a policy selects'),
  rule('A4', 'code', 'Actions and dry runs that ztunnel never gets'),
  rule('A5', 'code', 'Which attributes are HTTP ones'),
  rule('A6', 'code', 'An ALLOW rule with an HTTP attribute is dropped'),
  rule('A7', 'code', 'A DENY rule loses its HTTP attributes: wider, or of no effect'),
  rule('A8', 'code', 'Policies without rules and rules without conditions'),
  rule('A9', 'code', 'The order in which ztunnel decides'),
  rule('A9.port', 'inferred', "A waypoint compares ports of policies with the Service's port"),
  rule('A10', 'code', 'Whose identity arrives'),
  rule('A10.network', 'inferred', 'From another network the identity of the inner tunnel arrives'),
  rule('A11', 'code', 'Conditions on identity without an identity'),
  rule('A12', 'code', 'How a waypoint decides'),
  rule('A12.refused', 'inferred', 'A refusal behind a waypoint reaches the caller as 503'),
  rule('A13', 'code', 'Policies that istiod adds for waypoints on request'),
  rule('A14', 'code', 'First the waypoint decides, then the destination'),
  rule('M1', 'code', 'Which PeerAuthentication decides for a workload'),
  rule('M2', 'code', 'STRICT is a policy against connections without identity'),
  rule('M3', 'code', 'Modes of single ports'),
  rule('M4', 'code', 'Whom STRICT stops and whom it does not'),
  rule('M5', 'code', "A waypoint's mesh port always asks for mTLS"),
  rule('M6', 'code', 'PeerAuthentication means nothing to waypoints and gateways'),
  rule('C1', 'code', 'ztunnel asks for a certificate for each identity on its node'),
  rule('C2', 'code', 'How long certificates hold, and their states'),
  rule('C3', 'code', 'Each side proves the identity that is expected of it'),
  rule('C4', 'code', 'When certificates run out while istiod is away'),
  rule('C5', 'code', 'Roots of trust and their change'),
  rule('C6', 'code', 'Waypoints and gateways have certificates of their own'),
  rule('N1', 'code', 'Port 15008 must be open between pods of the mesh'),
  rule('N2', 'code', 'NetworkPolicies see the packet of the tunnel'),
  rule('N3', 'code', 'Health probes come from an address of their own'),
  rule('N4', 'code', 'Ports that control plane and monitoring need'),
  rule('N5', 'code', 'How the network plugin must be set up'),
  rule('N5.skipped', 'inferred', 'A plugin that translates service addresses first makes waypoints be skipped'),
  rule('N6', 'code', "NetworkPolicies that Istio's own charts bring"),
  rule('G1', 'code', 'What must hold from the load balancer to the backend'),
  rule('G2', 'code', 'Why a Gateway is not programmed'),
  rule('G3', 'code', 'Programmed looks at Service and endpoints'),
  rule('G4', 'code', "Istio's own ingress objects go on working"),
  rule('G5', 'code', 'Trouble of load balancers comes before Istio'),
  rule('X1', 'code', 'Unknown destinations are called in plain text'),
  rule('X2', 'code', 'Out through a waypoint'),
  rule('X3', 'code', 'The classic egress gateway needs a waypoint'),
  rule('X4', 'code', 'Only the network can force traffic out one way'),
  rule('MC1', 'code', 'Several networks must be switched on'),
  rule('MC2', 'code', 'The network of a cluster'),
  rule('MC3', 'code', 'Which services are shared'),
  rule('MC4', 'code', 'Pods elsewhere are one workload behind a gateway'),
  rule('MC5', 'code', 'What cannot cross networks'),
  rule('MC6', 'code', 'Waypoints must be alike in all clusters'),
  rule('MC7', 'code', 'How another cluster is registered'),
  rule('MC8', 'code', 'One root and one trust domain for all'),
  rule('CP1', 'code', 'What stops without istiod and what goes on'),
  rule('CP2', 'code', 'Each proxy is connected to one istiod'),
  rule('CP3', 'code', 'What istiod sends to ztunnel, and refusals'),
  rule('CP4', 'code', 'Conditions are written by the leading istiod only'),
  rule('CP5', 'code', 'Which component depends on which'),
  rule('ST1', 'code', 'WaypointBound'),
  rule('ST2', 'code', 'WaypointMissing and VisibilityApplied'),
  rule('ST3', 'code', 'ZtunnelAccepted and WaypointAccepted'),
  rule('ST4', 'code', 'Conditions of Gateways and their listeners'),
  rule('ST5', 'code', 'Conditions of routes'),
  rule('ST6', 'code', 'How fresh a condition is'),
  rule('ST7', 'code', 'Objects without conditions'),
];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((entry) => [entry.id, entry]));

/** The rule of an id; undefined for an id that is none. */
export function ruleOf(id: string): Rule | undefined {
  return BY_ID.get(id);
}

/** The basis is a conclusion from code that was read: what rests on it is no more than likely. */
export function isInferred(id: string): boolean {
  return BY_ID.get(id)?.basis === 'inferred';
}
