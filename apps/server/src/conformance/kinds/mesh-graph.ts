/** The graph of measured traffic: a case brings series as Prometheus had them and the request that Kiali was asked. */
import {
  type NormalizedReading,
  normalizeReading,
  type Rates,
  type TrafficDirection,
  type TrafficGraph,
  type TrafficLink,
  type TrafficNode,
  type TrafficReading,
  type TrafficView,
  trafficGraph,
} from '@hopscope/core';
import { type Case, type Json, NotAnswered, object, objects, text } from '../case.ts';
import type { Kind } from './kind.ts';

/** The traffic of readings; one that is none is not answered. */
export function trafficOf(readings: readonly NormalizedReading[]): TrafficReading[] {
  return readings.map(({ status, value }) => {
    if (value === undefined || !('series' in value)) throw new NotAnswered(status.message);
    return value;
  });
}

/** The series as answers to one query a metric, read the way of every other reading. */
function readingsOf(one: Case): TrafficReading[] {
  const series = objects(one.raw['series']);
  const names = [...new Set(series.map((item) => text(item['name'])))];
  const readings = names.map((name) => {
    const result = series
      .filter((item) => item['name'] === name)
      .map((item) => ({ metric: item['labels'], value: [0, text(item['ratePerSecond'])] }));
    const body = { status: 'success', data: { resultType: 'vector', result } };
    return normalizeReading({ source: 'prometheus', query: `rate(${name}[10m])`, body });
  });
  return trafficOf(readings);
}

const LEVELS: Readonly<Record<string, TrafficView['level']>> = {
  workload: 'workload',
  app: 'app',
  versionedApp: 'version',
  service: 'service',
};

/** The view that a request of Kiali's API asks for, with its defaults. */
function viewOf(request: string): TrafficView {
  const { pathname, searchParams: asked } = new URL(request, 'http://kiali');
  const level = LEVELS[asked.get('graphType') ?? 'workload'];
  const node =
    /\/namespaces\/([^/]+)\/(?:applications\/([^/]+)(?:\/versions\/([^/]+))?|workloads\/([^/]+)|services\/([^/]+))\/graph$/.exec(
      pathname,
    );
  if (level === undefined || (!node && !pathname.endsWith('/namespaces/graph')))
    throw new NotAnswered(`the request ${pathname} is not one for a graph of traffic`);
  const [, namespace, app, version, workload, service] = node ?? [];
  return {
    level,
    namespaces: namespace === undefined ? (asked.get('namespaces') ?? '').split(',') : [namespace],
    focus: node ? given({ app, version, workload, service }) : null,
    http: asked.get('rateHttp') !== 'none',
    grpc: (asked.get('rateGrpc') ?? 'requests') as TrafficView['grpc'],
    tcp: (asked.get('rateTcp') ?? 'sent') as TrafficDirection,
    withServices: asked.get('injectServiceNodes') === 'true',
  };
}

const given = (names: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(names).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

/** The graph in the words of the cases. */
function answerOf({ nodes, links }: TrafficGraph): Json {
  const keys = new Map(nodes.map((node) => [node.id, keyOf(node)]));
  return {
    nodes: [...nodes.map(nodeAnswer), ...boxes(nodes)],
    edges: links.map((link) => ({
      source: keys.get(link.from),
      target: keys.get(link.to),
      traffic: {
        protocol: link.protocol,
        rates: { ...ratesAnswer(link.protocol, '', link.rates), ...sharesAnswer(link) },
        responses: responsesAnswer(link),
      },
    })),
  };
}

function keyOf({ kind, cluster, namespace, workload, app, version, service }: TrafficNode): string {
  const name = service || workload || app;
  const suffix = kind === 'app' && version !== '' ? `@${version}` : '';
  return `${cluster}/${namespace}/${kind}/${name}${suffix}`;
}

function nodeAnswer(node: TrafficNode): Json {
  const { kind, cluster, namespace, workload, app, version, service, isRoot, isOutside, isNobody } = node;
  const protocols = [...new Set([...Object.keys(node.in), ...Object.keys(node.out)])];
  return {
    key: keyOf(node),
    nodeType: kind,
    ...{ cluster, namespace, workload, app, version, service, isRoot, isOutside },
    // A case tells no more namespaces than those it asks for: the others may not be seen.
    isInaccessible: isNobody || isOutside,
    traffic: protocols.map((protocol) => ({
      protocol,
      rates: {
        ...(node.in[protocol] ? ratesAnswer(protocol, 'In', node.in[protocol]) : {}),
        ...rate(`${protocol}Out`, node.out[protocol] ?? 0),
      },
    })),
  };
}

/** The applications whose versions are boxed together. */
function boxes(nodes: readonly TrafficNode[]): Json[] {
  const groups = new Set(nodes.map(({ group }) => group).filter((group) => group !== ''));
  return [...groups].map((group) => {
    const members = nodes.filter((node) => node.group === group);
    const { cluster, namespace, app } = members[0]!;
    const isOutside = members.some((node) => node.isOutside);
    return {
      key: `${cluster}/${namespace}/box/${app}`,
      nodeType: 'box',
      ...{ cluster, namespace, app, isBox: 'app', isOutside, isInaccessible: isOutside, traffic: [] },
    };
  });
}

const rate = (name: string, value: number): Record<string, number> => (value > 0 ? { [name]: value } : {});

function ratesAnswer(protocol: string, way: '' | 'In', rates: Rates): Record<string, number> {
  const name = (end: string): string => `${protocol}${way}${end}`;
  return {
    ...rate(name(''), rates.total),
    ...rate(name('NoResponse'), rates.noResponse),
    ...rate(name('3xx'), rates.redirected),
    ...rate(name('4xx'), rates.clientError),
    ...rate(name('5xx'), rates.serverError),
    ...rate(name('Err'), rates.grpcError),
  };
}

function sharesAnswer({ protocol, rates, share }: TrafficLink): Record<string, number> {
  if (protocol === 'tcp') return {};
  const errors = rates.noResponse + rates.clientError + rates.serverError + rates.grpcError;
  return {
    ...rate(`${protocol}PercentErr`, (errors / rates.total) * 100),
    ...rate(`${protocol}PercentReq`, share * 100),
  };
}

function responsesAnswer({ responses, rates }: TrafficLink): Json {
  const shares = (values: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, (value / rates.total) * 100]));
  return Object.fromEntries(
    Object.entries(responses).map(([code, { flags, hosts }]) => [
      code,
      { ...nonEmpty('flags', shares(flags)), ...nonEmpty('hosts', shares(hosts)) },
    ]),
  );
}

const nonEmpty = (name: string, values: Record<string, number>): Json =>
  Object.keys(values).length === 0 ? {} : { [name]: values };

/** Numbers agree to the last digit that the case prints; every other field is the same, and there is none more. */
function isSame(expected: unknown, got: unknown): boolean {
  if (typeof got === 'number' && typeof expected === 'string')
    return Math.abs(got - Number(expected)) <= 0.5 * 10 ** -decimals(expected) + 1e-9;
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return false;
    const left = [...(got as unknown[])];
    return expected.every((item) => {
      const at = left.findIndex((candidate) => isSame(item, candidate));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }
  if (typeof expected !== 'object' || expected === null) return (expected ?? '') === (got ?? '');
  const [wanted, found] = [object(expected), object(got)];
  const keys = new Set([...Object.keys(wanted), ...Object.keys(found)]);
  return [...keys].every((key) => isSame(wanted[key] ?? emptyLike(found[key]), found[key]));
}

/** What an absent field stands for, by the kind of what was said instead. */
function emptyLike(got: unknown): unknown {
  if (typeof got === 'boolean') return false;
  return Array.isArray(got) ? [] : '';
}

const decimals = (printed: string): number => (printed.split('.')[1] ?? '').length;

/** The answer to a case by traffic, wherever its series come from. */
export function graphAnswer(one: Case, traffic: readonly TrafficReading[]): Json {
  return answerOf(trafficGraph(traffic, viewOf(text(one.config['request']))));
}

/** Both are the same graph: no node, link or rate more or less. */
export function isSameGraph(expected: Json, got: unknown): boolean {
  return isSame(expected['nodes'], object(got)['nodes']) && isSame(expected['edges'], object(got)['edges']);
}

export const MESH_GRAPH: Readonly<Record<string, Kind>> = {
  'mesh-graph': {
    answer: (one) => graphAnswer(one, readingsOf(one)),
    matches: isSameGraph,
  },
};
