/** ServiceEntries and WorkloadEntries of a random mesh. */
import type { KubeObject } from '../bundle.ts';
import type { Choices } from './choices.ts';
import {
  ACCOUNTS,
  anyNamespace,
  appLabels,
  appSelector,
  canaryAnnotations,
  distributionAnnotations,
  type LabelSet,
  make,
  meta,
  revisionLabels,
  type World,
  waypointLabels,
} from './world.ts';

/** One ServiceEntry; hosts are few, so that several name the same (S2). */
export function randomServiceEntry(world: World, at: number): KubeObject {
  const { choose } = world;
  const namespace = anyNamespace(world);
  const labels = {
    ...waypointLabels(world, namespace, 40),
    ...revisionLabels(world),
    ...(choose.chance(30) ? appLabels(world) : {}),
    ...(choose.chance(8) ? { 'networking.istio.io/tunnel': 'http' } : {}),
    ...(choose.chance(8)
      ? { 'networking.istio.io/enable-autoallocate-ip': choose.pick(['true', 'false', 'False']) }
      : {}),
  };
  const annotations = {
    ...canaryAnnotations(world),
    ...distributionAnnotations(world, 15),
    ...(choose.chance(8) ? { 'istio.io/connect-strategy': choose.pick(STRATEGIES) } : {}),
  };
  const metadata = meta(namespace, `e${at}`, labels, annotations);
  return make('networking.istio.io/v1', 'ServiceEntry', metadata, { spec: entrySpec(world, namespace) });
}

const STRATEGIES = ['RACE_FIRST_TCP_CONNECT', 'race_first_tcp_connect', 'DEFAULT', ''] as const;

function entrySpec(world: World, namespace: string): object {
  const { choose } = world;
  const resolution = choose.pick(['STATIC', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'NONE', 'DYNAMIC_DNS']);
  const location = choose.chance(70) ? 'MESH_EXTERNAL' : 'MESH_INTERNAL';
  const addresses = choose.chance(40)
    ? choose.some(['240.1.0.1', '240.1.0.2', '203.0.113.0/24', '2001:db8::7'], 1, 2)
    : [];
  return {
    hosts: entryHosts(world, namespace, resolution),
    ...(addresses.length > 0 ? { addresses } : {}),
    ports: entryPorts(choose),
    resolution,
    ...(choose.chance(85) ? { location } : {}),
    ...(choose.chance(15) ? { subjectAltNames: ['spiffe://cluster.local/ns/x/sa/y'] } : {}),
    ...(choose.chance(15) ? { exportTo: [choose.pick(['.', '*'])] } : {}),
    ...behind(world, namespace, resolution),
  };
}

function entryHosts(world: World, namespace: string, resolution: string): string[] {
  const { choose, prefix } = world;
  const own = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => `h${i}.${prefix}example.com`);
  if (resolution === 'DYNAMIC_DNS' || choose.chance(8)) return [`*.w${choose.int(3)}.${prefix}example.com`];
  // A ServiceEntry may name the host of a Service of its own or of another namespace.
  if (choose.chance(6))
    return [`s${choose.int(4)}.${choose.chance(60) ? namespace : anyNamespace(world)}.svc.cluster.local`];
  return choose.some(own, 1, 2);
}

function entryPorts(choose: Choices): object[] {
  return choose.some(['http', 'grpc', 'tls', 'tcp'], 1, 3).map((name, i) => ({
    name,
    number: 80 + i,
    protocol: name.toUpperCase(),
    ...(choose.chance(25) ? { targetPort: 8080 + i } : {}),
  }));
}

/** D4, S6: endpoints written in, a selector, or neither. */
function behind(world: World, namespace: string, resolution: string): object {
  const { choose } = world;
  const isStatic = resolution === 'STATIC';
  const mayHave = isStatic || resolution.startsWith('DNS');
  if (!mayHave || choose.chance(15)) return {};
  if (isStatic && choose.chance(45)) return { workloadSelector: { labels: appSelector(world) } };
  const addresses = choose.some([1, 2, 3, 4, 5], isStatic ? 1 : 0, 3);
  if (addresses.length === 0) return {};
  const address = (n: number) => (isStatic ? `192.0.2.${n}` : `b${n}.backend.example.com`);
  return { endpoints: addresses.map((n) => ({ address: address(n), ...workloadFields(world, namespace) })) };
}

/** One WorkloadEntry, with labels in either half or both. */
export function randomWorkloadEntry(world: World, at: number): KubeObject {
  const { choose } = world;
  const namespace = anyNamespace(world);
  const labels: LabelSet = {
    ...(choose.chance(50) ? appLabels(world) : {}),
    ...waypointLabels(world, namespace, 20),
    ...revisionLabels(world),
  };
  const address = choose.chance(85) ? `192.0.2.${100 + at}` : `vm${at}.example.com`;
  const spec = { address, ...workloadFields(world, namespace) };
  return make('networking.istio.io/v1', 'WorkloadEntry', meta(namespace, `w${at}`, labels), { spec });
}

/** What a WorkloadEntry and an endpoint written into a ServiceEntry have in common. */
function workloadFields(world: World, namespace: string): object {
  const { choose } = world;
  const labels = {
    ...(choose.chance(60) ? appLabels(world) : {}),
    ...waypointLabels(world, namespace, 12),
    ...(choose.chance(10) ? { 'networking.istio.io/tunnel': choose.pick(['http', 'none']) } : {}),
  };
  const ports = choose.some(['http', 'grpc', 'tls', 'tcp'], 0, 2);
  return {
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(choose.chance(40) ? { serviceAccount: choose.pick(ACCOUNTS) } : {}),
    ...(choose.chance(20) ? { network: choose.pick(['far', 'near']) } : {}),
    ...(choose.chance(20) ? { locality: choose.pick(['region-1/zone-2', 'region-1', 'a/b/c']) } : {}),
    ...(choose.chance(20) ? { weight: 1 + choose.int(5) } : {}),
    ...(ports.length > 0 ? { ports: Object.fromEntries(ports.map((name, i) => [name, 7000 + i])) } : {}),
  };
}
