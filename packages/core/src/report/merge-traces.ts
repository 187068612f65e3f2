/** Alternatives that come out the same are one trace; what is left is named by what differs. */
import { causeKey } from '../checks/check.ts';
import type { JudgedTrace } from './judge-trace.ts';

export interface OutcomeGroup {
  /** the trace shown for the group */
  trace: JudgedTrace;
  weight: number;
  label: string;
}

/** Groups by outcome, failing ones first, then by share. */
export function mergeTraces(judged: readonly JudgedTrace[]): OutcomeGroup[] {
  const groups = new Map<string, JudgedTrace[]>();
  for (const trace of judged) {
    const key = outcomeOf(trace);
    const group = groups.get(key);
    if (group) group.push(trace);
    else groups.set(key, [trace]);
  }
  const total = judged.reduce((sum, { trace }) => sum + trace.share, 0) || 1;
  return [...groups.values()]
    .map((members) => ({
      trace: members[0]!,
      weight: members.reduce((sum, { trace }) => sum + trace.share, 0) / total,
      label: groups.size === 1 ? '' : labelOf(members),
    }))
    .sort((a, b) => order(a) - order(b) || b.weight - a.weight);
}

const order = (group: OutcomeGroup): number =>
  ['blocked', 'varies', 'degraded', 'unknown', 'delivered'].indexOf(group.trace.verdict);

function outcomeOf(judged: JudgedTrace): string {
  return judged.hops
    .map(
      ({ hop, state, findings }) =>
        `${hop.kind}:${state}:${findings.map((finding) => causeKey(finding.detection)).join()}`,
    )
    .join('|');
}

function labelOf(members: readonly JudgedTrace[]): string {
  const callers = new Map(members.map(({ trace }) => [trace.caller, trace.caller.alike]));
  const endpoints = new Map(members.map(({ trace }) => [trace.endpoint, trace.endpointAlike]));
  const { caller, destination, endpointOf, service, waypoint } = members[0]!.trace;
  const from = sum(callers.values());
  const to = sum(endpoints.values());
  const parts = [
    from < caller.of ? `from ${some(from, caller.of, caller.name, caller.node)}` : '',
    to < endpointOf && service ? `to ${some(to, endpointOf, service.name, destination?.node ?? '')}` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(', ') : (waypoint?.pod?.name ?? '');
}

/** One pod is told by its node, several by their number. */
function some(count: number, all: number, name: string, node: string): string {
  return count === 1 && node !== '' ? `${name} on ${node}` : `${count} of ${all} pods of ${name}`;
}

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
