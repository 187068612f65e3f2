import { expect, test } from 'vitest';
import { emptyState, type MeshState } from '../../state/mesh-state.ts';
import { gateway, gatewayClass, metadata, pod } from '../small-mesh.ts';
import { componentPods } from './components.ts';

const AT = '2026-01-01T00:00:00Z';
const ofGateway = (name: string, more = {}) => ({
  labels: { 'gateway.networking.k8s.io/gateway-name': name, ...more },
  ips: ['10.0.0.9'],
});

const found = (parts: Partial<MeshState>): string[] =>
  componentPods({ ...emptyState(AT), ...parts }).map(
    ({ component, pod }) => `${component} ${pod.namespace}/${pod.name}`,
  );

test('Z1: what runs the mesh is found by its labels, wherever it stands', () => {
  const ips = ['10.0.0.1'];
  expect(
    found({
      pods: [
        pod('istio-system/istiod-1', { labels: { app: 'istiod' }, ips }),
        pod('old/pilot', { labels: { istio: 'pilot' }, ips }),
        pod('kube-system/ztunnel-a', { labels: { app: 'ztunnel' }, ips }),
        pod('kube-system/istio-cni-node-a', { labels: { 'k8s-app': 'istio-cni-node' }, ips }),
        pod('shop/cart', { labels: { app: 'cart' }, ips }),
      ],
    }),
  ).toEqual([
    'istiod istio-system/istiod-1',
    'istiod old/pilot',
    'ztunnel kube-system/ztunnel-a',
    'cni kube-system/istio-cni-node-a',
  ]);
});

test('nobody answers without an address, or after the end', () => {
  const labels = { app: 'ztunnel' };
  expect(
    found({
      pods: [
        pod('a/waiting', { labels, ips: [] }),
        pod('a/failed', { labels, ips: ['10.0.0.1'], phase: 'Failed' }),
        pod('a/done', { labels, ips: ['10.0.0.1'], phase: 'Succeeded' }),
      ],
    }),
  ).toEqual([]);
});

test('W7: a pod of a Gateway is what its class says; agentgateway is no Envoy, and a foreign class is not asked', () => {
  const gateways = [
    gateway('shop/wp'),
    gateway('shop/in', { className: 'istio' }),
    gateway('shop/agent', { className: 'istio-agentgateway-waypoint' }),
    gateway('shop/other', { className: 'contour' }),
    gateway('shop/own', { className: 'mine' }),
  ];
  const pods = gateways.map(({ name }) => pod(`shop/${name}-pod`, ofGateway(name)));
  const gatewayClasses = [gatewayClass('mine', { controller: 'istio.io/mesh-controller' })];
  expect(found({ pods, gateways, gatewayClasses })).toEqual([
    'waypoint shop/wp-pod',
    'gateway shop/in-pod',
    'waypoint shop/own-pod',
  ]);
});

test('W7: where Gateways may not be read, the controller that made a pod tells', () => {
  const managed = (by: string) => ({ 'gateway.istio.io/managed': by });
  const pods = [
    pod('shop/a', ofGateway('a', managed('istio.io-mesh-controller'))),
    pod('shop/b', ofGateway('b', managed('istio.io-gateway-controller'))),
    pod('shop/c', ofGateway('c', managed('istio.io-eastwest-controller'))),
    pod('shop/d', ofGateway('d')),
  ];
  expect(found({ pods })).toEqual(['waypoint shop/a', 'gateway shop/b', 'gateway shop/c']);
});

test('G4: the proxies that a Gateway of Istio selects', () => {
  const pods = [pod('edge/in', { labels: { istio: 'ingressgateway' }, ips: ['10.0.0.1'] })];
  const istioGateways = [{ ...metadata('edge/public'), selector: { istio: 'ingressgateway' }, servers: [] }];
  expect(found({ pods, istioGateways })).toEqual(['gateway edge/in']);
  expect(found({ pods })).toEqual([]);
});
