/** Waypoints and other Gateways of a random mesh, and classes of its own. */
import type { KubeObject } from '../bundle.ts';
import type { Choices } from './choices.ts';
import { make, meta, type World } from './world.ts';

const TYPES = ['service', 'service', 'workload', 'all', 'all', 'none', '', 'Service', 'pods'] as const;

/** A class of waypoints that is not Istio's own, with or without a word on traffic. */
export function randomClasses(world: World): KubeObject[] {
  const { choose } = world;
  if (!choose.chance(50)) return [];
  const labels = choose.chance(70) ? { 'istio.io/waypoint-for': choose.pick(TYPES) } : {};
  const controllerName = choose.pick(['istio.io/mesh-controller', 'example.com/other']);
  return [
    make('gateway.networking.k8s.io/v1', 'GatewayClass', meta('', classOf(world), labels), {
      spec: { controllerName },
    }),
  ];
}

const classOf = (world: World): string => `${world.prefix}class`;

/** One Gateway: mostly a waypoint, now and then something else that a label may name. */
export function randomGateway(world: World, at: number): KubeObject {
  const { choose } = world;
  const { namespace, name } = world.waypoints[at]!;
  const gatewayClassName = choose.chance(78)
    ? 'istio-waypoint'
    : choose.pick(['istio', 'istio-remote', classOf(world), 'no-such-class']);
  const labels = {
    ...(choose.chance(65) ? { 'istio.io/waypoint-for': choose.pick(TYPES) } : {}),
    ...(choose.chance(5) ? { 'istio.io/rev': choose.pick(['default', 'canary']) } : {}),
  };
  const annotations = {
    ...(choose.chance(8) ? { 'ambient.istio.io/waypoint-inbound-binding': choose.pick(BINDINGS) } : {}),
    ...(choose.chance(15) ? { 'networking.istio.io/service-type': choose.pick(['ClusterIP', 'LoadBalancer']) } : {}),
  };
  const spec = {
    gatewayClassName,
    ...(gatewayClassName === 'istio-remote' ? { addresses: remoteAddresses(choose) } : {}),
    listeners: listeners(world, gatewayClassName),
  };
  return make('gateway.networking.k8s.io/v1', 'Gateway', meta(namespace, name, labels, annotations), { spec });
}

const BINDINGS = ['PROXY', 'PROXY/15088', 'NONE', 'NONE/15009', 'PROXY/x', 'proxy'] as const;

function remoteAddresses(choose: Choices): object[] {
  return choose.some(
    [
      { type: 'IPAddress', value: '203.0.113.9' },
      { type: 'Hostname', value: 'remote.example.com' },
    ],
    1,
    2,
  );
}

function listeners(world: World, className: string): object[] {
  const { choose } = world;
  const mesh = { name: 'mesh', port: 15008, protocol: 'HBONE', ...allowed(world) };
  const http = { name: 'http', port: 80, protocol: 'HTTP', ...allowed(world) };
  const proxy = { name: 'proxy', port: 15088, protocol: 'istio.io/PROXY', ...allowed(world) };
  if (className === 'istio') return [http];
  if (choose.chance(85)) return [mesh];
  return choose.pick([[http], [mesh, proxy], [{ ...mesh, port: 15009 }], [http, mesh]]);
}

/** W5: whose objects may use it. */
function allowed(world: World): object {
  const { choose } = world;
  if (choose.chance(35)) return {};
  const from = choose.pick(['Same', 'All', 'All', 'Selector', undefined]);
  const selector = {
    ...(choose.chance(70) ? { matchLabels: { team: choose.pick(['blue', 'red', 'green']) } } : {}),
    ...(choose.chance(30) ? { matchExpressions: [expression(choose)] } : {}),
  };
  if (from === 'Selector') return { allowedRoutes: { namespaces: { from, selector } } };
  return { allowedRoutes: { namespaces: from === undefined ? {} : { from } } };
}

function expression(choose: Choices): object {
  const operator = choose.pick(['In', 'NotIn', 'Exists', 'DoesNotExist']);
  return { key: 'team', operator, ...(operator.endsWith('In') ? { values: ['red', 'green'] } : {}) };
}
