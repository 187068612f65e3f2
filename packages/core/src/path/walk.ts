/**
 * The walk of a request through the mesh (section 5), written once for every kind of caller. It carries on past whatever
 * blocks, so that everything else that would block is found as well.
 */

import { isExposed } from '../mesh/address/node-ports.ts';
import { ingressGateways, isIngressGateway } from '../mesh/gateway/gateway.ts';
import { type Mesh, perMesh } from '../mesh/mesh.ts';
import { healthyPodsOfGateway, podsOfGateway } from '../mesh/waypoint/waypoint.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { PathQuery } from '../state/path-query.ts';
import { groupAlikePods } from './alike.ts';
import { resolveCallers } from './caller.ts';
import { choicesOf, headlessTargets } from './choices.ts';
import type { Caller, Choice, Refusal, Walk, WalkTrace } from './facts.ts';
import { followTrace, type Plan } from './follow.ts';
import { waysFromGateway, waysFromWaypoint } from './routing.ts';
import { OUTSIDE, resolveTarget, type Target } from './target.ts';
import { thinOut } from './thin-out.ts';
import { waypointsOnTheWay, waypointUse } from './waypoint-use.ts';

const MOST_TRACES = 48;

/** Walks every way that can differ in outcome. Deterministic; reads no clock. */
export function tracePath(mesh: Mesh, query: PathQuery): Walk {
  const from = query.from.kind === 'outside' ? entryFor(mesh, query) : query.from;
  const refused = (refusal: Refusal): Walk => ({ query, traces: [], refusal });
  const first = resolveCallers(mesh, from);
  if ('refusal' in first) return refused(first.refusal);
  const target = resolveTarget(mesh, query.to, first.callers[0] ?? OUTSIDE);
  if ('refusal' in target) return refused(target.refusal);
  const shut = from.kind === 'outside' ? notExposed(target) : null;
  if (shut) return refused(shut);
  const resolved = dependsOnNode(target) ? resolveCallers(mesh, from, true) : first;
  const callers = 'refusal' in resolved ? first.callers : resolved.callers;
  const plans = eachOf(callers, (caller) => plansOf(mesh, query, caller, caller === first.callers[0] ? target : null));
  return { query, traces: followPlans(mesh, plans), refusal: null };
}

/** A client outside comes in by the gateway whose routes lead to the destination; without one it stays outside. */
function entryFor(mesh: Mesh, query: PathQuery): PathQuery['from'] {
  const target = resolveTarget(mesh, query.to, OUTSIDE);
  if ('refusal' in target) return query.from;
  for (const gateway of ingressGateways(mesh)) {
    const ways = waysFromGateway(mesh, gateway, target, query) ?? [];
    if (ways.some(({ taken }) => taken !== null && taken.outcome.kind !== 'no-route'))
      return { kind: 'gateway', namespace: gateway.namespace, name: gateway.name };
  }
  return query.from;
}

/** Neither a gateway nor an address of its own leads from outside to the Service; ways of other kinds are not read. */
function notExposed({ addressee, name }: Target): Refusal | null {
  if (addressee.kind !== 'service' || isExposed(addressee.service)) return null;
  const why = 'other ways in, such as Ingress objects, are not read';
  return {
    code: 'not-readable',
    sentence: `No gateway and no external address leads from outside to \`${name}\`, and ${why}.`,
    hop: 'resolution',
    gap: { source: 'Ingress', scope: null, why, permission: null },
    object: null,
  };
}

/** L3: the caller's node takes part in the choice of endpoints. */
function dependsOnNode(target: Target): boolean {
  return (
    target.addressee.kind === 'service' &&
    (target.addressee.service.internalTrafficPolicy === 'Local' || target.addressee.service.trafficDistribution !== '')
  );
}

/** `known` is the target as this caller sees it, where it was looked up already. */
function plansOf(mesh: Mesh, query: PathQuery, caller: Caller, known: Target | null): Plan[] {
  const target = known ?? resolveTarget(mesh, query.to, caller);
  if ('refusal' in target) return [];
  return eachOf(fromGateway(mesh, query, caller, target), (entry) =>
    eachOf(throughWaypoint(mesh, query, caller, entry), (way) => plansOfWay(mesh, query, caller, way)),
  );
}

/** What all of them give; mostly there is only one, whose list is taken as it is. */
function eachOf<T, V>(list: readonly T[], of: (item: T) => V[]): V[] {
  return list.length === 1 ? of(list[0]!) : list.flatMap(of);
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
interface Way extends Pick<Plan, 'gatewayRoute' | 'target' | 'use' | 'stop' | 'waypointRoute' | 'backend'> {
  share: number;
}

type Entry = Pick<Way, 'gatewayRoute' | 'target' | 'share'> & { isOver: boolean };

/** A gateway sends on by its own rules, whether it is asked by host or by Service. */
function fromGateway(mesh: Mesh, query: PathQuery, caller: Caller, target: Target): Entry[] {
  const gateway = caller.gateway && isIngressGateway(mesh, caller.gateway) ? caller.gateway : null;
  const ways = gateway && waysFromGateway(mesh, gateway, target, query);
  if (!ways)
    return headlessTargets(mesh, caller, target).map((one) => ({
      gatewayRoute: null,
      target: one,
      share: 1,
      isOver: false,
    }));
  return ways.map((way) => ({
    gatewayRoute: way.taken,
    target: way.target ?? target,
    share: way.share,
    isOver: way.target === null,
  }));
}

function throughWaypoint(mesh: Mesh, query: PathQuery, caller: Caller, entry: Entry): Way[] {
  const { gatewayRoute, target, share } = entry;
  const use = waypointUse(mesh, caller, target);
  const stops = entry.isOver ? [] : waypointsOnTheWay(mesh, caller, target, use);
  if (stops.length === 0) {
    const backend = entry.isOver ? null : target;
    return [{ gatewayRoute, target, use, stop: null, waypointRoute: null, backend, share }];
  }
  return stops.flatMap((stop) =>
    waysFromWaypoint(mesh, stop.gateway, target, query).map((way) => ({
      gatewayRoute,
      target,
      use,
      stop: stop.gateway,
      waypointRoute: way.taken,
      backend: way.target,
      share: share * stop.share * way.share,
    })),
  );
}

function plansOfWay(mesh: Mesh, query: PathQuery, caller: Caller, way: Way): Plan[] {
  const choices = way.backend ? choicesOf(mesh, caller, way.backend, way.stop !== null) : [NO_CHOICE];
  const waypointPods = way.stop ? representatives(mesh, way.stop) : NO_POD;
  const each = (way.share * caller.alike) / caller.of / waypointPods.length;
  const plans: Plan[] = [];
  for (const choice of choices) {
    for (const waypointPod of waypointPods)
      plans.push({
        query,
        caller,
        gatewayRoute: way.gatewayRoute,
        target: way.target,
        use: way.use,
        stop: way.stop,
        waypointPod,
        waypointRoute: way.waypointRoute,
        backend: way.backend,
        choice,
        share: (each * choice.alike) / choice.of,
      });
  }
  return plans;
}

const NO_CHOICE: Choice = { choice: null, endpoint: null, alike: 1, of: 1 };

const NO_POD: readonly (Pod | null)[] = [null];

/** One pod of a waypoint for each kind of outcome; without any that is healthy, one that would be chosen. */
const representatives = perMesh((mesh: Mesh, gateway: Gateway): readonly (Pod | null)[] => {
  const healthy = healthyPodsOfGateway(mesh, gateway);
  if (healthy.length === 0) return [podsOfGateway(mesh, gateway)[0] ?? null];
  return groupAlikePods(mesh, healthy).map((group) => group[0]!);
});
