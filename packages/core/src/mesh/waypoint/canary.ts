/** W12: the second waypoint that a part of a service's connections is sent through. */
import type { Gateway } from '../../state/gateway-api.ts';
import type { Labels } from '../../state/metadata.ts';
import type { Mesh } from '../mesh.ts';
import { type PublishedService, waypointOfPublished } from '../service/published-services.ts';
import { refusalOfGateway, type UnboundReason, USE_WAYPOINT, type WaypointBinding } from './waypoint.ts';

const CANARY = 'istio.io/use-waypoint-canary';
const CANARY_NAMESPACE = 'istio.io/use-waypoint-canary-namespace';
const CANARY_WEIGHT = 'istio.io/use-waypoint-canary-weight';

/** A Service or ServiceEntry, as far as it asks for a canary. */
export interface CanaryClient {
  namespace: string;
  labels: Labels;
  annotations: Labels;
}

/** W12: the outcome for one service. Errors leave the whole traffic with the primary waypoint. */
export type CanaryBinding =
  | { state: 'none' }
  | { state: 'attached'; gateway: Gateway; weight: number }
  | {
      state: 'refused';
      requested: { namespace: string; name: string };
      reason: UnboundReason | 'CanarySameAsPrimary' | 'CanaryInvalidWeight';
    };

/** W12: the canary a service names itself, or, where its primary is its namespace's, the namespace's; null for none. */
export function canaryReferenceOf(mesh: Mesh, client: CanaryClient): { namespace: string; name: string } | null {
  const own = client.labels[CANARY] !== undefined ? client.labels : null;
  const labels = own ?? inheritedFrom(mesh, client)?.labels ?? {};
  const name = labels[CANARY] ?? '';
  if (name === '' || name === 'none') return null;
  return { name, namespace: labels[CANARY_NAMESPACE] ?? client.namespace };
}

/** W12: the share of the canary in per cent, 0 where none is written; null for a text that is no share. */
export function canaryWeightOf(mesh: Mesh, client: CanaryClient): number | null {
  const text = client.annotations[CANARY_WEIGHT] ?? inheritedFrom(mesh, client)?.annotations[CANARY_WEIGHT];
  if (text === undefined) return 0;
  const weight = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  return weight >= 0 && weight <= 100 ? Math.abs(weight) : null;
}

/** The namespace counts only where the object does not name a primary itself. */
function inheritedFrom(mesh: Mesh, client: CanaryClient): CanaryClient | undefined {
  const primary = client.labels[USE_WAYPOINT];
  return primary === undefined || primary === 'none' ? asClient(mesh, client.namespace) : undefined;
}

function asClient(mesh: Mesh, name: string): CanaryClient | undefined {
  const namespace = mesh.namespaces.get(name);
  return namespace && { namespace: name, labels: namespace.labels, annotations: namespace.annotations };
}

/** W12: only beside a primary that is bound; the same tests as for it, in istiod's order. */
export function canaryOf(mesh: Mesh, client: CanaryClient, primary: WaypointBinding): CanaryBinding {
  const requested = primary.state === 'bound' ? canaryReferenceOf(mesh, client) : null;
  if (primary.state !== 'bound' || !requested) return { state: 'none' };
  const { gateway: bound } = primary;
  if (bound.namespace === requested.namespace && bound.name === requested.name)
    return { state: 'refused', requested, reason: 'CanarySameAsPrimary' };
  const weight = canaryWeightOf(mesh, client);
  if (weight === null) return { state: 'refused', requested, reason: 'CanaryInvalidWeight' };
  const gateway = mesh.gateways.get(`${requested.namespace}/${requested.name}`);
  const refusal = gateway
    ? refusalOfGateway(mesh, { kind: 'Service', namespace: client.namespace, labels: client.labels }, gateway)
    : { reason: 'WaypointIsNotReady' as const };
  return gateway && !refusal
    ? { state: 'attached', gateway, weight }
    : { state: 'refused', requested, reason: refusal?.reason ?? 'WaypointIsNotReady' };
}

/** W12 for a published service. */
export function canaryOfPublished(mesh: Mesh, service: PublishedService): CanaryBinding {
  return canaryOf(mesh, service.source.object, waypointOfPublished(mesh, service));
}

/** W12: the waypoints of a service with their shares; one with all of them where there is no canary, none without a waypoint. */
export function weightedWaypointsOf(mesh: Mesh, service: PublishedService): { gateway: Gateway; weight: number }[] {
  const primary = waypointOfPublished(mesh, service);
  if (primary.state !== 'bound') return [];
  const canary = canaryOfPublished(mesh, service);
  if (canary.state !== 'attached') return [{ gateway: primary.gateway, weight: 100 }];
  return [
    { gateway: primary.gateway, weight: 100 - canary.weight },
    { gateway: canary.gateway, weight: canary.weight },
  ];
}
