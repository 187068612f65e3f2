/** The graph of Services alone: what the workloads behind a Service call, the Service calls. */
import { groupBy } from '../mesh/memory/look-up.ts';
import type { Draft, LinkDraft } from './traffic-draft.ts';
import { addRates } from './traffic-rates.ts';

/** Services, and of all others only what begins a call: it has no Service in front of it. */
export function reducedToServices({ nodes, links }: Draft): Draft {
  const isService = (id: string): boolean => nodes.get(id)?.kind === 'service';
  const calls = [...links.values()].filter((link) => isService(link.to));
  const reduced: Draft = {
    nodes: new Map([...nodes].filter(([, node]) => node.kind === 'service' || node.isRoot)),
    links: new Map(),
  };
  const byCaller = groupBy(calls, (call) => call.from);
  for (const call of calls)
    if (!isService(call.from) && reduced.nodes.has(call.from)) addCall(reduced, call, call.from);
  for (const answer of links.values()) {
    if (!isService(answer.from)) continue;
    for (const call of byCaller.get(answer.to) ?? []) addCall(reduced, call, answer.from);
  }
  return reduced;
}

function addCall(reduced: Draft, call: LinkDraft, from: string): void {
  const key = `${from} ${call.to} ${call.protocol}`;
  const known = reduced.links.get(key);
  reduced.links.set(key, known ? merged(known, call) : { ...call, from });
}

function merged(a: LinkDraft, b: LinkDraft): LinkDraft {
  const responses = { ...a.responses };
  for (const [code, { flags, hosts }] of Object.entries(b.responses)) {
    const known = responses[code] ?? { flags: {}, hosts: {} };
    responses[code] = { flags: sum(known.flags, flags), hosts: sum(known.hosts, hosts) };
  }
  return { ...a, rates: addRates(a.rates, b.rates), responses };
}

function sum(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const out = { ...a };
  for (const [key, value] of Object.entries(b)) out[key] = (out[key] ?? 0) + value;
  return out;
}
