import { describe, expect, it } from 'vitest';
import type { TrafficSeries } from '../state/traffic.ts';
import { bytes, end, reading, series } from './small-traffic.fixture.ts';
import { type TrafficView, trafficGraph } from './traffic-graph.ts';

const WORKLOADS: TrafficView = {
  level: 'workload',
  namespaces: ['shop'],
  focus: null,
  http: true,
  grpc: 'requests',
  tcp: 'sent',
  withServices: false,
};

const graph = (list: readonly TrafficSeries[], view: Partial<TrafficView> = {}) =>
  trafficGraph([reading(list)], { ...WORKLOADS, ...view });

const TWO_VERSIONS = [series({ value: 3 }), series({ to: end('shop/api-v2'), value: 1 })];

describe('levels', () => {
  it.each([
    ['workload', ['workload:c1/shop/api-v1', 'workload:c1/shop/api-v2', 'workload:c1/shop/web'], 2],
    ['app', ['app:c1/shop/api', 'app:c1/shop/web'], 1],
    ['version', ['app:c1/shop/api-v1', 'app:c1/shop/api-v2', 'app:c1/shop/web'], 2],
  ] as const)('%s', (level, ids, links) => {
    const found = graph(TWO_VERSIONS, { level });
    expect(found.nodes.map(({ id }) => id).sort()).toEqual(ids);
    expect(found.links).toHaveLength(links);
    expect(found.links.reduce((sum, link) => sum + link.rates.total, 0)).toBe(4);
  });

  it('versions of one application are a group; one alone is none', () => {
    const groups = graph(TWO_VERSIONS, { level: 'version' }).nodes.map(({ workload, group }) => [workload, group]);
    expect(groups).toEqual([
      ['web', ''],
      ['api-v1', 'group:c1/shop/api'],
      ['api-v2', 'group:c1/shop/api'],
    ]);
  });

  it('the Service may stand between both ends', () => {
    const { links } = graph(TWO_VERSIONS, { withServices: true });
    expect(links.map(({ from, to, rates, share }) => [from, to, rates.total, share])).toEqual([
      ['workload:c1/shop/web', 'service:c1/shop/api', 4, 1],
      ['service:c1/shop/api', 'workload:c1/shop/api-v1', 3, 0.75],
      ['service:c1/shop/api', 'workload:c1/shop/api-v2', 1, 0.25],
    ]);
  });

  it('of Services alone: what their workloads call, they call', () => {
    const toDb = { to: end('shop/db'), service: { namespace: 'shop', name: 'db', host: 'db' } };
    const list = [
      ...TWO_VERSIONS,
      bytes({ from: end('shop/api-v1'), ...toDb, value: 5 }),
      bytes({ from: end('shop/api-v2'), ...toDb, value: 2 }),
    ];
    const { nodes, links } = graph(list, { level: 'service' });
    expect(nodes.map(({ id }) => id)).toEqual(['workload:c1/shop/web', 'service:c1/shop/api', 'service:c1/shop/db']);
    expect(links.map(({ from, to, protocol, rates }) => [from, to, protocol, rates.total])).toEqual([
      ['workload:c1/shop/web', 'service:c1/shop/api', 'http', 4],
      ['service:c1/shop/api', 'service:c1/shop/db', 'tcp', 7],
    ]);
  });
});

describe('ends', () => {
  const NOBODY = end('unknown/unknown', { cluster: 'unknown', version: 'unknown' });

  it('a caller that nobody knows is one node, and so is what a request named in vain', () => {
    const unknown = { namespace: 'unknown', name: 'unknown', host: 'unknown' };
    const { nodes } = graph([
      series({ from: NOBODY }),
      series({ to: NOBODY, service: unknown, code: '404', flags: 'NR' }),
    ]);
    expect(nodes.filter((node) => node.isNobody).map(({ kind, service, isRoot }) => [kind, service, isRoot])).toEqual([
      ['unknown', '', true],
      ['service', 'unknown', false],
    ]);
  });

  it('a request that reached no pod belongs to the Service', () => {
    const { nodes } = graph([series({ reporter: 'source', to: NOBODY, from: end('edge/gateway'), code: '503' })]);
    expect(nodes.map(({ id, isOutside, isRoot }) => [id, isOutside, isRoot])).toEqual([
      ['workload:c1/edge/gateway', true, true],
      ['service:c1/shop/api', false, false],
    ]);
  });

  it('traffic between other namespaces is not in view', () => {
    const foreign = series({
      from: end('a/x'),
      to: end('b/y'),
      service: { namespace: 'b', name: 'y', host: 'y.b.svc' },
    });
    expect(graph([foreign]).links).toEqual([]);
  });

  it.each([
    [{ workload: 'api-v1' }, 2],
    [{ app: 'api' }, 3],
    [{ app: 'api', version: 'v2' }, 1],
    [{ service: 'api' }, 2],
    [{ workload: 'other' }, 0],
  ])('of %j alone', (focus, links) => {
    const onward = bytes({
      from: end('shop/api-v1'),
      to: end('shop/db'),
      service: { namespace: 'shop', name: 'db', host: '' },
    });
    expect(graph([...TWO_VERSIONS, onward], { focus }).links).toHaveLength(links);
  });
});

describe('what is counted', () => {
  it('sorts HTTP by status, with flags and hosts', () => {
    const { links, nodes } = graph([
      series({ value: 5 }),
      series({ code: '301' }),
      series({ code: '404', value: 2 }),
      series({ code: '503', flags: 'UF' }),
      series({ code: '0', flags: 'DC' }),
    ]);
    expect(links[0]?.rates).toEqual({
      total: 10,
      redirected: 1,
      clientError: 2,
      serverError: 1,
      noResponse: 1,
      grpcError: 0,
    });
    expect(Object.keys(links[0]!.responses)).toEqual(['200', '301', '404', '503', '-']);
    expect(links[0]!.responses['503']).toEqual({ flags: { UF: 1 }, hosts: { 'api.shop.svc.cluster.local': 1 } });
    expect(nodes.map((node) => [node.in['http']?.total, node.out['http']])).toEqual([
      [undefined, 10],
      [10, undefined],
    ]);
  });

  it.each([
    ['0', '', '-', 'noResponse'],
    ['200', '0', '0', 'total'],
    ['200', '14', '14', 'grpcError'],
    ['503', '0', '503', 'grpcError'],
    ['200', '', '200', 'total'],
  ] as const)('gRPC %s/%s is %s', (code, grpcStatus, status, counted) => {
    const { links } = graph([series({ protocol: 'grpc', code, grpcStatus })]);
    expect(Object.keys(links[0]!.responses)).toEqual([status]);
    expect(links[0]!.rates).toMatchObject({ total: 1, [counted]: 1 });
  });

  const MESSAGES = [
    series({ measure: 'request-messages', protocol: 'grpc', code: '', flags: '', value: 5 }),
    series({ measure: 'response-messages', protocol: 'grpc', code: '', flags: '', value: 7 }),
    bytes({ value: 100 }),
    bytes({ measure: 'response-bytes', value: 900 }),
  ];

  it.each([
    ['sent', 5, 100],
    ['received', 7, 900],
    ['total', 12, 1000],
  ] as const)('%s', (direction, grpc, tcp) => {
    const { links } = graph(MESSAGES, { grpc: direction, tcp: direction });
    expect(links.map(({ protocol, rates }) => [protocol, rates.total, rates.noResponse])).toEqual([
      ['grpc', grpc, 0],
      ['tcp', tcp, 0],
    ]);
  });

  it('nothing, where nothing is asked for', () => {
    const nothing = { http: false, grpc: 'none', tcp: 'none' } as const;
    expect(graph([...MESSAGES, ...TWO_VERSIONS], nothing)).toEqual({ nodes: [], links: [] });
  });
});
