/** Which ways the rules of gateways and waypoints open to a request: by backend and weight, never one arbitrary path. */
import { GATEWAY_ROUTES } from '../mesh/gateway/gateway-attachment.ts';
import {
  type GatewayRouting,
  hostsFor,
  type Leading,
  routingOfGateway,
  type VirtualHost,
} from '../mesh/gateway/gateway-routes.ts';
import { gapOf, type Mesh } from '../mesh/mesh.ts';
import { decideHttp, outcomesOf, type RouteTaken } from '../mesh/route/route-decision.ts';
import { describeMatch, type RouteRequest } from '../mesh/route/route-match.ts';
import { routingAtWaypoint } from '../mesh/waypoint/waypoint-routes.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { PathQuery } from '../state/path-query.ts';
import type { Target } from './target.ts';

/** One way, as far as one proxy decides it. */
export interface RoutedWay {
  /** null: no rule holds, the request goes to what was addressed */
  taken: RouteTaken | null;
  /** where it goes on to; null: it ends here */
  target: Target | null;
  share: number;
}

/** R2-R4: the ways from a waypoint; to the Service itself where no rule holds. */
export function waysFromWaypoint(mesh: Mesh, waypoint: Gateway, target: Target, query: PathQuery): RoutedWay[] {
  const routing = routingAtWaypoint(mesh, waypoint, target.addressee, target.port);
  if (routing.kind === 'none') return [{ taken: null, target, share: 1 }];
  const taken =
    routing.kind === 'l4'
      ? outcomesOf(mesh, routing.rule)
      : decideHttp(mesh, routing.candidates, requestOf(query, hostAsked(query)));
  return taken.map(wayOf);
}

/** G1: the ways from a gateway; null where its rules have no say, since a pod or an address is asked for. */
export function waysFromGateway(mesh: Mesh, gateway: Gateway, target: Target, query: PathQuery): RoutedWay[] | null {
  const { to } = query;
  const asked = target.addressee.kind === 'service' ? target : null;
  if (to.kind !== 'host' && !asked) return null;
  const routing = routingOfGateway(mesh, gateway);
  const host = to.kind === 'host' ? to.host : hostAsked(query);
  const hosts = host === '' ? null : hostsFor(routing, host, to.kind === 'host' ? to.port : null);
  // A host within the mesh that the gateway knows nothing of is the Service itself.
  if (to.kind === 'host' && hosts && !(asked && hosts.length === 0))
    return unlessUnread(mesh, waysOfHost(mesh, routing, hosts, query));
  return asked
    ? unlessUnread(mesh, [wayToAsked(mesh, routing, to.kind === 'host' ? null : hosts, asked, query)])
    : null;
}

/** Where routes were not read, the one that is missed may be among them: what the gateway does is not known then. */
function unlessUnread(mesh: Mesh, ways: readonly RoutedWay[]): RoutedWay[] | null {
  const isMissed = ways.some(({ taken }) => taken && MISSED.has(taken.outcome.kind));
  return isMissed && GATEWAY_ROUTES.some((kind) => gapOf(mesh, kind) !== null) ? null : [...ways];
}

const MISSED: ReadonlySet<string> = new Set(['no-route', 'no-match', 'elsewhere']);

const hostAsked = ({ http }: PathQuery): string => (http?.headers['host'] ?? '').replace(/:\d+$/, '').toLowerCase();

function requestOf({ http }: PathQuery, host: string): RouteRequest | null {
  return http && { method: http.method, path: http.path, headers: http.headers, host };
}

const takenAt = (mesh: Mesh, { rules }: VirtualHost, request: RouteRequest | null): RouteTaken[] =>
  rules.kind === 'l4' ? outcomesOf(mesh, rules.rule) : decideHttp(mesh, rules.candidates, request);

/** Asked by host: the rules of that host decide. */
function waysOfHost(mesh: Mesh, routing: GatewayRouting, hosts: readonly VirtualHost[], query: PathQuery): RoutedWay[] {
  if (hosts.length === 0) return [{ taken: nowhere(routing, () => true), target: null, share: 1 }];
  const request = requestOf(query, query.to.kind === 'host' ? query.to.host : '');
  const ways = hosts.flatMap((entry) => takenAt(mesh, entry, request).map(wayOf));
  return ways.map((way) => ({ ...way, share: way.share / hosts.length }));
}

/** Asked by Service: the rules that lead there; without any, why not. `hosts` is null where no host was given. */
function wayToAsked(
  mesh: Mesh,
  routing: GatewayRouting,
  hosts: readonly VirtualHost[] | null,
  asked: Target,
  query: PathQuery,
): RoutedWay {
  const leads = (routing.byBackend.get(asked.name) ?? []).filter(({ host }) => hosts?.includes(host) ?? true);
  const taken = query.http
    ? takenBy(mesh, hosts ?? hostsOf(leads), query)
    : leads.flatMap((lead) => takenAs(mesh, lead));
  const leading = taken.find((way) => leadsTo(way, asked));
  if (leading) return { ...wayOf(leading), share: 1 };
  const broken = taken.find(({ outcome }) => outcome.kind === 'broken' && outcome.target.name === asked.name);
  if (broken) return { taken: broken, target: null, share: 1 };
  const first = taken.find(({ outcome }) => outcome.kind !== 'no-match') ?? taken[0];
  const instead = query.http && first ? insteadOf(first) : nowhere(routing, isAbout(asked));
  return { taken: instead, target: null, share: 1 };
}

const hostsOf = (leads: readonly Leading[]): VirtualHost[] => [...new Set(leads.map(({ host }) => host))];

const takenBy = (mesh: Mesh, hosts: readonly VirtualHost[], query: PathQuery): RouteTaken[] =>
  hosts.flatMap((entry) => takenAt(mesh, entry, requestOf(query, hostAsked(query))));

/** Without a request every rule that names the Service may be the one. */
function takenAs(mesh: Mesh, { match, rule }: Leading): RouteTaken[] {
  const when = match ? describeMatch(match) : '';
  return outcomesOf(mesh, rule).map((taken) => ({ ...taken, match, when }));
}

function leadsTo({ outcome }: RouteTaken, asked: Target): boolean {
  return (
    outcome.kind === 'forward' &&
    outcome.target.kind === 'service' &&
    asked.addressee.kind === 'service' &&
    outcome.target.service === asked.addressee.service &&
    outcome.target.port === asked.port
  );
}

/** The rules send the request to another Service than the one asked for. */
function insteadOf(way: RouteTaken): RouteTaken {
  if (way.outcome.kind !== 'forward') return way;
  return { ...way, outcome: { kind: 'elsewhere', to: nameOfTarget(way.outcome.target) } };
}

const nameOfTarget = (
  target: { kind: 'service'; service: { namespace: string; name: string } } | { kind: 'service-entry'; host: string },
): string => (target.kind === 'service' ? `${target.service.namespace}/${target.service.name}` : target.host);

type Refused = GatewayRouting['refused'][number];

const isAbout =
  (asked: Target) =>
  ({ route }: Refused): boolean =>
    route.rules.some((rule) => rule.backends.some((backend) => `${backend.namespace}/${backend.name}` === asked.name));

function nowhere(routing: GatewayRouting, isMeant: (refused: Refused) => boolean): RouteTaken {
  const refused = routing.refused.find(isMeant) ?? null;
  return {
    rule: null,
    match: null,
    request: null,
    outcome: { kind: 'no-route', refused },
    share: 1,
    when: '',
    leavesRest: false,
  };
}

function wayOf(taken: RouteTaken): RoutedWay {
  return { taken, target: targetOf(taken), share: taken.share };
}

function targetOf({ outcome }: RouteTaken): Target | null {
  if (outcome.kind !== 'forward') return null;
  const { target } = outcome;
  if (target.kind === 'service-entry')
    return {
      addressee: { kind: 'service-entry', entry: target.entry, host: target.host },
      port: target.port,
      name: target.host,
    };
  return {
    addressee: { kind: 'service', service: target.service },
    port: target.port,
    name: nameOfTarget(target),
    subset: target.subset,
  };
}
