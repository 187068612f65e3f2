import { addService, addWorkload, parseCall, waypointLabels } from './declare.ts';
import { splitRef } from './identity.ts';
import type { AppOptions } from './options.ts';
import type { Call, CaptureFault, ContainerPort, Labels, MeshSpec, PortSpec } from './spec.ts';

const HTTP: PortSpec = { port: 80, target: 8080, name: 'http', appProtocol: 'http' };

export function addApp(spec: MeshSpec, ref: string, options: AppOptions): void {
  const ports = options.ports ?? [HTTP];
  const workload = addWorkload(spec, { ...splitRef(ref), ...describeApp(ref, ports, options) });
  if (options.service === false) return;
  const { labels = {}, ...service } = options.service ?? {};
  addService(spec, {
    namespace: workload.namespace,
    name: workload.name,
    selector: workload.selector,
    ports: [...ports],
    ...service,
    labels: { ...waypointLabels(options.waypoint, workload.namespace), ...labels },
  });
}

const DEFAULTS = { replicas: 1, kind: 'Deployment', hostNetwork: false, sidecar: false } as const;

function describeApp(ref: string, ports: readonly PortSpec[], options: AppOptions) {
  const { namespace, name } = splitRef(ref);
  const { replicas, kind, hostNetwork, sidecar } = { ...DEFAULTS, ...options };
  const calls = (options.calls ?? []).map(parseCall);
  const declared = options.annotateCalls === true;
  return {
    replicas,
    kind,
    hostNetwork,
    sidecar,
    calls,
    selector: { app: name },
    podLabels: { ...(sidecar ? SIDECAR_LABELS : {}), ...options.labels },
    podAnnotations: { ...(declared ? callAnnotation(options.calls) : {}), ...options.annotations },
    serviceAccount: options.serviceAccount ?? name,
    container: 'app',
    image: `registry.example/${namespace}/${name}:1.4.2`,
    ports: [...(options.containerPorts ?? portsBehind(ports))],
    env: { ...(declared ? {} : callEnv(namespace, calls)), ...options.env },
    nodes: [...(options.nodes ?? [])],
    captures: captureFaults(options),
    told: options.untold !== true,
  };
}

function captureFaults(options: AppOptions): CaptureFault[] {
  return options.capture === undefined ? [] : [{ capture: options.capture }];
}

function callAnnotation(calls: readonly string[] = []): Labels {
  return { 'hopscope.dev/calls': calls.join(', ') };
}

const SCHEMES: Record<number, string> = {
  5432: 'postgres',
  6379: 'redis',
  443: 'https',
  9200: 'http',
  27017: 'mongodb',
};

/** The way applications are told where to call: `CATALOG_ADDR=catalog.shop:80`, `ORDERS_DB_URL=postgres://orders-db.data:5432`. */
function callEnv(namespace: string, calls: readonly Call[]): Labels {
  const own = `.${namespace}`;
  const env: Labels = {};
  for (const call of calls) {
    const key = (call.target.split('/').at(-1) ?? call.host).toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
    const host = call.host.endsWith(own) ? call.host.slice(0, -own.length) : call.host;
    const scheme = SCHEMES[call.port];
    if (scheme === undefined) env[`${key}_ADDR`] = `${host}:${call.port}`;
    else env[`${key}_URL`] = `${scheme}://${host}:${call.port}`;
  }
  return env;
}

function portsBehind(ports: readonly PortSpec[]): ContainerPort[] {
  return ports.map((port) => ({
    name: typeof port.target === 'string' ? port.target : (port.name ?? `p-${port.port}`),
    port: typeof port.target === 'number' ? port.target : port.target === undefined ? port.port : 8080,
  }));
}

const SIDECAR_LABELS: Labels = {
  'sidecar.istio.io/inject': 'true',
  'security.istio.io/tlsMode': 'istio',
  'networking.istio.io/tunnel': 'http',
};
