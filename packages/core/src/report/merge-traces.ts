/** Alternatives that come out the same are one trace; what is left is named by what differs. */
import { causeKey } from '../checks/check.ts';
import type { RouteTaken } from '../mesh/route/route-decision.ts';
import type { WalkTrace } from '../path/facts.ts';
import { nameOf } from '../state/refs.ts';
import type { JudgedTrace } from './judge-trace.ts';

export interface OutcomeGroup {
  /** the trace shown for the group */
  trace: JudgedTrace;
  weight: number;
  label: string;
  /** what the request must be like to come this way, where it hangs on that; the weight is a guess then */
  when: string;
}

/** Groups by outcome and backend, failing ones first, then by share. */
export function mergeTraces(judged: readonly JudgedTrace[]): OutcomeGroup[] {
  const [sole] = judged;
  if (sole && judged.length === 1) return [{ trace: sole, weight: 1, label: '', when: '' }];
  const groups = new Map<string, JudgedTrace[]>();
  for (const trace of judged) {
    const key = outcomeOf(trace);
    const group = groups.get(key);
    if (group) group.push(trace);
    else groups.set(key, [trace]);
  }
  const total = judged.reduce((sum, { trace }) => sum + trace.share, 0) || 1;
  const ways = new Set(judged.map(({ trace }) => wayOf(trace)));
  return [...groups.values()]
    .map((members) => ({
      trace: members[0]!,
      weight: members.reduce((sum, { trace }) => sum + trace.share, 0) / total,
      label: groups.size === 1 ? '' : labelOf(members, ways.size > 1),
      when: ways.size > 1 ? whenOf(members) : '',
    }))
    .sort((a, b) => order(a) - order(b) || b.weight - a.weight);
}

const order = (group: OutcomeGroup): number =>
  ['blocked', 'varies', 'degraded', 'unknown', 'delivered'].indexOf(group.trace.verdict);

function outcomeOf(judged: JudgedTrace): string {
  const hops = judged.hops.map(
    ({ hop, state, findings }) =>
      `${hop.kind}:${state}:${findings.map((finding) => causeKey(finding.detection)).join()}`,
  );
  return [wayOf(judged.trace), ...hops].join('|');
}

/** The way that rules of routing open: to a backend, or to an answer of the proxy. */
function wayOf({ backend, backendPort, gatewayRoute, waypoint, endsAt }: WalkTrace): string {
  const taken = waypoint?.route ?? gatewayRoute;
  const name = backend ? `${backend.namespace}/${backend.name}:${backendPort} ${subsetOf(taken)}` : '';
  const through = waypoint ? `through ${nameOf(waypoint.gateway)}` : '';
  return `${name}${through}${endsAt ?? ''}${endsAt && taken ? taken.outcome.kind : ''}`;
}

function subsetOf(taken: RouteTaken | null): string {
  const target = taken?.outcome.kind === 'forward' ? taken.outcome.target : null;
  return target?.kind === 'service' ? (target.subset?.name ?? '') : '';
}

/** The condition of the rules that lead here; the last proxy's counts. */
function whenOf(members: readonly JudgedTrace[]): string {
  const conditions = members.map(({ trace }) => trace.waypoint?.route?.when || trace.gatewayRoute?.when || '');
  return [...new Set(conditions)].filter((when) => when !== '').join(' or ');
}

function labelOf(members: readonly JudgedTrace[], differsInWay: boolean): string {
  const callers = new Map(members.map(({ trace }) => [trace.caller, trace.caller.alike]));
  const endpoints = new Map(members.map(({ trace }) => [trace.endpoint, trace.endpointAlike]));
  const { caller, destination, endpointOf, backend, waypoint } = members[0]!.trace;
  const from = sum(callers.values());
  const to = sum(endpoints.values());
  const parts = [
    differsInWay ? wayWords(members[0]!.trace) : '',
    from < caller.of ? `from ${some(from, caller.of, caller.name, caller.node)}` : '',
    to < endpointOf && backend ? `to ${some(to, endpointOf, backend.name, destination?.node ?? '')}` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(', ') : waypoint?.pod ? `through ${waypoint.pod.name}` : '';
}

/** `to cart-v1`, or what the proxy does instead. */
function wayWords(trace: WalkTrace): string {
  const { backend, gatewayRoute, waypoint, endsAt, target } = trace;
  const taken = waypoint?.route ?? gatewayRoute;
  if (endsAt) return taken ? STOPS[taken.outcome.kind] : '';
  const subset = subsetOf(taken);
  if (backend) return `to ${backend.name}${subset === '' ? '' : `, subset ${subset}`}${canaryWords(trace)}`;
  return target.kind === 'service-entry' ? `to ${target.host}${canaryWords(trace)}` : '';
}

/** W12: the share that the second waypoint takes. */
function canaryWords({ waypoint, binding }: WalkTrace): string {
  const isCanary = waypoint && binding.state === 'bound' && waypoint.gateway !== binding.gateway;
  return isCanary ? ` through canary waypoint ${nameOf(waypoint.gateway)}` : '';
}

const STOPS: Readonly<Record<RouteTaken['outcome']['kind'], string>> = {
  forward: '',
  answer: 'answered by the proxy',
  abort: 'ended by a fault rule',
  nothing: 'to no backend',
  broken: 'to a backend that cannot be used',
  'no-match': 'no rule matches',
  elsewhere: 'to another Service',
  'no-route': 'no route',
  unknown: 'to a backend that is not known',
};

/** One pod is told by its node, several by their number. */
function some(count: number, all: number, name: string, node: string): string {
  return count === 1 && node !== '' ? `${name} on ${node}` : `${count} of ${all} pods of ${name}`;
}

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
