import type { TrafficEnd, TrafficReading, TrafficSeries } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import { linksIn, trafficLinks } from './traffic-links.ts';

const end = (name: string, rest: Partial<TrafficEnd> = {}): TrafficEnd => {
  const [namespace = '', workload = ''] = name.split('/');
  return { cluster: 'east', namespace, workload, app: workload, version: '', principal: '', ...rest };
};
const api = { namespace: 'shop', name: 'api', host: 'api.shop.svc.cluster.local' };
const tcp = (measure: TrafficSeries['measure'], value: number, rest: Partial<TrafficSeries> = {}): TrafficSeries => ({
  measure,
  reporter: 'source',
  from: end('web/front'),
  to: end('shop/api'),
  service: api,
  protocol: 'tcp',
  code: '',
  grpcStatus: '',
  flags: '-',
  security: 'mutual_tls',
  value,
  ...rest,
});
const http = (code: string, value: number, rest: Partial<TrafficSeries> = {}): TrafficSeries =>
  tcp('requests', value, { reporter: 'waypoint', protocol: 'http', code, ...rest });
const links = (series: TrafficSeries[], namespaces: string[] = []) => {
  const reading: TrafficReading = { pod: '', at: null, unit: 'per-second', series, omitted: 0 };
  return linksIn(trafficLinks([reading]), namespaces);
};

describe('links of measured traffic', () => {
  it('tell connections of the caller alone, and requests beside them', () => {
    const [link, ...more] = links([
      tcp('connections-opened', 5),
      tcp('connections-opened', 5, { reporter: 'destination' }),
      tcp('connections-opened', 1, { security: 'unknown' }),
      tcp('connections-closed', 3),
      tcp('connections-closed', 2, { flags: 'CONNECT' }),
      tcp('request-bytes', 100),
      tcp('response-bytes', 2000),
      http('200', 40),
      http('503', 10, { flags: 'UH' }),
      http('200', 40, { reporter: 'source' }),
    ]);
    expect(more).toEqual([]);
    expect(link).toEqual({
      id: 'east/web/front east/shop/api shop/api api.shop.svc.cluster.local',
      from: { cluster: 'east', namespace: 'web', workload: 'front' },
      to: { cluster: 'east', namespace: 'shop', workload: 'api' },
      service: api,
      l4: {
        ...{
          reporter: 'source',
          opened: 6,
          closed: 5,
          failed: 2,
          plaintext: 1,
          requestBytes: 100,
          responseBytes: 2000,
        },
        flags: [
          { name: '-', rate: 3 },
          { name: 'CONNECT', rate: 2 },
        ],
        otherEnd: [],
      },
      l7: {
        ...{ reporter: 'waypoint', requests: 50, failed: 10, requestMessages: 0, responseMessages: 0 },
        codes: [
          { name: '200', rate: 40 },
          { name: '503', rate: 10 },
        ],
        flags: [
          { name: '-', rate: 40 },
          { name: 'UH', rate: 10 },
        ],
      },
    });
  });

  it('tell beside what the caller saw why the other end refused, without adding it', () => {
    const [link] = links([
      tcp('connections-closed', 4, { flags: 'CONNECT' }),
      tcp('connections-closed', 4, { flags: 'DENY', reporter: 'destination' }),
      tcp('connections-closed', 1, { reporter: 'destination' }),
    ]);
    expect(link?.l4).toMatchObject({
      ...{ reporter: 'source', closed: 4, failed: 4, flags: [{ name: 'CONNECT', rate: 4 }] },
      otherEnd: [{ name: 'DENY', rate: 4 }],
    });
  });

  it('are told by the other end where the caller has no ztunnel', () => {
    const [link] = links([
      tcp('connections-closed', 4, { flags: 'DENY', reporter: 'destination', security: 'unknown' }),
    ]);
    expect(link?.l4).toMatchObject({ reporter: 'destination', failed: 4, otherEnd: [] });
  });

  it('are by identity: addresses are none', () => {
    const unknown = end('unknown/unknown');
    const outside = { namespace: 'unknown', name: 'unknown', host: '203.0.113.7:443' };
    const found = links([
      tcp('connections-opened', 1, { to: unknown, service: outside }),
      tcp('connections-opened', 2, { to: unknown, service: { ...outside, host: '[2001:db8::1]:443' } }),
      tcp('connections-opened', 4, { to: unknown, service: { ...outside, host: 'example.com' } }),
    ]);
    expect(found.map(({ to, service, l4 }) => [to.workload, service?.host ?? null, l4?.opened])).toEqual([
      ['', 'example.com', 4],
      ['', null, 3],
    ]);
    expect(JSON.stringify(found)).not.toMatch(/203\.0|2001/);
  });

  it('are those of the namespaces asked for, by either end or the Service', () => {
    const list = [
      tcp('connections-opened', 1),
      tcp('connections-opened', 2, {
        from: end('shop/cart'),
        to: end('data/db'),
        service: { ...api, namespace: 'data' },
      }),
      tcp('connections-opened', 3, { to: end('gate/waypoint') }),
    ];
    const of = (...namespaces: string[]) => links(list, namespaces).map(({ l4 }) => l4?.opened);
    expect(of()).toEqual([3, 2, 1]);
    expect(of('shop')).toEqual([3, 2, 1]);
    expect(of('data')).toEqual([2]);
    expect(of('gate', 'data')).toEqual([3, 2]);
    expect(of('none')).toEqual([]);
  });

  it('come with those that fail most first', () => {
    const found = links([
      tcp('connections-opened', 900),
      http('500', 1, { to: end('shop/pay') }),
      tcp('connections-closed', 2, { to: end('shop/db'), flags: 'DENY' }),
    ]);
    expect(found.map(({ to }) => to.workload)).toEqual(['db', 'pay', 'api']);
  });

  it.each<[string, string, string, string, boolean]>([
    ['http', '404', '', '404', false],
    ['http', '0', '', '-', true],
    ['http', '503', '', '503', true],
    ['grpc', '200', '0', 'grpc 0', false],
    ['grpc', '200', '14', 'grpc 14', true],
    ['grpc', '503', '14', '503', true],
  ])('%s %s %s is %s', (protocol, code, grpcStatus, name, fails) => {
    const [link] = links([http(code, 3, { protocol, grpcStatus })]);
    expect(link?.l7).toMatchObject({ codes: [{ name, rate: 3 }], failed: fails ? 3 : 0 });
  });
});
