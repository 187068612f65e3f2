/** The hops of a trace in walking order: what stands there, the objects behind it, and what was not read about it. */

import { isIstioGateway } from '../mesh/gateway/gateway.ts';
import { GATEWAY_ROUTES } from '../mesh/gateway/gateway-attachment.ts';
import { type Gap, gapOf, type Mesh } from '../mesh/mesh.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { ServiceEntry } from '../state/istio.ts';
import type { Pod, Service } from '../state/kubernetes.ts';
import { nameOf, type Ref, ref } from '../state/refs.ts';
import { hasLostRedirection } from './caller.ts';
import { eastWestHop } from './east-west.ts';
import { endHop } from './end-hop.ts';
import type { Facts, Leg, ServedBy, WalkHop } from './facts.ts';
import { decisive, joined, NO_GAPS, unique } from './hop-gaps.ts';
import { emptyLink, linkHop } from './link-hop.ts';
import { namingGap } from './naming-gap.ts';
import { routeGaps, routeObjects, waypointHop } from './waypoint-hop.ts';

/** A14: the hops in walking order, the waypoint's policies before the destination's; one that does not apply to this kind of caller is not there. */
export function buildHops(mesh: Mesh, facts: Facts): WalkHop[] {
  const outbound = facts.legs.find((leg) => leg.hop === 'outbound-link');
  const upstream = facts.legs.find((leg) => leg.hop === 'upstream-link');
  const hops = [callerHop(mesh, facts)];
  if (facts.served) hops.push(sourceHop(mesh, facts, facts.served));
  if (!facts.selfCall && facts.endsAt !== 'gateway') hops.push(resolutionHop(mesh, facts));
  if (outbound) hops.push(spokenAs(mesh, facts, linkHop(mesh, outbound)));
  if (facts.waypoint) hops.push(waypointHop(mesh, facts, facts.waypoint));
  if (!facts.endsAt) addLastHops(mesh, facts, upstream, hops);
  return hops;
}

/** P18: that a captured gateway is proxied twice is inferred. */
function sourceHop(mesh: Mesh, { caller }: Facts, served: ServedBy): WalkHop {
  const hop = ztunnelHop(mesh, 'source-ztunnel', served);
  return caller.kind === 'gateway' ? { ...hop, inferred: ['P18'] } : hop;
}

function addLastHops(mesh: Mesh, facts: Facts, upstream: Leg | undefined, hops: WalkHop[]): void {
  if (facts.waypoint) {
    const link = upstream ? linkHop(mesh, upstream) : emptyLink(facts);
    hops.push(spokenAs(mesh, facts, behindRoute(mesh, facts, link)));
  }
  if (facts.eastWest) hops.push(eastWestHop(facts.eastWest));
  if (facts.receivedBy) hops.push(ztunnelHop(mesh, 'destination-ztunnel', facts.receivedBy));
  hops.push(endHop(facts));
}

/** Behind a rule that sends to another Service, the link stands on that Service too. */
function behindRoute(mesh: Mesh, { service, backend }: Facts, link: WalkHop): WalkHop {
  if (!backend || backend === service) return link;
  const subject = ref('Service', backend.namespace, backend.name);
  return {
    ...link,
    title: `${link.title}, for ${nameOf(backend)}`,
    objects: [subject, ...link.objects],
    gaps: unique([...link.gaps, ...endpointGaps(mesh, backend)]),
  };
}

/** L7: what a gateway, a sidecar or a waypoint speaks on its way to a Service hangs on DestinationRules, which ztunnel does not read. */
function spokenAs(mesh: Mesh, { caller, waypoint, backend }: Facts, link: WalkHop): WalkHop {
  const isLast = link.kind === (waypoint ? 'upstream-link' : 'outbound-link');
  const isRuled = waypoint !== null || caller.kind === 'gateway' || caller.kind === 'sidecar';
  const gap = isLast && isRuled && backend ? gapOf(mesh, 'DestinationRule') : null;
  return gap ? { ...link, gaps: unique([...link.gaps, ...decisive(gap)]) } : link;
}

/** Without them nobody knows who could answer. */
const endpointGaps = (mesh: Mesh, service: Service): WalkHop['gaps'] =>
  joined(
    decisive(gapOf(mesh, 'Pod', service.namespace)),
    service.selector ? NO_GAPS : decisive(gapOf(mesh, 'EndpointSlice', service.namespace)),
  );

const NO_RULES: readonly string[] = [];
const podRef = (pod: Pod): Ref => ref('Pod', pod.namespace, pod.name);
const namespaceRef = (pod: Pod): Ref => ref('Namespace', '', pod.namespace);

function callerHop(mesh: Mesh, facts: Facts): WalkHop {
  const { caller } = facts;
  const objects = caller.pod
    ? [podRef(caller.pod), ref('Node', '', caller.node), namespaceRef(caller.pod)]
    : caller.kind === 'kubelet'
      ? [ref('Node', '', caller.node)]
      : [];
  if (caller.gateway) {
    const subject = ref('Gateway', caller.gateway.namespace, caller.gateway.name);
    return {
      kind: 'gateway',
      title: `gateway ${caller.name}`,
      detail: caller.pod ? `on ${caller.node}` : 'no pod runs',
      protocol: '',
      subject,
      objects: [subject, ...objects, ...routeObjects(facts.gatewayRoute)],
      gaps: gatewayGaps(mesh, facts, caller.gateway),
    };
  }
  const how = {
    ambient: 'captured by ztunnel',
    unmeshed: 'outside the mesh',
    sidecar: 'has a sidecar',
    gateway: 'a gateway',
    kubelet: facts.destination?.node === caller.node ? 'health probe' : 'a process of the node',
    outside: 'outside the cluster',
  }[caller.kind];
  const detail = caller.pod ? `${how}, on ${caller.node || 'no node yet'}` : how;
  return {
    kind: 'client',
    title: caller.name,
    detail,
    protocol: '',
    subject: caller.pod ? podRef(caller.pod) : (objects[0] ?? null),
    objects,
    // The pod says that it is one of a Gateway, and only the Gateway says what it does.
    gaps: caller.kind === 'gateway' ? decisive(gapOf(mesh, 'Gateway', caller.namespace)) : [],
  };
}

/** Routes that were not read may send elsewhere, and a class that was not read may make it another kind of gateway (W6). */
function gatewayGaps(mesh: Mesh, { gatewayRoute }: Facts, gateway: Gateway): WalkHop['gaps'] {
  const isClassKnown = mesh.gatewayClasses.has(gateway.className) || isIstioGateway(mesh, gateway);
  return [
    ...decisive(gapOf(mesh, 'AuthorizationPolicy', gateway.namespace)),
    ...routeGaps(mesh, gatewayRoute, gatewayRoute ? ['HTTPRoute', 'GRPCRoute'] : GATEWAY_ROUTES),
    ...(isClassKnown ? [] : decisive(gapOf(mesh, 'GatewayClass'))),
    // G2: one that is kept by hand has the ports of the Services that it names.
    ...(gateway.specAddresses.length > 0 ? decisive(gapOf(mesh, 'Service', gateway.namespace)) : []),
  ];
}

function ztunnelHop(mesh: Mesh, kind: 'source-ztunnel' | 'destination-ztunnel', served: ServedBy): WalkHop {
  const { ztunnel, pod } = served;
  const node = ref('Node', '', ztunnel.node);
  const objects = [...ztunnel.pods.map(podRef), node, podRef(pod), namespaceRef(pod)];
  const gaps = joined(
    decisive(ztunnel.dumpGap),
    decisive(servingGap(mesh, served)),
    kind === 'destination-ztunnel' ? admissionGaps(mesh, pod.namespace) : NO_GAPS,
  );
  const detail =
    ztunnel.pods.length === 0
      ? 'no ztunnel runs there'
      : kind === 'source-ztunnel'
        ? 'takes what the pod sends'
        : 'decides who may come in';
  return {
    kind,
    title: `ztunnel on ${ztunnel.node || 'an unknown node'}`,
    detail,
    protocol: '',
    subject: ztunnel.pods[0] ? podRef(ztunnel.pods[0]) : node,
    objects,
    gaps,
  };
}

const admissionGaps = (mesh: Mesh, namespace: string): WalkHop['gaps'] =>
  joined(
    decisive(gapOf(mesh, 'AuthorizationPolicy', namespace)),
    decisive(gapOf(mesh, 'PeerAuthentication', namespace)),
  );

/** E6: the dump was taken too early to tell whether the pod is served. */
function servingGap(mesh: Mesh, { ztunnel, missing, pod }: ServedBy): Gap | null {
  if (!missing || hasLostRedirection(mesh, pod)) return null;
  const why = `what ztunnel on ${ztunnel.node} serves was read too early to know of pod ${nameOf(pod)}`;
  return { source: 'ztunnel-config', scope: ztunnel.dump?.pod ?? null, why, permission: null };
}

function resolutionHop(mesh: Mesh, facts: Facts): WalkHop {
  const { service, target, naming } = facts;
  const aliases = (naming?.aliases ?? []).map((alias) => ref('Service', alias.namespace, alias.name));
  const passedBy = naming?.bypassed ? [entryRef(naming.bypassed.entry)] : [];
  const standsOn = (subject: Ref | null, detail: string, gaps: WalkHop['gaps'] = NO_GAPS): WalkHop => ({
    kind: 'resolution',
    title: 'name and address',
    detail,
    protocol: '',
    subject,
    objects: subject ? [subject, ...aliases, ...passedBy] : [...aliases, ...passedBy],
    gaps: joined(gaps, resolutionGaps(facts), decisive(namingGap(mesh, facts))),
    inferred: facts.skipped === 'no-address' ? ['W3.none'] : NO_RULES,
  });
  if (service) {
    const usable = facts.choice?.endpoints.length ?? 0;
    const chosen = `${usable} of ${Math.max(usable, facts.choice?.selected ?? usable)} pods usable`;
    const detail = facts.waypoint ? 'goes to its waypoint first' : chosen;
    return standsOn(ref('Service', service.namespace, service.name), detail, endpointGaps(mesh, service));
  }
  if (target.kind === 'service-entry')
    return standsOn(entryRef(target.entry), target.host, entryGaps(mesh, target.entry));
  if (target.kind === 'unknown') return standsOn(passedBy[0] ?? null, `${target.address} is unknown to the mesh`);
  if (target.kind === 'machine')
    return standsOn(
      ref(target.machine.kind, target.machine.namespace, target.machine.name),
      'the address of a machine',
    );
  return standsOn(facts.destination ? podRef(facts.destination) : null, 'a pod address');
}

const entryRef = (entry: { namespace: string; name: string }): Ref => ref('ServiceEntry', entry.namespace, entry.name);

/** S6, D4: an entry that lists no endpoints of its own, and asks no DNS, has those that could be read. */
function entryGaps(mesh: Mesh, { namespace, resolution, endpoints }: ServiceEntry): WalkHop['gaps'] {
  if (resolution !== 'STATIC' || endpoints.length > 0) return [];
  return ['WorkloadEntry', 'Pod'].flatMap((kind) => decisive(gapOf(mesh, kind, namespace)));
}

/** Whether a waypoint is on the way, or a question to DNS gets through, cannot be known. */
function resolutionGaps({ binding, skipped, lookup }: Facts): WalkHop['gaps'] {
  const open = binding.state === 'unknown' && skipped === null ? binding.gap : null;
  return joined(decisive(open), decisive(lookup?.gap ?? null));
}
