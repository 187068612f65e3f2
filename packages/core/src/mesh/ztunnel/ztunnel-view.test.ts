import { describe, expect, test } from 'vitest';
import { readZtunnelDump } from '../../normalize/ztunnel-config.ts';
import type { ZtunnelDump } from '../../state/readings.ts';
import { inboundIn, nextHopIn } from './ztunnel-view.ts';

const workload = (name: string, ip: string, rest: object = {}) => ({
  uid: `east//Pod/shop/${name}`,
  name,
  namespace: 'shop',
  workloadIps: [ip],
  protocol: 'HBONE',
  ...rest,
});

const service = (name: string, vip: string, backend: string, rest: object = {}) => ({
  name,
  namespace: 'shop',
  hostname: `${name}.shop.svc.cluster.local`,
  vips: [`/${vip}`],
  ports: { 80: 8080 },
  endpoints: { [backend]: { workloadUid: `east//Pod/shop/${backend}`, port: {} } },
  ...rest,
});

const BY_HOST = { destination: 'shop/waypoint.shop.svc.cluster.local', hboneMtlsPort: 15008 };

function dump(workloads: object[], services: object[]): ZtunnelDump {
  const read = readZtunnelDump({ workloads, services, policies: [] }, { pod: 'istio-system/ztunnel', at: null });
  if (!read) throw new Error('no dump');
  return read;
}

const WEB = workload('web', '10.0.0.1');
const CART = workload('cart', '10.0.0.2');
const PLAIN = workload('plain', '10.0.0.4', { protocol: 'TCP' });
const WAYPOINT = workload('waypoint', '10.0.0.3');
const WAYPOINT_SERVICE = service('waypoint', '10.1.0.3', 'waypoint', { ports: { 15008: 15008 } });

describe('P3-P7: the next hop', () => {
  const ask = (services: object[], to: { ip: string; port: number }, from = 'web') => {
    const state = dump([WEB, CART, PLAIN, WAYPOINT], services);
    return nextHopIn(state, state.workloads.find(({ name }) => name === from)!, to);
  };
  const cart = service('cart', '10.1.0.2', 'cart');
  const bound = { ...cart, waypoint: BY_HOST };
  const hbone = (ip: string, target: object) => ({
    protocol: 'HBONE',
    nextHop: { ip, port: 15008 },
    hboneTarget: target,
  });

  test.each([
    ['P7: a Service without waypoint', [cart], '10.1.0.2:80', hbone('10.0.0.2', { ip: '10.0.0.2', port: 8080 })],
    [
      'P4: a Service with one',
      [bound, WAYPOINT_SERVICE],
      '10.1.0.2:80',
      hbone('10.0.0.3', { ip: '10.1.0.2', port: 80 }),
    ],
    ['P4: a waypoint without pods', [bound], '10.1.0.2:80', null],
    ['P7: a pod in the mesh', [], '10.0.0.2:9000', hbone('10.0.0.2', { ip: '10.0.0.2', port: 9000 })],
    [
      'P7: a pod outside',
      [],
      '10.0.0.4:80',
      { protocol: 'TCP', nextHop: { ip: '10.0.0.4', port: 80 }, hboneTarget: null },
    ],
    [
      'P5: an address nobody knows',
      [],
      '1.2.3.4:443',
      { protocol: 'TCP', nextHop: { ip: '1.2.3.4', port: 443 }, hboneTarget: null },
    ],
    ['L2: a port that the Service has not', [cart], '10.1.0.2:81', null],
    ['P5: no endpoint', [{ ...cart, endpoints: {} }], '10.1.0.2:80', null],
  ])('%s', (_what, services, to, expected) => {
    const [ip = '', port = ''] = to.split(':');
    expect(ask(services, { ip, port: Number(port) })).toEqual(expected);
  });

  test('P6: the waypoint of a pod is not asked by itself', () => {
    const state = dump([WEB, WAYPOINT, { ...CART, waypoint: { destination: '/10.0.0.3', hboneMtlsPort: 15008 } }], []);
    const from = (name: string) => state.workloads.find((one) => one.name === name)!;
    const to = { ip: '10.0.0.2', port: 80 };
    expect(nextHopIn(state, from('web'), to)?.nextHop).toEqual({ ip: '10.0.0.3', port: 15008 });
    expect(nextHopIn(state, from('waypoint'), to)?.nextHop).toEqual({ ip: '10.0.0.2', port: 15008 });
  });
});

describe('P10: what a pod takes in', () => {
  const tunnel = { applicationTunnel: { protocol: 'PROXY', port: 15088 } };
  const cart = service('cart', '10.1.0.2', 'cart');
  const bound = { ...cart, waypoint: BY_HOST };
  const at = (ip: string) => ({ ip, port: 15008 });
  const up = (ip: string, port: number, tunnelTarget: string | null = null) => ({
    upstream: { ip, port },
    tunnelTarget,
  });

  test.each([
    ['its own address', [WAYPOINT, CART], [], '10.0.0.2', '10.0.0.2:8080', up('10.0.0.2', 8080)],
    ["another pod's address", [WAYPOINT, CART], [], '10.0.0.3', '10.0.0.2:8080', null],
    [
      'what it is the waypoint of',
      [WAYPOINT, CART],
      [bound, WAYPOINT_SERVICE],
      '10.0.0.3',
      '10.1.0.2:80',
      up('10.0.0.3', 80),
    ],
    ['the same with another waypoint', [WAYPOINT, CART], [cart, WAYPOINT_SERVICE], '10.0.0.3', '10.1.0.2:80', null],
    [
      'anything, by a tunnel of the application',
      [{ ...WAYPOINT, ...tunnel }],
      [],
      '10.0.0.3',
      '10.1.0.2:80',
      up('10.0.0.3', 15088, '10.1.0.2:80'),
    ],
    ['the name of its Service', [CART], [cart], '10.0.0.2', 'cart.shop.svc.cluster.local:80', up('10.0.0.2', 8080)],
    ['a port that the Service has not', [CART], [cart], '10.0.0.2', 'cart.shop.svc.cluster.local:81', null],
    ['a Service of others', [WEB, CART], [cart], '10.0.0.1', 'cart.shop.svc.cluster.local:80', null],
    ["ztunnel's own port", [CART], [], '10.0.0.2', '10.0.0.2:15006', null],
    ['nothing, at an address of nobody', [CART], [], '10.0.0.9', '10.0.0.9:80', null],
  ])('%s', (_what, workloads, services, ip, target, expected) => {
    expect(inboundIn(dump(workloads, services), at(ip), '', target)).toEqual(expected);
  });
});
