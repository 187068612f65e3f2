/** Which waypoint is bound to what is addressed, and whether this caller goes through it. */

import { hasIngressLabel, ingressUsesWaypoint } from '../mesh/gateway/gateway.ts';
import { gapOf, type Mesh } from '../mesh/mesh.ts';
import { vipsOf } from '../mesh/service/published-services.ts';
import { canaryOf } from '../mesh/waypoint/canary.ts';
import {
  podsOfGateway,
  type WaypointBinding,
  waypointAddressOf,
  waypointOfService,
} from '../mesh/waypoint/waypoint.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { ServiceEntry } from '../state/istio.ts';
import type { Pod, Service } from '../state/kubernetes.ts';
import type { Labels } from '../state/metadata.ts';
import type { Caller, SkippedBecause } from './facts.ts';
import { bindingOf, type Target } from './target.ts';

export interface WaypointUse {
  binding: WaypointBinding;
  skipped: SkippedBecause | null;
}

/** P4, P6, P13-P17, P19, W3.none, W14: the waypoint on the way, or why a bound one is not. */
export function waypointUse(mesh: Mesh, caller: Caller, target: Target): WaypointUse {
  const binding = bindingOf(mesh, target.addressee);
  const isPossible = binding.state === 'bound' || binding.state === 'unknown';
  const because = isPossible ? whySkipped(mesh, caller, target, binding) : null;
  if (target.headless && !isPossible && caller.kind === 'ambient')
    return ofHeadless(mesh, target.headless.service, binding);
  return { binding, skipped: because };
}

function whySkipped(
  mesh: Mesh,
  caller: Caller,
  { addressee, port }: Target,
  binding: WaypointBinding,
): SkippedBecause | null {
  const byKind = ofCaller(caller);
  const service = addressee.kind === 'service' ? addressee.service : null;
  if (byKind) return byKind;
  if (service?.headless) return 'headless';
  if (caller.kind === 'gateway') return entersWaypoint(mesh, addressee) ? null : 'ingress';
  if (service && isUdp(service, port)) return 'udp';
  if (binding.state !== 'bound') return null;
  if (waypointAddressOf(binding.gateway) === null) return 'no-address';
  return caller.pod && podIsOf(mesh, caller.pod, binding.gateway) ? 'pod-address' : null;
}

/** P13, P19: callers that never meet a waypoint. */
function ofCaller({ kind }: Caller): SkippedBecause | null {
  if (kind === 'unmeshed' || kind === 'kubelet' || kind === 'outside') return 'unmeshed-client';
  return kind === 'sidecar' ? 'sidecar-client' : null;
}

/** W14: no waypoint of its own; the one of the headless Service is never met. */
function ofHeadless(mesh: Mesh, service: Service, own: WaypointBinding): WaypointUse {
  const binding = waypointOfService(mesh, service);
  return binding.state === 'bound' ? { binding, skipped: 'headless' } : { binding: own, skipped: null };
}

/** W12: the waypoints that a connection may be sent through, each with its share; the canary is ztunnel's matter alone. */
export function waypointsOnTheWay(
  mesh: Mesh,
  caller: Caller,
  target: Target,
  { binding, skipped }: WaypointUse,
): { gateway: Gateway; share: number }[] {
  if (binding.state !== 'bound' || skipped !== null) return [];
  const only = [{ gateway: binding.gateway, share: 1 }];
  const { addressee } = target;
  if (caller.kind !== 'ambient' || (addressee.kind !== 'service' && addressee.kind !== 'service-entry')) return only;
  const canary = canaryOf(mesh, addressee.kind === 'service' ? addressee.service : addressee.entry, binding);
  if (canary.state !== 'attached') return only;
  return [
    { gateway: binding.gateway, share: 1 - canary.weight / 100 },
    { gateway: canary.gateway, share: canary.weight / 100 },
  ].filter(({ share }) => share > 0);
}

/** P16: a Service, or an entry with an address whose endpoints are known without DNS. */
function entersWaypoint(mesh: Mesh, addressee: Target['addressee']): boolean {
  if (addressee.kind === 'service') return asksForIt(mesh, addressee.service);
  return (
    addressee.kind === 'service-entry' &&
    isKnownByAddress(addressee.entry, addressee.host) &&
    asksForIt(mesh, addressee.entry)
  );
}

const isKnownByAddress = (entry: ServiceEntry, host: string): boolean =>
  entry.resolution === 'STATIC' && vipsOf(entry, host).length > 0;

/** P16; unknown labels of the namespace may ask for it, so that an unknown waypoint stays possible. */
const asksForIt = (mesh: Mesh, object: { namespace: string; labels: Labels }): boolean =>
  ingressUsesWaypoint(mesh, object) ||
  (!hasIngressLabel(mesh, object) &&
    !mesh.namespaces.has(object.namespace) &&
    gapOf(mesh, 'Namespace', object.namespace) !== null);

const isUdp = (service: Service, port: number): boolean =>
  service.ports.some((candidate) => candidate.port === port && candidate.protocol === 'UDP') &&
  !service.ports.some((candidate) => candidate.port === port && candidate.protocol === 'TCP');

const podIsOf = (mesh: Mesh, pod: Pod, gateway: { namespace: string; name: string }): boolean =>
  podsOfGateway(mesh, gateway).includes(pod);
