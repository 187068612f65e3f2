/** House rule R6: what the walk itself found to stop a request never passes only because no check could say why. */
import { type Gap, gapOf, type Mesh } from '../mesh/mesh.ts';
import { isDeadEnd } from '../mesh/route/route-decision.ts';
import type { WalkHop, WalkTrace } from '../path/facts.ts';
import { kindSpec } from '../state/kinds.ts';
import type { MeshFindings } from './mesh-findings.ts';

/** The gap of a hop at which the facts stop the request and no finding does; null where the facts let it pass. */
export function silentStopOf(mesh: Mesh, findings: MeshFindings, trace: WalkTrace, hop: WalkHop): Gap | null {
  const stop = stopAt(trace, hop);
  if (stop === null) return null;
  // Logs and counters show what objects do not; what the walk found stands on objects.
  const unable = findings.notEvaluated.find(
    ({ check, missing }) => missing.some(isKind) && findings.checks.get(check)?.hops.includes(hop.kind),
  );
  const source = unable?.missing.find(isKind) ?? 'checks';
  const because = unable ? `: ${unable.reason}` : '';
  const permission = unable ? (gapOf(mesh, source)?.permission ?? null) : null;
  return { source, scope: null, why: `${stop}, and no check could tell why${because}`, permission };
}

const isKind = (source: string): boolean => kindSpec(source) !== undefined;

function stopAt(trace: WalkTrace, hop: WalkHop): string | null {
  switch (hop.kind) {
    case 'gateway':
      return stopAtGateway(trace);
    case 'waypoint':
      return stopAtWaypoint(trace);
    case 'east-west-gateway':
      return stopBetweenNetworks(trace);
    case 'destination-ztunnel':
      return trace.admitted?.decision.allowed === false ? 'the policies known here do not admit the call' : null;
    case 'resolution':
    case 'outbound-link':
    case 'upstream-link':
      return stopOnTheWay(trace, hop.kind);
    case 'destination':
      return trace.destination?.phase === 'Pending' ? 'the pod that is called has not started' : null;
    default:
      return null;
  }
}

function stopAtGateway({ caller, gatewayRoute, gatewayDecision }: WalkTrace): string | null {
  if (caller.kind === 'gateway' && !caller.pod) return 'no ready pod of the gateway is known';
  if (gatewayDecision?.allowed === false) return 'the policies known at the gateway do not admit the call';
  return gatewayRoute && isDeadEnd(gatewayRoute.outcome) ? 'the rules known here send the call nowhere' : null;
}

function stopBetweenNetworks({ eastWest }: WalkTrace): string | null {
  if (eastWest?.gateway === null) return 'no gateway into that network is known';
  return eastWest?.serviceAddressed === false ? 'only calls to a service cross between networks' : null;
}

function stopAtWaypoint({ waypoint }: WalkTrace): string | null {
  if (waypoint?.healthy.length === 0) return 'no ready pod of the waypoint is known';
  if (waypoint?.route && isDeadEnd(waypoint.route.outcome))
    return 'the rules known at the waypoint send the call nowhere';
  return waypoint?.decision?.allowed === false ? 'the policies known at the waypoint do not admit the call' : null;
}

function stopOnTheWay({ legs, choice, choiceHop, lookup }: WalkTrace, kind: WalkHop['kind']): string | null {
  if (kind === choiceHop && choice?.endpoints.length === 0) return 'no pod is known that can take the call';
  const isSilent = kind === 'resolution' && lookup?.allowed === false;
  const isRefused = isSilent || legs.some((leg) => leg.hop === kind && !leg.policies.allowed);
  return isRefused ? 'the NetworkPolicies known here do not admit the call' : null;
}
