import { expect, test } from 'vitest';
import type { Route } from '../../state/gateway-api.ts';
import { gateway, gatewayClass, namespace, service, smallMesh } from '../small-mesh.ts';
import {
  hasIngressLabel,
  ingressGateways,
  ingressUsesWaypoint,
  routesOfGateway,
  servicesOfGateway,
} from './gateway.ts';
import { routesNaming } from './gateway-attachment.ts';

const parent = {
  group: 'gateway.networking.k8s.io',
  kind: 'Gateway',
  namespace: 'edge',
  name: 'public',
  sectionName: '',
  port: null,
};
const backend = { group: '', kind: 'Service', namespace: 'shop', name: 'cart', port: 80, weight: 1, filters: [] };
const rules = [
  {
    name: '',
    matches: [],
    filters: [],
    backends: [backend, { ...backend, kind: 'InferencePool' }],
    retries: null,
    timeout: '',
  },
];
const route = (name: string, rest: Partial<Route> = {}): Route => ({
  ...gatewayClass(name),
  namespace: 'shop',
  kind: 'HTTPRoute',
  hostnames: [],
  parents: [parent],
  rules,
  status: [],
  ...rest,
});
const edge = gateway('edge/public', { className: 'istio' });
const accepted = (status: string): Route['status'] => [
  {
    parent,
    controller: '',
    conditions: [{ type: 'Accepted', status, reason: '', message: '', since: null, observedGeneration: null }],
  },
];

test('W6: gateways for traffic from outside are neither waypoints nor east-west nor remote', () => {
  const gateways = [
    edge,
    gateway('shop/wp'),
    gateway('edge/ew', { className: 'istio-east-west' }),
    gateway('edge/far', { className: 'istio-remote' }),
  ];
  expect(ingressGateways(smallMesh({ gateways })).map((one) => one.name)).toEqual(['public']);
});

test('G1: routes that name a gateway, and those it does not refuse', () => {
  const routes = [
    route('plain'),
    route('fine', { status: accepted('True') }),
    route('refused', { status: accepted('False') }),
    route('other', { parents: [{ ...parent, name: 'private' }] }),
    route('mesh', { parents: [{ ...parent, group: '', kind: 'Service' }] }),
  ];
  const mesh = smallMesh({ gateways: [edge], routes });
  expect(routesOfGateway(mesh, edge).map((one) => one.name)).toEqual(['plain', 'fine']);
  expect(routesNaming(mesh, edge).map((one) => one.name)).toEqual(['plain', 'fine', 'refused']);
});

const LABEL = 'istio.io/ingress-use-waypoint';
test.each([
  [undefined, undefined, false, false],
  ['true', undefined, true, true],
  ['True', undefined, true, true],
  ['1', undefined, true, true],
  ['yes', undefined, true, false],
  ['', undefined, true, false],
  [undefined, 'true', true, true],
  [undefined, '', true, false],
  ['false', 'true', true, false],
  ['', 'true', true, false],
])('P16: service %j, namespace %j', (ofService, ofNamespace, present, uses) => {
  const labelled = (value: string | undefined): Record<string, string> =>
    value === undefined ? {} : { [LABEL]: value };
  const one = service('shop/cart', { labels: labelled(ofService) });
  const mesh = smallMesh({ namespaces: [namespace('shop', labelled(ofNamespace))] });
  expect([hasIngressLabel(mesh, one), ingressUsesWaypoint(mesh, one)]).toEqual([present, uses]);
});

test('W7, G2: a gateway kept by hand is reached by the Services it names, others by those made for them', () => {
  const made = service('edge/public-istio', { labels: { 'gateway.networking.k8s.io/gateway-name': 'public' } });
  const mesh = smallMesh({ services: [made, service('other/front')] });
  const namesOf = (host?: string): string[] =>
    servicesOfGateway(
      mesh,
      host === undefined ? edge : { ...edge, specAddresses: [{ type: 'Hostname', value: host }] },
    ).map(({ name }) => name);
  expect(namesOf()).toEqual(['public-istio']);
  expect(namesOf('front.other.svc.cluster.local')).toEqual(['front']);
  expect(namesOf('public-istio')).toEqual(['public-istio']);
  expect(namesOf('nowhere.other')).toEqual([]);
});
