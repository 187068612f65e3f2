/** Namespaces, service accounts, Deployments and pods of a random mesh. */
import type { KubeObject } from '../bundle.ts';
import {
  ACCOUNTS,
  anyNamespace,
  appLabels,
  canaryAnnotations,
  distributionAnnotations,
  type LabelSet,
  make,
  meta,
  type World,
  waypointLabels,
} from './world.ts';

/** A pod with this annotation is to be made not ready once it runs. */
export const UNREADY = 'hopscope.io/unready';

/** The namespaces, with all that a namespace may decide for what is in it. */
export function randomNamespaces(world: World): KubeObject[] {
  const { choose } = world;
  return world.namespaces.map((name) => {
    const labels: LabelSet = {
      ...modeLabels(world, 60),
      ...waypointLabels(world, name, 45),
      ...(choose.chance(40) ? { team: choose.pick(['blue', 'red']) } : {}),
      ...(choose.chance(10) ? { 'topology.istio.io/network': 'far' } : {}),
      ...(choose.chance(6) ? { 'istio-injection': choose.pick(['enabled', 'disabled']) } : {}),
    };
    const annotations = { ...canaryAnnotations(world), ...distributionAnnotations(world, 15) };
    return make('v1', 'Namespace', meta('', name, labels, annotations));
  });
}

/** E2: `ambient`, `none`, and words that mean nothing. */
function modeLabels(world: World, percent: number): LabelSet {
  const { choose } = world;
  if (!choose.chance(percent)) return {};
  const words = ['ambient', 'ambient', 'ambient', 'ambient', 'none', 'sidecar', 'Ambient', ''] as const;
  return { 'istio.io/dataplane-mode': choose.pick(words) };
}

/** The accounts that pods run as, in every namespace. */
export function randomAccounts(world: World): KubeObject[] {
  return world.namespaces.flatMap((namespace) =>
    ACCOUNTS.filter((name) => name !== 'default').map((name) => make('v1', 'ServiceAccount', meta(namespace, name))),
  );
}

/** A Deployment of one or two pods. */
export function randomDeployment(world: World, at: number): KubeObject {
  const { choose } = world;
  const namespace = anyNamespace(world);
  const labels = { ...podLabels(world, namespace), deployment: `d${at}` };
  const template = { metadata: { labels, annotations: podAnnotations(world) }, spec: podSpec(world) };
  const spec = { replicas: 1 + choose.int(2), selector: { matchLabels: { deployment: `d${at}` } }, template };
  return make('apps/v1', 'Deployment', meta(namespace, `d${at}`), { spec });
}

/** A pod that nothing owns. */
export function randomPod(world: World, at: number): KubeObject {
  const namespace = anyNamespace(world);
  const annotations = { ...podAnnotations(world), ...(world.choose.chance(30) ? { [UNREADY]: 'true' } : {}) };
  return make('v1', 'Pod', meta(namespace, `p${at}`, podLabels(world, namespace), annotations), {
    spec: podSpec(world),
  });
}

function podLabels(world: World, namespace: string): LabelSet {
  const { choose } = world;
  return {
    ...appLabels(world),
    ...modeLabels(world, 20),
    ...waypointLabels(world, namespace, 25),
    ...(choose.chance(5) ? { 'networking.istio.io/tunnel': choose.pick(['http', 'HTTP', 'none', '']) } : {}),
    ...(choose.chance(4) ? { 'security.istio.io/tlsMode': choose.pick(['istio', 'disabled']) } : {}),
    ...(choose.chance(5) ? instanceLabels(world, namespace) : {}),
  };
}

/** W10: a pod that says it runs a Gateway, which may or may not exist. */
function instanceLabels(world: World, namespace: string): LabelSet {
  const { choose } = world;
  const local = world.waypoints.filter((waypoint) => waypoint.namespace === namespace).map(({ name }) => name);
  const key = choose.pick(['gateway.networking.k8s.io/gateway-name', 'istio.io/gateway-name']);
  return { [key]: choose.pick([...local, 'missing']) };
}

function podAnnotations(world: World): LabelSet {
  const { choose } = world;
  return {
    ...(choose.chance(4) ? { 'sidecar.istio.io/status': '{}' } : {}),
    ...(choose.chance(4) ? { 'ambient.istio.io/bypass-inbound-capture': 'true' } : {}),
  };
}

function podSpec(world: World): object {
  const { choose } = world;
  const account = choose.pick(ACCOUNTS);
  return {
    ...(account === 'default' ? {} : { serviceAccountName: account }),
    ...(choose.chance(8) ? { hostNetwork: true } : {}),
    containers: [
      { name: 'app', image: 'example.com/app:1', ports: containerPorts(world, 8080) },
      ...(choose.chance(20) ? [{ name: 'side', image: 'example.com/side:1', ports: containerPorts(world, 9080) }] : []),
    ],
    ...(choose.chance(12) ? { initContainers: [initContainer(world)] } : {}),
  };
}

/** S4: ports of an init container count only while it stays (restartPolicy Always). */
function initContainer(world: World): object {
  return {
    name: 'init',
    image: 'example.com/init:1',
    ports: [{ name: 'metrics', containerPort: 9999 }],
    ...(world.choose.chance(50) ? { restartPolicy: 'Always' } : {}),
  };
}

function containerPorts(world: World, base: number): object[] {
  const { choose } = world;
  return choose.some(['http', 'grpc', 'metrics'], 0, 3).map((name, i) => ({
    name,
    containerPort: base + i,
    ...(choose.chance(8) ? { protocol: 'UDP' } : {}),
  }));
}
