/**
 * The walk of a request through the mesh (section 5), written once for every kind of caller. It carries on past whatever
 * blocks, so that everything else that would block is found as well.
 */
import { chooseEndpoints, type Endpoint, type EndpointChoice } from '../mesh/endpoints.ts';
import { hasIngressLabel, ingressGateways, ingressUsesWaypoint, isIngressGateway } from '../mesh/gateway.ts';
import { groupBy } from '../mesh/look-up.ts';
import { gapOf, type Mesh, perMesh } from '../mesh/mesh.ts';
import { matchesLabels } from '../mesh/selector.ts';
import { healthyPodsOfGateway, podsOfGateway, type WaypointBinding, waypointOfPod } from '../mesh/waypoint.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { Pod, Service } from '../state/kubernetes.ts';
import type { PathQuery } from '../state/path-query.ts';
import { resolveCallers } from './caller.ts';
import type { Caller, SkippedBecause, Walk, WalkTrace } from './facts.ts';
import { type Choice, followTrace, type Plan } from './follow.ts';
import { waysFromGateway, waysFromWaypoint } from './routing.ts';
import { alikeKey } from './signature.ts';
import { bindingOf, resolveTarget, type Target } from './target.ts';
import { thinOut } from './thin-out.ts';

const MOST_TRACES = 48;

/** Walks every way that can differ in outcome. Deterministic; reads no clock. */
export function tracePath(mesh: Mesh, query: PathQuery): Walk {
  const from = query.from.kind === 'outside' ? entryFor(mesh, query) : query.from;
  const first = resolveCallers(mesh, from);
  if ('refusal' in first) return { query, traces: [], refusal: first.refusal };
  const target = resolveTarget(mesh, query.to, first.callers[0]?.namespace ?? '');
  if ('refusal' in target) return { query, traces: [], refusal: target.refusal };
  const resolved = dependsOnNode(target) ? resolveCallers(mesh, from, true) : first;
  const callers = 'refusal' in resolved ? first.callers : resolved.callers;
  const plans = callers.flatMap((caller) => plansOf(mesh, query, caller, target));
  return { query, traces: followPlans(mesh, plans), refusal: null };
}

/** A client outside comes in by the gateway whose routes lead to the destination; without one it stays outside. */
function entryFor(mesh: Mesh, query: PathQuery): PathQuery['from'] {
  const target = resolveTarget(mesh, query.to, '');
  if ('refusal' in target) return query.from;
  for (const gateway of ingressGateways(mesh)) {
    const ways = waysFromGateway(mesh, gateway, target, query) ?? [];
    if (ways.some(({ taken }) => taken !== null && taken.outcome.kind !== 'no-route'))
      return { kind: 'gateway', namespace: gateway.namespace, name: gateway.name };
  }
  return query.from;
}

/** L3: the caller's node takes part in the choice of endpoints. */
function dependsOnNode(target: Target): boolean {
  return (
    target.addressee.kind === 'service' &&
    (target.addressee.service.internalTrafficPolicy === 'Local' || target.addressee.service.trafficDistribution !== '')
  );
}

function plansOf(mesh: Mesh, query: PathQuery, caller: Caller, target: Target): Plan[] {
  const ways = fromGateway(mesh, query, caller, target).flatMap((way) => throughWaypoint(mesh, query, caller, way));
  return ways.flatMap((way) => plansOfWay(mesh, query, caller, way));
}

/** Each plan followed; where they are too many, a selection that leaves no backend, endpoint, caller or waypoint pod out. */
function followPlans(mesh: Mesh, plans: readonly Plan[]): WalkTrace[] {
  const { kept, left } = thinOut(plans, MOST_TRACES);
  const traces = kept.map((plan) => followTrace(mesh, plan));
  const last = traces.at(-1);
  if (left === 0 || !last) return traces;
  const why = `${left} more ways that the request may take were not looked at`;
  const gap = { source: 'ways', scope: null, why, permission: null, decisive: true };
  const hops = last.hops.map((hop, i) => (i === 0 ? { ...hop, gaps: [...hop.gaps, gap] } : hop));
  return [...traces.slice(0, -1), { ...last, hops }];
}

/** One way by the rules of the proxies on it; without a `backend` the last of them answers by itself. */
interface Way
  extends Pick<Plan, 'gatewayRoute' | 'target' | 'binding' | 'skipped' | 'stop' | 'waypointRoute' | 'backend'> {
  share: number;
}

type Entry = Pick<Way, 'gatewayRoute' | 'target' | 'share'> & { isOver: boolean };

/** A gateway sends on by its own rules, whether it is asked by host or by Service. */
function fromGateway(mesh: Mesh, query: PathQuery, caller: Caller, target: Target): Entry[] {
  const gateway = caller.gateway && isIngressGateway(mesh, caller.gateway) ? caller.gateway : null;
  const ways = gateway && waysFromGateway(mesh, gateway, target, query);
  if (!ways) return [{ gatewayRoute: null, target, share: 1, isOver: false }];
  return ways.map((way) => ({
    gatewayRoute: way.taken,
    target: way.target ?? target,
    share: way.share,
    isOver: way.target === null,
  }));
}

function throughWaypoint(mesh: Mesh, query: PathQuery, caller: Caller, entry: Entry): Way[] {
  const { gatewayRoute, target, share } = entry;
  const { binding, skipped } = waypointUse(mesh, caller, target);
  const stop = binding.state === 'bound' && skipped === null && !entry.isOver ? binding.gateway : null;
  const base = { gatewayRoute, target, binding, skipped, stop };
  if (entry.isOver) return [{ ...base, waypointRoute: null, backend: null, share }];
  if (!stop) return [{ ...base, waypointRoute: null, backend: target, share }];
  return waysFromWaypoint(mesh, stop, target, query).map((way) => ({
    ...base,
    waypointRoute: way.taken,
    backend: way.target,
    share: share * way.share,
  }));
}

function plansOfWay(mesh: Mesh, query: PathQuery, caller: Caller, { share, ...way }: Way): Plan[] {
  const choices = way.backend ? choicesOf(mesh, caller, way.backend, way.stop !== null) : [NO_CHOICE];
  const waypointPods = way.stop ? representatives(mesh, way.stop) : NO_POD;
  const each = (share * caller.alike) / caller.of / waypointPods.length;
  return choices.flatMap((choice) =>
    waypointPods.map((waypointPod) => ({
      query,
      caller,
      ...way,
      waypointPod,
      choice,
      share: (each * choice.alike) / choice.of,
    })),
  );
}

const NO_CHOICE: Choice = { choice: null, endpoint: null, alike: 1, of: 1 };

const NO_POD: readonly (Pod | null)[] = [null];

/** One pod of a waypoint for each kind of outcome; without any that is healthy, one that would be chosen. */
const representatives = perMesh((mesh: Mesh, gateway: Gateway): readonly (Pod | null)[] => {
  const healthy = healthyPodsOfGateway(mesh, gateway);
  if (healthy.length === 0) return [podsOfGateway(mesh, gateway)[0] ?? null];
  return [...groupBy(healthy, (pod) => alikeKey(mesh, pod)).values()].map((group) => group[0]!);
});

/** P4, P6, P13-P17, P19, W14: which waypoint is bound to what is addressed, and whether this caller goes through it. */
function waypointUse(
  mesh: Mesh,
  caller: Caller,
  target: Target,
): { binding: WaypointBinding; skipped: SkippedBecause | null } {
  const binding = bindingOf(mesh, target.addressee);
  const service = target.addressee.kind === 'service' ? target.addressee.service : null;
  const isPossible = binding.state === 'bound' || binding.state === 'unknown';
  const skip = (because: SkippedBecause) => ({ binding, skipped: isPossible ? because : null });
  if (caller.kind === 'unmeshed' || caller.kind === 'kubelet' || caller.kind === 'outside')
    return skip('unmeshed-client');
  if (caller.kind === 'sidecar') return skip('sidecar-client');
  if (service?.headless) return skip('headless');
  if (caller.kind === 'gateway') return entersWaypoint(mesh, service) ? { binding, skipped: null } : skip('ingress');
  if (service && isUdp(service, target.port)) return skip('udp');
  if (binding.state === 'bound' && caller.pod && podIsOf(mesh, caller.pod, binding.gateway)) return skip('pod-address');
  return { binding, skipped: null };
}

/** P16; unknown labels of the namespace may ask for it, so that an unknown waypoint stays possible. */
const entersWaypoint = (mesh: Mesh, service: Service | null): boolean =>
  service !== null &&
  (ingressUsesWaypoint(mesh, service) ||
    (!hasIngressLabel(mesh, service) &&
      !mesh.namespaces.has(service.namespace) &&
      gapOf(mesh, 'Namespace', service.namespace) !== null));

const isUdp = (service: Service, port: number): boolean =>
  service.ports.some((candidate) => candidate.port === port && candidate.protocol === 'UDP') &&
  !service.ports.some((candidate) => candidate.port === port && candidate.protocol === 'TCP');

const podIsOf = (mesh: Mesh, pod: Pod, gateway: { namespace: string; name: string }): boolean =>
  podsOfGateway(mesh, gateway).includes(pod);

/** The endpoints to walk to: one for each kind of outcome, with its share of the requests. */
function choicesOf(mesh: Mesh, caller: Caller, target: Target, viaWaypoint: boolean): Choice[] {
  const { addressee } = target;
  if (addressee.kind !== 'service') return [{ choice: null, endpoint: soleEndpoint(target), alike: 1, of: 1 }];
  // A waypoint or gateway (Envoy) balances by itself; internalTrafficPolicy binds ztunnel and kube-proxy.
  const node = viaWaypoint || caller.kind === 'gateway' || caller.kind === 'sidecar' ? '' : caller.node;
  const { namespace, name } = addressee.service;
  if (!target.subset) return choicesOfPort(mesh, `${namespace}/${name} ${target.port} ${node}`);
  return alikeOf(mesh, withinSubset(chooseEndpoints(mesh, addressee.service, target.port, node), target.subset));
}

/** Of a port of a Service, seen from a node or from anywhere: `namespace/name port node`. All callers have the same choice. */
const choicesOfPort = perMesh((mesh: Mesh, key: string): Choice[] => {
  const [service = '', port = '', node = ''] = key.split(' ');
  return alikeOf(mesh, chooseEndpoints(mesh, mesh.services.byName.get(service)!, Number(port), node));
});

function alikeOf(mesh: Mesh, choice: EndpointChoice): Choice[] {
  if (choice.endpoints.length === 0) return [{ choice, endpoint: wouldBeEndpoint(choice), alike: 1, of: 1 }];
  const groups = groupBy([...choice.endpoints], (endpoint) => endpointSignature(mesh, endpoint));
  const total = choice.endpoints.length;
  return [...groups.values()].map((group) => ({ choice, endpoint: group[0]!, alike: group.length, of: total }));
}

/** R5: only pods with the labels of the subset, where the rule names one. */
function withinSubset(choice: EndpointChoice, subset: Target['subset']): EndpointChoice {
  if (!subset) return choice;
  const isIn = ({ pod }: { pod: Pod | null }): boolean => pod !== null && matchesLabels(subset.labels, pod.labels);
  return { ...choice, endpoints: choice.endpoints.filter(isIn), excluded: choice.excluded.filter(isIn) };
}

const endpointSignature = (mesh: Mesh, endpoint: Endpoint): string =>
  endpoint.pod
    ? `${alikeKey(mesh, endpoint.pod)}:${endpoint.port}${waypointOfPod(mesh, endpoint.pod).state}`
    : `${endpoint.ip}:${endpoint.port}`;

/** With nothing to choose, the walk goes on to a pod that would be chosen if it were well, to find what else would block. */
function wouldBeEndpoint(choice: EndpointChoice): Endpoint | null {
  const pod = choice.excluded.find((entry) => entry.pod.ips.length > 0)?.pod;
  return pod && choice.servicePort
    ? {
        pod,
        ip: pod.ips[0]!,
        port:
          (typeof choice.servicePort.targetPort === 'number' && choice.servicePort.targetPort) ||
          choice.servicePort.port,
      }
    : null;
}

function soleEndpoint(target: Target): Endpoint | null {
  const { addressee } = target;
  if (addressee.kind === 'workload' || addressee.kind === 'host-network')
    return { pod: addressee.pod, ip: addressee.pod.ips[0] ?? '', port: target.port };
  if (addressee.kind === 'unknown' || addressee.kind === 'outside-address')
    return { pod: null, ip: addressee.address, port: target.port };
  return null;
}
