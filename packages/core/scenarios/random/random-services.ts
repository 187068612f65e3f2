/** Services of every kind and EndpointSlices written by hand, of a random mesh. */
import type { KubeObject } from '../bundle.ts';
import {
  anyNamespace,
  appSelector,
  canaryAnnotations,
  distributionAnnotations,
  make,
  meta,
  PORT_NAMES,
  type World,
  waypointLabels,
} from './world.ts';

/** One Service; one without a selector mostly brings an EndpointSlice. */
export function randomService(world: World, at: number): KubeObject[] {
  const { choose } = world;
  const namespace = anyNamespace(world);
  const name = `s${at}`;
  const labels = {
    ...waypointLabels(world, namespace, 40),
    ...(choose.chance(3) ? { 'gateway.istio.io/managed': 'istio.io-mesh-controller' } : {}),
    ...(choose.chance(4) ? { 'istio.io/global': 'true' } : {}),
  };
  const annotations = { ...canaryAnnotations(world), ...distributionAnnotations(world, 20) };
  const metadata = meta(namespace, name, labels, annotations);
  if (choose.chance(5)) {
    const spec = { type: 'ExternalName', externalName: 'example.com', ports: [{ port: 80 }] };
    return [make('v1', 'Service', metadata, { spec })];
  }
  const selector = choose.chance(15) ? null : appSelector(world);
  const ports = servicePorts(world);
  const spec = { ports, ...(selector ? { selector } : {}), ...serviceOptions(world) };
  const service = make('v1', 'Service', metadata, { spec });
  const isOpen = selector === null || Object.keys(selector).length === 0;
  return isOpen && choose.chance(85) ? [service, randomSlice(world, namespace, name, ports)] : [service];
}

type Port = { name: string; port: number };

function servicePorts(world: World): Port[] {
  const { choose } = world;
  const names = choose.some(['http', 'grpc', 'metrics', 'tcp-db', 'x'], 1, 3);
  return names.map((name, i) => ({
    name,
    port: 80 + i,
    ...(choose.chance(65) ? { targetPort: choose.pick([8080, 9080, 1, ...PORT_NAMES]) } : {}),
    ...(choose.chance(8) ? { protocol: 'UDP' } : {}),
    ...(choose.chance(20) ? { appProtocol: choose.pick(['http', 'kubernetes.io/h2c', 'odd']) } : {}),
  }));
}

function serviceOptions(world: World): object {
  const { choose } = world;
  const headless = choose.chance(18);
  const local = choose.chance(15);
  return {
    ...(headless ? { clusterIP: 'None' } : {}),
    ...(choose.chance(15) ? { publishNotReadyAddresses: true } : {}),
    ...(local ? { internalTrafficPolicy: choose.pick(['Local', 'Local', 'Cluster']) } : {}),
    ...(choose.chance(20)
      ? { trafficDistribution: choose.pick(['PreferClose', 'PreferSameZone', 'PreferSameNode']) }
      : {}),
    ...(!headless && choose.chance(8) ? { type: choose.pick(['NodePort', 'LoadBalancer']) } : {}),
    ...(choose.chance(5) ? { externalIPs: ['192.0.2.7'] } : {}),
    ...(choose.chance(5) ? { sessionAffinity: 'ClientIP' } : {}),
  };
}

/** S5: addresses that somebody wrote, some with the name of a pod. */
function randomSlice(world: World, namespace: string, service: string, ports: readonly Port[]): KubeObject {
  const { choose } = world;
  const addresses = choose.some([1, 2, 3, 4, 5, 6], 1, 3).map((last) => `198.51.100.${last}`);
  const labels = choose.chance(95) ? { 'kubernetes.io/service-name': service } : {};
  return make('discovery.k8s.io/v1', 'EndpointSlice', meta(namespace, `${service}-hand`, labels), {
    addressType: 'IPv4',
    ports: ports.flatMap(({ name, port }) => slicePort(world, name, port)),
    endpoints: addresses.map((address) => ({
      addresses: [address],
      ...(choose.chance(60) ? { conditions: { ready: choose.chance(75) } } : {}),
      ...(choose.chance(25) ? { targetRef: targetOf(world, namespace) } : {}),
    })),
  });
}

function slicePort(world: World, name: string, port: number): object[] {
  const { choose } = world;
  if (choose.chance(10)) return [];
  return [
    {
      name: choose.chance(90) ? name : 'other',
      ...(choose.chance(95) ? { port: port + 8000 } : {}),
      protocol: choose.chance(92) ? 'TCP' : 'UDP',
    },
  ];
}

function targetOf(world: World, namespace: string): object {
  const { choose } = world;
  const name = `p${choose.int(8)}`;
  return { kind: choose.chance(85) ? 'Pod' : 'Node', name, ...(choose.chance(90) ? { namespace } : {}) };
}
