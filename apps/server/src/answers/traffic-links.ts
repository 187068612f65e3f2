/** Measured traffic as links between identities, as each layer's best witness tells it. */
import { isKnown, reportedTraffic, type TrafficReading, type TrafficSeries, tellTraffic } from '@hopscope/core';
import { type Static, Type } from 'typebox';

export const TrafficEndItem = Type.Object({
  cluster: Type.String({ description: "'' where nobody knows" }),
  namespace: Type.String(),
  workload: Type.String({ description: "'' where nobody knows what it is" }),
});

const Rate = Type.Object({
  name: Type.String({ description: 'a flag such as `DENY` or `UF`, or a status such as `503`; `-`: without a remark' }),
  rate: Type.Number(),
});

export const L4Item = Type.Object(
  {
    reporter: Type.String({
      description: '`source`: the ztunnel of the caller; `destination`: that of the target, for callers without one',
    }),
    opened: Type.Number(),
    closed: Type.Number({ description: 'ended, well or not' }),
    failed: Type.Number({ description: 'ended with a flag' }),
    plaintext: Type.Number({ description: 'opened without mutual TLS' }),
    requestBytes: Type.Number({ description: 'sent by the caller' }),
    responseBytes: Type.Number(),
    flags: Type.Array(Rate, { description: 'how connections ended, the most frequent first' }),
    otherEnd: Type.Array(Rate, {
      description:
        'flags that the ztunnel of the target saw for the same connections: it alone knows `DENY`. Not to be added',
    }),
  },
  { description: 'connections as ztunnels count them' },
);

export const L7Item = Type.Object(
  {
    reporter: Type.String({ description: '`waypoint`, else a gateway or sidecar at one of the ends' }),
    requests: Type.Number(),
    failed: Type.Number({ description: 'status 5xx, no status at all, or an error of gRPC' }),
    requestMessages: Type.Number({ description: 'of gRPC' }),
    responseMessages: Type.Number(),
    codes: Type.Array(Rate),
    flags: Type.Array(Rate, { description: "the proxies' flags, the most frequent first" }),
  },
  { description: 'requests as waypoints count them' },
);

export const TrafficLinkItem = Type.Object({
  id: Type.String({ description: 'from its ends and the Service; the same at any time' }),
  from: TrafficEndItem,
  to: TrafficEndItem,
  service: Type.Union([
    Type.Object({ namespace: Type.String(), name: Type.String(), host: Type.String() }),
    Type.Null({ description: 'none was asked for' }),
  ]),
  l4: Type.Union([L4Item, Type.Null()]),
  l7: Type.Union([L7Item, Type.Null()], { description: 'never to be added to l4: both count the same' }),
});
export type TrafficLinkItem = Static<typeof TrafficLinkItem>;

interface Draft {
  first: TrafficSeries;
  l4: TrafficSeries[];
  l7: TrafficSeries[];
  /** of L4, what was not believed */
  others: TrafficSeries[];
  /** opened without mutual TLS */
  plain: TrafficSeries[];
}

/**
 * The links of readings, those that fail most first. Rates are per second, or totals where the readings are; ends are
 * workloads, never addresses.
 */
export function trafficLinks(readings: readonly TrafficReading[]): TrafficLinkItem[] {
  const { believed, reported } = tellTraffic(readings);
  const drafts = new Map<string, Draft>();
  const witnesses = new Set<string>();
  for (const series of believed) {
    const draft = draftOf(drafts, series);
    draft[series.protocol === 'tcp' ? 'l4' : 'l7'].push(series);
    if (series.protocol === 'tcp') witnesses.add(keyOf(series));
  }
  for (const series of reported)
    if (series.reporter === 'destination' && series.measure === 'connections-closed' && !witnesses.has(keyOf(series)))
      draftOf(drafts, series).others.push(series);
  for (const series of reportedTraffic(openedPlain(readings)))
    if (witnesses.has(keyOf(series))) draftOf(drafts, series).plain.push(series);
  return [...drafts].map(([id, draft]) => linkOf(id, draft)).sort(byFailing);
}

/** Those with an end or a Service in one of the namespaces; all, where none is named. */
export function linksIn(links: readonly TrafficLinkItem[], namespaces: readonly string[]): readonly TrafficLinkItem[] {
  const wanted = new Set(namespaces);
  if (wanted.size === 0) return links;
  return links.filter(({ from, to, service }) =>
    [from.namespace, to.namespace, service?.namespace ?? ''].some((name) => wanted.has(name)),
  );
}

/** Looked at apart, since series that differ in their security alone are one in what is believed. */
const openedPlain = (readings: readonly TrafficReading[]): TrafficReading[] =>
  readings.map((reading) => ({
    ...reading,
    series: reading.series.filter(
      ({ measure, security }) => measure === 'connections-opened' && security === 'unknown',
    ),
  }));

const byFailing = (a: TrafficLinkItem, b: TrafficLinkItem): number =>
  failedOf(b) - failedOf(a) || sizeOf(b) - sizeOf(a) || (a.id < b.id ? -1 : 1);
const failedOf = ({ l4, l7 }: TrafficLinkItem): number => (l4?.failed ?? 0) + (l7?.failed ?? 0);
const sizeOf = ({ l4, l7 }: TrafficLinkItem): number => (l7?.requests ?? 0) + (l4?.opened ?? 0);

function draftOf(drafts: Map<string, Draft>, series: TrafficSeries): Draft {
  const id = idOf(series);
  const draft = drafts.get(id) ?? { first: series, l4: [], l7: [], others: [], plain: [] };
  drafts.set(id, draft);
  return draft;
}

const keyOf = (series: TrafficSeries): string => `${series.reporter} ${idOf(series)}`;

function idOf({ from, to, service }: TrafficSeries): string {
  const target = `${endId(to)} ${known(service.namespace)}/${nameOf(service.name)}`;
  return `${endId(from)} ${target} ${nameOf(service.host)}`.trimEnd();
}

const known = (text: string): string => (isKnown(text) ? text : '');
const endId = ({ cluster, namespace, workload }: TrafficSeries['from']): string =>
  `${known(cluster)}/${known(namespace)}/${known(workload)}`;

const ADDRESS = /^\[?(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*)\]?(?::\d+)?$/i;
/** A name or host that was asked for; '' for an address. */
const nameOf = (text: string): string => (isKnown(text) && !ADDRESS.test(text) ? text : '');

function linkOf(id: string, { first, l4, l7, others, plain }: Draft): TrafficLinkItem {
  const end = ({ cluster, namespace, workload }: TrafficSeries['from']) => ({
    cluster: known(cluster),
    namespace: known(namespace),
    workload: known(workload),
  });
  const { namespace, name, host } = first.service;
  const service = { namespace: known(namespace), name: nameOf(name), host: nameOf(host) };
  return {
    id,
    from: end(first.from),
    to: end(first.to),
    service: service.name === '' && service.host === '' ? null : service,
    l4: l4.length + others.length === 0 ? null : { ...connectionsOf(l4, others), plaintext: sum(plain) },
    l7: l7.length === 0 ? null : requestsOf(l7),
  };
}

function connectionsOf(list: readonly TrafficSeries[], others: readonly TrafficSeries[]) {
  const closed = list.filter(({ measure }) => measure === 'connections-closed');
  const opened = list.filter(({ measure }) => measure === 'connections-opened');
  return {
    reporter: list[0]?.reporter ?? others[0]!.reporter,
    opened: sum(opened),
    closed: sum(closed),
    failed: sum(closed.filter(isFlagged)),
    requestBytes: sum(list.filter(({ measure }) => measure === 'request-bytes')),
    responseBytes: sum(list.filter(({ measure }) => measure === 'response-bytes')),
    flags: ratesBy(closed, ({ flags }) => flags),
    otherEnd: ratesBy(others.filter(isFlagged), ({ flags }) => flags),
  };
}

function requestsOf(list: readonly TrafficSeries[]): Static<typeof L7Item> {
  const requests = list.filter(({ measure }) => measure === 'requests');
  return {
    reporter: (requests[0] ?? list[0]!).reporter,
    requests: sum(requests),
    failed: sum(requests.filter(isFailed)),
    requestMessages: sum(list.filter(({ measure }) => measure === 'request-messages')),
    responseMessages: sum(list.filter(({ measure }) => measure === 'response-messages')),
    codes: ratesBy(requests, statusOf),
    flags: ratesBy(requests, ({ flags }) => flags),
  };
}

const isFlagged = ({ flags }: TrafficSeries): boolean => flags !== '-' && flags !== '';
/** gRPC's own status where its transport went well. */
const statusOf = ({ code, protocol, grpcStatus }: TrafficSeries): string =>
  code === '' || code === '0'
    ? '-'
    : protocol === 'grpc' && grpcStatus !== '' && code === '200'
      ? `grpc ${grpcStatus}`
      : code;
const isFailed = (series: TrafficSeries): boolean => /^(?:-|5\d\d|grpc [^0].*)$/.test(statusOf(series));

/** Four digits say as much as is known. */
const rounded = (value: number): number => Number(value.toPrecision(4));
const sum = (list: readonly TrafficSeries[]): number => rounded(list.reduce((total, { value }) => total + value, 0));

function ratesBy(list: readonly TrafficSeries[], of: (series: TrafficSeries) => string): Static<typeof Rate>[] {
  const rates = new Map<string, number>();
  for (const series of list) rates.set(of(series) || '-', (rates.get(of(series) || '-') ?? 0) + series.value);
  return [...rates]
    .map(([name, rate]) => ({ name, rate: rounded(rate) }))
    .sort((a, b) => b.rate - a.rate || (a.name < b.name ? -1 : 1));
}
