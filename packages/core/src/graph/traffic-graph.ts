/** Measured traffic as a graph: who calls whom, how much of it, and how it ended. */
import type { TrafficMeasure, TrafficReading, TrafficSeries } from '../state/traffic.ts';
import { believedTraffic, isKnown } from './believed-traffic.ts';
import type { Draft, TrafficGraph, TrafficNode } from './traffic-draft.ts';
import { destinationNode, serviceNode, sourceNode, type TrafficIdentity, type TrafficLevel } from './traffic-nodes.ts';
import { addRates, noRates, ratesOf, responseCode } from './traffic-rates.ts';
import { reducedToServices } from './traffic-services.ts';

/** Which way of a conversation is measured. */
export type TrafficDirection = 'sent' | 'received' | 'total' | 'none';

export interface TrafficView {
  level: TrafficLevel;
  /** traffic from or to these; other ends are outside */
  namespaces: readonly string[];
  /** only traffic of one of them */
  focus: Partial<Pick<TrafficIdentity, 'workload' | 'app' | 'version' | 'service'>> | null;
  /** count HTTP requests */
  http: boolean;
  /** count gRPC requests, or messages one or both ways */
  grpc: TrafficDirection | 'requests';
  /** count bytes of what is no HTTP */
  tcp: TrafficDirection;
  /** put the Service between the caller and what answered */
  withServices: boolean;
}

/** The graph of a view. The order of the readings does not matter but for equals. */
export function trafficGraph(readings: readonly TrafficReading[], view: TrafficView): TrafficGraph {
  const draft: Draft = { nodes: new Map(), links: new Map() };
  const wanted = measuresOf(view);
  for (const series of believedTraffic(readings))
    if (wanted.has(`${series.measure} ${series.protocol}`) && isInView(series, view)) addSeries(draft, series, view);
  markNodes(draft, view);
  const { nodes, links } = view.level === 'service' && view.focus === null ? reducedToServices(draft) : draft;
  return {
    nodes: [...nodes.values()],
    links: [...links.values()].map(({ caller, ...link }) => ({
      ...link,
      share: link.rates.total / (caller.out[link.protocol] ?? link.rates.total),
    })),
  };
}

const MESSAGES: Readonly<Record<TrafficDirection, readonly TrafficMeasure[]>> = {
  sent: ['request-messages'],
  received: ['response-messages'],
  total: ['request-messages', 'response-messages'],
  none: [],
};
const BYTES: Readonly<Record<TrafficDirection, readonly TrafficMeasure[]>> = {
  sent: ['request-bytes'],
  received: ['response-bytes'],
  total: ['request-bytes', 'response-bytes'],
  none: [],
};

function measuresOf({ http, grpc, tcp }: TrafficView): Set<string> {
  return new Set([
    ...(http ? ['requests http'] : []),
    ...(grpc === 'requests' ? ['requests grpc'] : MESSAGES[grpc].map((measure) => `${measure} grpc`)),
    ...BYTES[tcp].map((measure) => `${measure} tcp`),
  ]);
}

/** From or to one of the namespaces; what reached no workload counts by the Service it was meant for. */
function isInView({ from, to, service }: TrafficSeries, { namespaces, focus }: TrafficView): boolean {
  const meant = isKnown(to.workload) ? to.namespace : (service.host.split('.')[1] ?? '');
  const isInside = (namespace: string): boolean => namespaces.includes(namespace);
  if (focus === null) return isInside(from.namespace) || isInside(to.namespace) || isInside(meant);
  const fits = (name: string | undefined, text: string): boolean => name === undefined || name === text;
  const isOf = (end: TrafficSeries['from']): boolean =>
    fits(focus.workload, end.workload) && fits(focus.app, end.app) && fits(focus.version, end.version);
  if (focus.service !== undefined)
    return focus.service === service.name && (isInside(service.namespace) || isInside(meant));
  return (isInside(from.namespace) && isOf(from)) || (isInside(to.namespace) && isOf(to));
}

function addSeries(draft: Draft, series: TrafficSeries, view: TrafficView): void {
  const source = sourceNode(series.from, view.level);
  const destination = destinationNode(series, view.level);
  if (!source || !destination) return;
  const stops = [source, destination];
  const isInjected =
    (view.withServices || view.level === 'service') &&
    isKnown(series.service.name) &&
    series.service.name !== 'PassthroughCluster' &&
    destination.kind !== 'service';
  if (isInjected) stops.splice(1, 0, serviceNode(series));
  for (let i = 1; i < stops.length; i += 1) addLink(draft, stops[i - 1]!, stops[i]!, series);
}

function addLink(draft: Draft, from: TrafficIdentity, to: TrafficIdentity, series: TrafficSeries): void {
  const { protocol, value, flags, service } = series;
  const code = responseCode(series);
  const caller = nodeOf(draft, from);
  const callee = nodeOf(draft, to);
  const rates = ratesOf(series);
  caller.out[protocol] = (caller.out[protocol] ?? 0) + value;
  callee.in[protocol] = addRates(callee.in[protocol] ?? noRates(), rates);
  const key = `${from.id} ${to.id} ${protocol}`;
  const link = draft.links.get(key) ?? {
    from: from.id,
    to: to.id,
    protocol,
    rates: noRates(),
    responses: {},
    caller,
  };
  draft.links.set(key, link);
  link.rates = addRates(link.rates, rates);
  const response = link.responses[code] ?? { flags: {}, hosts: {} };
  link.responses[code] = response;
  if (flags !== '') response.flags[flags] = (response.flags[flags] ?? 0) + value;
  if (service.host !== '') response.hosts[service.host] = (response.hosts[service.host] ?? 0) + value;
}

function nodeOf(draft: Draft, identity: TrafficIdentity): TrafficNode {
  const known = draft.nodes.get(identity.id);
  if (known) return known;
  const node = { ...identity, isRoot: false, isOutside: false, isNobody: false, group: '', in: {}, out: {} };
  draft.nodes.set(identity.id, node);
  return node;
}

function markNodes({ nodes, links }: Draft, { namespaces, level }: TrafficView): void {
  const called = new Set([...links.values()].map(({ to }) => to));
  const byApp = new Map<string, TrafficNode[]>();
  for (const node of nodes.values()) {
    const { kind, cluster, namespace, app } = node;
    node.isRoot = !called.has(node.id);
    node.isNobody = kind === 'unknown' || (kind === 'service' && namespace === 'unknown');
    node.isOutside = namespace !== 'unknown' && !namespaces.includes(namespace);
    if (!isKnown(app) || (level !== 'app' && level !== 'version')) continue;
    const group = `group:${cluster}/${namespace}/${app}`;
    byApp.set(group, [...(byApp.get(group) ?? []), node]);
  }
  for (const [group, members] of byApp) if (members.length > 1) for (const node of members) node.group = group;
}
