/** The configuration dump of a ztunnel in a large mesh, in the shape that releases of the 1.29 to 1.31 line write. */
import { randomBytes } from 'node:crypto';

export interface DumpSize {
  /** bytes of text, about */
  bytes: number;
  podsPerService: number;
  nodes: number;
}

/** About what a workload, its endpoint and its share of a service take. */
const BYTES_PER_POD = 1150;

/** A dump as text, indented as ztunnel does; its own node is `node-1`. */
export function generateDump({ bytes, podsPerService, nodes }: DumpSize): string {
  const services = Math.ceil(bytes / BYTES_PER_POD / podsPerService);
  const named = Array.from({ length: services }, (_, i) => nameOf(i));
  const workloads = named.flatMap((name, i) =>
    Array.from({ length: podsPerService }, (_, k) => workloadOf(name, k, i * podsPerService + k, nodes)),
  );
  const own = workloads.filter(({ node }) => node === 'node-1');
  const dump = {
    certificates: own.map(certificateOf),
    config: { clusterDomain: 'cluster.local', network: '', xdsAddress: 'https://istiod.istio-system.svc:15012' },
    policies: named.filter((_, i) => i % 20 === 0).map(policyOf),
    services: named.map((name, i) => serviceOf(name, i, podsPerService)),
    stagedServices: {},
    staticConfig: { policies: [], services: [], workloads: [] },
    version: { buildStatus: 'Clean', gitTag: '1.31.0', istioVersion: '1.31.0', version: 'e5f2' },
    workloadState: Object.fromEntries(own.map((workload, i) => [uid(i), proxyOf(workload)])),
    workloads,
  };
  return JSON.stringify(dump, null, 2);
}

const nameOf = (i: number) => ({ namespace: `team-${i % 200}`, service: `service-${i}` });
type Name = ReturnType<typeof nameOf>;
type Workload = ReturnType<typeof workloadOf>;

const uid = (i: number): string => `3ae5838c-639f-4a81-8428-${i.toString(16).padStart(12, '0')}`;
const podOf = ({ service }: Name, k: number): string => `${service}-65bb674965-${(k + 46656).toString(36)}`;
const address = (i: number): string => `10.${244 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;

function workloadOf(name: Name, k: number, i: number, nodes: number) {
  const { namespace, service } = name;
  return {
    canonicalName: service,
    canonicalRevision: 'v1',
    capacity: 1,
    clusterId: 'Kubernetes',
    locality: { region: 'region-1', subzone: '', zone: `zone-${i % 3}` },
    name: podOf(name, k),
    namespace,
    networkMode: 'Standard',
    node: `node-${(i % nodes) + 1}`,
    protocol: 'HBONE',
    serviceAccount: service,
    services: [`${namespace}/${service}.${namespace}.svc.cluster.local`],
    status: 'Healthy',
    trustDomain: 'cluster.local',
    uid: `Kubernetes//Pod/${namespace}/${podOf(name, k)}`,
    workloadIps: [address(i)],
    workloadName: service,
    workloadType: 'deployment',
  };
}

function serviceOf(name: Name, i: number, pods: number): object {
  const { namespace, service } = name;
  const endpoints = Array.from({ length: pods }, (_, k) => `Kubernetes//Pod/${namespace}/${podOf(name, k)}`);
  return {
    canonical: true,
    endpoints: Object.fromEntries(
      endpoints.map((workloadUid) => [workloadUid, { port: { 80: 8080 }, status: 'Healthy', workloadUid }]),
    ),
    hostname: `${service}.${namespace}.svc.cluster.local`,
    ipFamilies: 'IPv4',
    name: service,
    namespace,
    ports: { 80: 8080 },
    subjectAltNames: [],
    vips: [`/10.96.${i >> 8}.${i & 255}`],
    visibility: 'Public',
  };
}

const policyOf = ({ namespace, service }: Name): object => ({
  action: 'Allow',
  name: `allow-${service}`,
  namespace,
  rules: [[[{ principals: [{ Exact: `cluster.local/ns/${namespace}/sa/${service}` }] }]]],
  scope: 'WorkloadSelector',
});

function certificateOf({ namespace, serviceAccount }: Workload, i: number): object {
  const link = (serialNumber: string) => ({
    expirationTime: '2026-11-24T20:52:40Z',
    pem: randomBytes(900).toString('base64'),
    serialNumber,
    validFrom: '2026-11-23T20:50:40Z',
  });
  return {
    certChain: [link(`${i}`)],
    identity: `spiffe://cluster.local/ns/${namespace}/sa/${serviceAccount}`,
    rootCerts: [link('1')],
    state: 'Available',
  };
}

const proxyOf = ({ name, namespace, serviceAccount }: Workload): object => ({
  connections: { inbound: [], outbound: [] },
  info: { name, namespace, serviceAccount, trustDomain: '' },
  state: 'Up',
});
