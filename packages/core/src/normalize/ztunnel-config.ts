/** ztunnel's `/config_dump`, in every shape its releases have written it. */
import type {
  WaypointAddress,
  ZtunnelConnection,
  ZtunnelDump,
  ZtunnelProxy,
  ZtunnelService,
  ZtunnelWorkload,
} from '../state/readings.ts';
import {
  int,
  intern,
  isRecord,
  list,
  numbers,
  oneOf,
  type Raw,
  record,
  records,
  strings,
  strOr,
  word,
} from './fields.ts';
import { readZtunnelCertificate } from './ztunnel-certificate.ts';
import { countUnknownKeys } from './ztunnel-keys.ts';
import { readZtunnelPolicy } from './ztunnel-policy.ts';

/** Who answered and when: the same for every reading. */
export interface Answered {
  readonly pod: string;
  readonly at: string | null;
}

/** A dump; null where the text is JSON but no dump of a ztunnel. Certificates lose their PEMs. */
export function readZtunnelDump(body: unknown, answered: Answered): ZtunnelDump | null {
  if (!isRecord(body) || !isDump(body)) return null;
  const workloads = entries(body['workloads']).map(([key, raw]) => readWorkload(raw, key));
  const byAddress = new Map(workloads.flatMap((workload) => workload.ips.map((ip) => [ip, workload.uid])));
  const state = oneOf(body, 'workloadState', 'workload_state');
  const domain = word(record(body['config'])['clusterDomain']);
  return {
    ...answered,
    version: versionOf(record(body['version'])),
    workloads,
    services: entries(body['services']).map(([, raw]) => readService(raw, byAddress)),
    policies: entries(body['policies']).map(([, raw]) => readZtunnelPolicy(raw)),
    certificates: records(body['certificates']).map(readZtunnelCertificate),
    proxies: entries(state).map(([uid, raw]) => readProxy(raw, uid)),
    hasProxies: state !== undefined,
    unknownKeys: countUnknownKeys(body),
    ...(domain === '' ? {} : { clusterDomain: domain }),
  };
}

function isDump(body: Raw): boolean {
  return ['workloads', 'services', 'policies', 'workloadState', 'workload_state'].some(
    (key) => body[key] !== undefined,
  );
}

/** A list of objects or a map of them; of a list the key is ''. */
function entries(value: unknown): [string, Raw][] {
  if (Array.isArray(value)) return records(value).map((raw) => ['', raw]);
  return Object.entries(record(value)).flatMap(([key, raw]): [string, Raw][] => (isRecord(raw) ? [[key, raw]] : []));
}

function versionOf(raw: Raw): string {
  const named = [raw['istioVersion'], raw['gitTag'], raw['version']].map((value) => word(value));
  return named.find((version) => version !== '' && version !== 'unknown') ?? '';
}

/** Fields at their default are left out of a dump; ztunnel's own defaults fill them. */
function readWorkload(raw: Raw, key: string): ZtunnelWorkload {
  const ips = strings(oneOf(raw, 'workloadIps', 'workload_ips', 'workloadIp', 'workload_ip', 'addresses'));
  const protocol = word(raw['protocol']).toUpperCase();
  const mode = word(oneOf(raw, 'networkMode', 'network_mode'))
    .replace('_', '')
    .toLowerCase();
  return {
    uid: word(raw['uid']),
    name: word(raw['name']),
    namespace: word(raw['namespace']),
    ips: ips.length > 0 ? ips : addressOfKey(key),
    protocol: protocol === 'HBONE' ? 'HBONE' : 'TCP',
    hostNetwork: mode === 'hostnetwork' || raw['hostNetwork'] === true,
    waypoint: readGatewayAddress(raw['waypoint']),
    networkGateway: readGatewayAddress(oneOf(raw, 'networkGateway', 'network_gateway')),
    serviceAccount: strOr(oneOf(raw, 'serviceAccount', 'service_account'), 'default'),
    trustDomain: strOr(oneOf(raw, 'trustDomain', 'trust_domain'), 'cluster.local'),
    network: word(raw['network']),
    clusterId: word(oneOf(raw, 'clusterId', 'cluster_id')),
    node: word(raw['node']),
    workloadName: word(oneOf(raw, 'workloadName', 'workload_name')),
    hostname: word(raw['hostname']),
    policies: strings(oneOf(raw, 'authorizationPolicies', 'authorization_policies')),
    healthy: isHealthy(raw['status']),
    services: readServiceNames(raw['services']),
    ...readTunnel(oneOf(raw, 'applicationTunnel', 'application_tunnel')),
  };
}

function readTunnel(value: unknown): Pick<ZtunnelWorkload, 'applicationTunnel'> {
  if (!isRecord(value)) return {};
  return { applicationTunnel: { protocol: word(value['protocol']).toUpperCase(), port: int(value['port'], 0) } };
}

/** Old dumps key a workload by `network/address`. */
function addressOfKey(key: string): string[] {
  const address = key.slice(key.indexOf('/') + 1);
  return /^[0-9a-f.:]+$/i.test(address) ? [address] : [];
}

const isHealthy = (status: unknown): boolean => strOr(status, 'Healthy').toLowerCase() === 'healthy';

function readServiceNames(value: unknown): string[] {
  if (!isRecord(value)) {
    return list(value).flatMap((item) => (isRecord(item) ? [namespacedHost(item)] : strings(item)));
  }
  return Object.keys(value);
}

const namespacedHost = (raw: Raw): string =>
  intern(`${word(raw['namespace'])}/${strOr(raw['hostname'], word(raw['name']))}`);

/** `destination` is text, or an object that names a host or an address; the port has had three names. */
function readGatewayAddress(value: unknown): WaypointAddress | null {
  if (typeof value === 'string') return value === '' ? null : { destination: value, port: 15008 };
  if (!isRecord(value)) return null;
  const destination = destinationOf(value['destination'] ?? value);
  if (destination === '') return null;
  return { destination, port: int(oneOf(value, 'hboneMtlsPort', 'hbone_mtls_port', 'port'), 15008) };
}

function destinationOf(outer: unknown): string {
  if (typeof outer === 'string') return word(outer);
  const wrapped = oneOf(record(outer), 'Hostname', 'Address', 'hostname', 'address');
  const value = isRecord(wrapped) ? wrapped : record(outer);
  if (value['hostname'] !== undefined) return namespacedHost(value);
  const address = word(isRecord(wrapped) ? wrapped['address'] : wrapped);
  if (address === '') return '';
  return address.includes('/') ? address : intern(`${word(value['network'])}/${address}`);
}

function readService(raw: Raw, byAddress: ReadonlyMap<string, string>): ZtunnelService {
  const vips = oneOf(raw, 'vips', 'addresses');
  return {
    name: word(raw['name']),
    namespace: word(raw['namespace']),
    hostname: word(raw['hostname']),
    vips: list(vips).flatMap((vip) =>
      isRecord(vip) ? [`${word(vip['network'])}/${word(vip['address'])}`] : strings(vip),
    ),
    ports: numbers(raw['ports']),
    endpoints: entries(raw['endpoints']).map(([key, endpoint]) => readEndpoint(endpoint, key, byAddress)),
    waypoint: readGatewayAddress(raw['waypoint']),
    subjectAltNames: strings(oneOf(raw, 'subjectAltNames', 'subject_alt_names')),
  };
}

function readEndpoint(
  raw: Raw,
  key: string,
  byAddress: ReadonlyMap<string, string>,
): ZtunnelService['endpoints'][number] {
  return {
    workloadUid: endpointUid(raw, key, byAddress),
    healthy: isHealthy(raw['status']),
    ports: numbers(oneOf(raw, 'port', 'ports')),
  };
}

/** Old keys are `<uid>:<network>/<address>`, older endpoints know only the address. */
function endpointUid(raw: Raw, key: string, byAddress: ReadonlyMap<string, string>): string {
  const named = word(oneOf(raw, 'workloadUid', 'workload_uid'));
  if (named !== '') return named;
  const fromKey = key.replace(/:[^:/]*\/[0-9a-f.:]+$/i, '');
  if (fromKey.split('/').length >= 4) return intern(fromKey);
  const value = raw['address'];
  const address = isRecord(value) ? word(value['address']) : word(value);
  return byAddress.get(address.slice(address.indexOf('/') + 1)) ?? byAddress.get(addressOfKey(key)[0] ?? '') ?? key;
}

function readProxy(raw: Raw, uid: string): ZtunnelProxy {
  const info = record(raw['info']);
  const connections = record(raw['connections']);
  return {
    podUid: uid || word(oneOf(raw, 'uid', 'podUid')),
    state: proxyState(raw['state']),
    name: word(info['name']),
    namespace: word(info['namespace']),
    serviceAccount: word(oneOf(info, 'serviceAccount', 'service_account')),
    connections: [...readConnections(connections, 'inbound'), ...readConnections(connections, 'outbound')],
  };
}

function proxyState(value: unknown): string {
  return isRecord(value) ? word(Object.keys(value)[0]) : word(value);
}

function readConnections(raw: Raw, direction: 'inbound' | 'outbound'): ZtunnelConnection[] {
  return records(raw[direction]).map((connection) => ({
    direction,
    src: word(connection['src']),
    originalDst: word(oneOf(connection, 'originalDst', 'original_dst')),
    actualDst: word(oneOf(connection, 'actualDst', 'actual_dst')),
    protocol: strOr(connection['protocol'], 'TCP').toUpperCase(),
  }));
}
