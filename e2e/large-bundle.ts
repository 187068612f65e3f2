/** A mesh that no map shows whole, as a bundle in a file of its own: namespaces of services that call one another. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAMESPACES = 10;
const SERVICES = 20;
const BROKEN = 'ns-3/app-4';

/** Writes the bundle; the result is its path. One service of `ns-3` has no ready pod. */
export function writeLargeBundle(): string {
  const objects = Array.from({ length: NAMESPACES * SERVICES }, (_, i) => serviceObjects(i)).flat();
  const namespaces = Array.from({ length: NAMESPACES }, (_, i) => object('Namespace', '', `ns-${i}`, {}));
  const path = join(mkdtempSync(join(tmpdir(), 'hopscope-large-')), 'bundle.json');
  const bundle = {
    hopscopeBundle: 1,
    takenAt: '2026-11-20T10:00:00Z',
    objects: [...namespaces, ...objects],
    readings: [],
  };
  writeFileSync(path, JSON.stringify(bundle));
  return path;
}

function nameOf(i: number): string {
  const index = i % (NAMESPACES * SERVICES);
  return `ns-${Math.floor(index / SERVICES)}/app-${index % SERVICES}`;
}

function serviceObjects(i: number) {
  const [namespace, name] = nameOf(i).split('/') as [string, string];
  const isReady = nameOf(i) !== BROKEN;
  const calls = [i + 1, i + 2, i * 7 + 3].map(nameOf).filter((one) => one !== nameOf(i));
  const env = calls.map((one, index) => {
    const [where, app] = one.split('/') as [string, string];
    return { name: `CALL_${index}_ADDR`, value: `${app}.${where}:80` };
  });
  const ip = `10.0.${Math.floor(i / 200)}.${(i % 200) + 1}`;
  const labels = { app: name };
  const ready = { type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime: '2026-11-19T00:00:00Z' };
  const pod = {
    spec: {
      nodeName: `node-${i % 4}`,
      containers: [{ name: 'app', image: 'app:1', env, ports: [{ containerPort: 8080 }] }],
    },
    status: {
      phase: 'Running',
      podIP: ip,
      podIPs: [{ ip }],
      conditions: [ready],
      containerStatuses: [{ name: 'app', ready: isReady, restartCount: 0, state: { running: {} } }],
    },
  };
  const slice = {
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: [
      {
        addresses: [ip],
        conditions: { ready: isReady, serving: isReady },
        targetRef: { kind: 'Pod', name: `${name}-0`, namespace },
      },
    ],
  };
  return [
    object('Service', namespace, name, {
      spec: {
        clusterIP: `10.1.${Math.floor(i / 200)}.${(i % 200) + 1}`,
        selector: labels,
        ports: [{ name: 'http', port: 80, targetPort: 8080 }],
      },
    }),
    object('Pod', namespace, `${name}-0`, pod, labels),
    {
      ...object('EndpointSlice', namespace, name, slice, { 'kubernetes.io/service-name': name }),
      apiVersion: 'discovery.k8s.io/v1',
    },
  ];
}

function object(kind: string, namespace: string, name: string, body: object, labels: Record<string, string> = {}) {
  const metadata = {
    name,
    namespace,
    uid: `${kind} ${namespace}/${name}`,
    labels,
    creationTimestamp: '2026-11-01T00:00:00Z',
  };
  return { apiVersion: 'v1', kind, metadata, ...body };
}
