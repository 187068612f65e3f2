/**
 * The walk of a request through the mesh (section 5), written once for every kind of caller. It carries on past whatever
 * blocks, so that everything else that would block is found as well.
 */
import { chooseEndpoints, type Endpoint, type EndpointChoice } from '../mesh/endpoints.ts';
import { backendsOf, hasIngressLabel, ingressGateways, ingressUsesWaypoint } from '../mesh/gateway.ts';
import { groupBy } from '../mesh/look-up.ts';
import { gapOf, type Mesh } from '../mesh/mesh.ts';
import { healthyPodsOfGateway, podsOfGateway, type WaypointBinding, waypointOfPod } from '../mesh/waypoint.ts';
import type { Pod, Service } from '../state/kubernetes.ts';
import type { PathQuery } from '../state/path-query.ts';
import { resolveCallers } from './caller.ts';
import type { Caller, SkippedBecause, Walk, WalkTrace } from './facts.ts';
import { type Choice, followTrace } from './follow.ts';
import { signatureOf } from './signature.ts';
import { bindingOf, resolveTarget, type Target } from './target.ts';

const MOST_TRACES = 24;

/** Walks every way that can differ in outcome. Deterministic; reads no clock. */
export function tracePath(mesh: Mesh, query: PathQuery): Walk {
  const from = query.from.kind === 'outside' ? entryFor(mesh, query) : query.from;
  const first = resolveCallers(mesh, from);
  if ('refusal' in first) return { query, traces: [], refusal: first.refusal };
  const target = resolveTarget(mesh, query.to, first.callers[0]?.namespace ?? '');
  if ('refusal' in target) return { query, traces: [], refusal: target.refusal };
  const resolved = dependsOnNode(target) ? resolveCallers(mesh, from, true) : first;
  const callers = 'refusal' in resolved ? first.callers : resolved.callers;
  const traces = callers.flatMap((caller) => tracesOf(mesh, query, caller, target)).slice(0, MOST_TRACES);
  return { query, traces, refusal: null };
}

/** A client outside comes in by the gateway whose routes lead to the destination; without one it stays outside. */
function entryFor(mesh: Mesh, query: PathQuery): PathQuery['from'] {
  const { to } = query;
  for (const gateway of ingressGateways(mesh)) {
    const host = to.kind === 'host' ? to.host : '';
    const backends = backendsOf(mesh, gateway, host);
    const leads =
      to.kind === 'host'
        ? backends.length > 0
        : backends.some(
            (backend) => to.kind === 'service' && backend.namespace === to.namespace && backend.name === to.name,
          );
    if (leads) return { kind: 'gateway', namespace: gateway.namespace, name: gateway.name };
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

function tracesOf(mesh: Mesh, query: PathQuery, caller: Caller, target: Target): WalkTrace[] {
  const routed = routedByGateway(mesh, caller, target, query);
  const { binding, skipped } = waypointUse(mesh, caller, routed);
  const stop = binding.state === 'bound' && skipped === null ? binding.gateway : null;
  const choices = choicesOf(mesh, caller, routed, stop !== null);
  const waypointPods: (Pod | null)[] = stop
    ? representatives(mesh, healthyPodsOfGateway(mesh, stop), podsOfGateway(mesh, stop)[0] ?? null)
    : [null];
  const share = caller.alike / caller.of / waypointPods.length;
  return choices.flatMap((choice) =>
    waypointPods.map((pod) =>
      followTrace(mesh, {
        query,
        caller,
        target: routed,
        binding,
        skipped,
        stop,
        waypointPod: pod,
        choice,
        share: (share * choice.alike) / choice.of,
      }),
    ),
  );
}

function representatives(mesh: Mesh, healthy: readonly Pod[], fallback: Pod | null): (Pod | null)[] {
  if (healthy.length === 0) return [fallback];
  return [...groupBy(healthy, (pod) => signatureOf(mesh, pod)).values()].map((group) => group[0]!);
}

/** A gateway asked by host sends to the backend its routes name. */
function routedByGateway(mesh: Mesh, caller: Caller, target: Target, query: PathQuery): Target {
  if (!caller.gateway || query.to.kind !== 'host' || target.addressee.kind === 'service') return target;
  const backend = backendsOf(mesh, caller.gateway, query.to.host)[0];
  const service = backend ? mesh.services.byName.get(`${backend.namespace}/${backend.name}`) : undefined;
  return service && backend
    ? {
        addressee: { kind: 'service', service },
        port: backend.port ?? target.port,
        name: `${service.namespace}/${service.name}`,
      }
    : target;
}

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
  const choice = chooseEndpoints(mesh, addressee.service, target.port, node);
  if (choice.endpoints.length === 0) return [{ choice, endpoint: wouldBeEndpoint(choice), alike: 1, of: 1 }];
  const groups = groupBy([...choice.endpoints], (endpoint) => endpointSignature(mesh, endpoint));
  const total = choice.endpoints.length;
  return [...groups.values()].map((group) => ({ choice, endpoint: group[0]!, alike: group.length, of: total }));
}

const endpointSignature = (mesh: Mesh, endpoint: Endpoint): string =>
  endpoint.pod
    ? `${signatureOf(mesh, endpoint.pod)}:${endpoint.port}${waypointOfPod(mesh, endpoint.pod).state}`
    : `${endpoint.ip}:${endpoint.port}`;

/** With nothing to choose, the walk goes on to a pod that would be chosen if it were well, to find what else would block. */
function wouldBeEndpoint(choice: EndpointChoice): Endpoint | null {
  const pod = choice.excluded.find((entry) => entry.pod.ips.length > 0)?.pod;
  return pod && choice.servicePort
    ? {
        pod,
        ip: pod.ips[0]!,
        port:
          typeof choice.servicePort.targetPort === 'number' ? choice.servicePort.targetPort : choice.servicePort.port,
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
