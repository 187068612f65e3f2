import { expect, test } from 'vitest';
import type { IstioGateway, VirtualService } from '../../state/virtual-services.ts';
import { metadata, pod, smallMesh } from '../small-mesh.ts';
import { conflictingClaims } from './gateway-ports.ts';
import { carries, gatewayNamesOf, podsOfIstioGateway } from './istio-gateways.ts';

const server = (hosts: string[], rest: Partial<IstioGateway['servers'][number]> = {}) => ({
  name: 'http',
  port: 80,
  protocol: 'HTTP',
  hosts,
  tlsMode: '',
  bind: '',
  ...rest,
});

const gateway = (name: string, hosts: string[], rest: Partial<IstioGateway> = {}): IstioGateway => ({
  ...metadata(name),
  selector: { istio: 'ingress' },
  servers: [server(hosts)],
  ...rest,
});

const virtual = (hosts: string[], gateways: string[] = []): VirtualService => ({
  ...metadata('shop/vs'),
  hosts,
  gateways,
  exportTo: [],
  http: [],
  tcp: [],
  tls: [],
});

test('G4: a Gateway selects proxies by their labels, in any namespace', () => {
  const own = gateway('edge/g', ['*']);
  const mesh = smallMesh({
    istioGateways: [own],
    pods: [
      pod('proxies/a', { labels: { istio: 'ingress' } }),
      pod('proxies/b', { labels: { istio: 'ingress' }, phase: 'Succeeded' }),
      pod('edge/c', { labels: { istio: 'other' } }),
    ],
  });
  expect(podsOfIstioGateway(mesh, own).map(({ name }) => name)).toEqual(['a']);
});

test.each([
  ['mesh', []],
  ['g', ['shop/g']],
  ['./g', ['shop/g']],
  ['edge/g', ['edge/g']],
  ['g.edge.svc.cluster.local', ['edge/g']],
])('G4: a VirtualService that names %s means %j', (name, expected) => {
  expect(gatewayNamesOf(virtual(['a'], [name]))).toEqual(expected);
});

test.each([
  [['*'], ['a.example'], true],
  [['*.example'], ['a.example'], true],
  [['a.example'], ['*.example'], true],
  [['a.example'], ['b.example'], false],
  [['shop/a.example'], ['a.example'], true],
  [['edge/a.example'], ['a.example'], false],
  [['./a.example'], ['a.example'], false],
  [['*/a.example'], ['a.example'], true],
  [['a.shop.svc.cluster.local'], ['a'], true],
])('G4: servers for %j carry rules for %j: %s', (own, wanted, expected) => {
  const one = gateway('edge/g', own);
  expect(carries(smallMesh({ istioGateways: [one] }), one, virtual(wanted))).toBe(expected);
});

test('G4: of two Gateways on the same proxies the younger comes too late, for the same host alone', () => {
  const proxies = [pod('edge/a', { labels: { istio: 'ingress' } })];
  const clash = (...gateways: IstioGateway[]) =>
    conflictingClaims(smallMesh({ istioGateways: gateways, pods: proxies })).map(({ ignored }) => ignored.object.name);
  const young = { createdAt: '2026-02-01T00:00:00Z' };
  expect(clash(gateway('edge/new', ['a'], young), gateway('edge/old', ['a', 'b']))).toEqual(['new']);
  expect(clash(gateway('edge/new', ['*.a'], young), gateway('edge/old', ['x.a']))).toEqual([]);
  expect(clash(gateway('edge/new', ['a'], { ...young, selector: { istio: 'x' } }), gateway('edge/old', ['a']))).toEqual(
    [],
  );
});
