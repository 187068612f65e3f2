/** What a cluster makes of applied objects, in a word or two: pods with nodes and addresses, Services with addresses, waypoints that are ready. */
import type { Bundle, KubeObject } from '../bundle.ts';
import { hashText } from '../mesh/identity.ts';
import { UNREADY } from './random-workloads.ts';
import { runWaypoint } from './run-waypoint.ts';
import { systemObjects } from './system-objects.ts';
import { make, meta } from './world.ts';

const TAKEN_AT = '2026-11-20T10:00:00Z';
const NODES = ['node-1', 'node-2'] as const;

interface Running {
  applied: readonly KubeObject[];
  nodes: readonly string[];
}

type Fields = Record<string, unknown>;

/** The applied objects as a running cluster would show them, with its own beside them. The same objects always run alike. */
export function runObjects(objects: readonly KubeObject[], nodes: readonly string[] = NODES): Bundle {
  const applied = objects.map(bornOf);
  const running: Running = { applied, nodes };
  const gateways = applied.filter(({ kind }) => kind === 'Gateway');
  const own = systemObjects(nodes).map(bornOf);
  const grown = [
    ...applied.filter(({ kind }) => kind !== 'ServiceAccount').flatMap((one) => run(one, running)),
    ...gateways
      .flatMap((gateway) => runWaypoint(gateway))
      .map(bornOf)
      .flatMap((one) => run(one, running)),
  ];
  return {
    hopscopeBundle: 1,
    takenAt: TAKEN_AT,
    cluster: 'east',
    objects: [...own.flatMap((one) => run(one, running)), ...grown],
    readings: [],
  };
}

/** Age follows from the name, so that it does not depend on the order of things. */
function bornOf(object: KubeObject): KubeObject {
  const { kind, metadata } = object;
  const number = hashText(`${kind}/${metadata.namespace}/${metadata.name}`);
  const creationTimestamp = `2026-11-19T0${number % 10}:${String(number % 60).padStart(2, '0')}:00Z`;
  return { ...object, metadata: { uid: `uid-${number}`, creationTimestamp, ...metadata } };
}

function run(object: KubeObject, running: Running): KubeObject[] {
  switch (object.kind) {
    case 'Deployment':
      return runDeployment(object, running);
    case 'Pod':
      return [runPod(object, running)];
    case 'Service':
      return [runService(object)];
    case 'Gateway':
      return [runGateway(object)];
    default:
      return [object];
  }
}

/** One pod is enough to stand for its Deployment. */
function runDeployment(deployment: KubeObject, running: Running): KubeObject[] {
  const { name, namespace = '' } = deployment.metadata;
  const { template } = deployment['spec'] as { template: { metadata: Fields; spec: Fields } };
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name,
    uid: deployment.metadata.uid ?? '',
    controller: true,
  };
  const pod = bornOf({
    ...make('v1', 'Pod', { ...meta(namespace, `${name}-0`), ...template.metadata, ownerReferences: [owner] }),
    spec: template.spec,
  });
  const status = { replicas: 1, readyReplicas: 1, updatedReplicas: 1 };
  return [{ ...deployment, status }, runPod(pod, running)];
}

function runPod(pod: KubeObject, { applied, nodes }: Running): KubeObject {
  const { name, namespace = '' } = pod.metadata;
  const number = hashText(`${namespace}/${name}`);
  const spec = pod['spec'] as Fields;
  const ready = pod.metadata.annotations?.[UNREADY] === undefined;
  const containers = (spec['containers'] as { name: string }[]).map((one) => ({
    name: one.name,
    ready,
    state: { running: { startedAt: '2026-11-19T10:00:00Z' } },
  }));
  const status = {
    phase: 'Running',
    podIPs: [{ ip: addressOf(128, number) }],
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    containerStatuses: containers,
  };
  const annotations = { ...pod.metadata.annotations, ...captureOf(pod, applied) };
  const nodeName = (spec['nodeName'] as string | undefined) ?? nodes[number % nodes.length];
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec: { ...spec, nodeName }, status };
}

/** E1, E2 as istio-cni's defaults have it. */
function captureOf(pod: KubeObject, applied: readonly KubeObject[]): Record<string, string> {
  const { labels = {}, annotations = {}, namespace } = pod.metadata;
  const space = applied.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace);
  const key = 'istio.io/dataplane-mode';
  const wanted = labels[key] === 'ambient' || (labels[key] !== 'none' && space?.metadata.labels?.[key] === 'ambient');
  const never = (pod['spec'] as Fields)['hostNetwork'] === true || annotations['sidecar.istio.io/status'] !== undefined;
  return wanted && !never ? { 'ambient.istio.io/redirection': 'enabled' } : {};
}

function runService(service: KubeObject): KubeObject {
  const spec = service['spec'] as Fields;
  const hasAddress = spec['type'] !== 'ExternalName' && spec['clusterIP'] !== 'None';
  const number = hashText(`${service.metadata.namespace}/${service.metadata.name}`);
  const clusterIP = addressOf(192, number);
  const ports = (spec['ports'] as { port: number }[]).map((port) => ({ targetPort: port.port, ...port }));
  return { ...service, spec: { ...spec, ports, ...(hasAddress ? { clusterIP, clusterIPs: [clusterIP] } : {}) } };
}

/** W2, W3: a waypoint that was ready once; a Gateway of another class keeps what it asks for. */
function runGateway(gateway: KubeObject): KubeObject {
  const { name, namespace } = gateway.metadata;
  const spec = gateway['spec'] as { gatewayClassName: string; addresses?: object[] };
  const host = { type: 'Hostname', value: `${name}.${namespace}.svc.cluster.local` };
  const addresses = spec.gatewayClassName === 'istio-waypoint' ? [host] : (spec.addresses ?? []);
  return { ...gateway, status: { addresses } };
}

/** One of four million from the second octet on, so that hardly ever two are alike. */
const addressOf = (second: number, number: number): string =>
  `10.${second + ((number >>> 16) % 64)}.${(number >>> 8) % 256}.${number % 256}`;
