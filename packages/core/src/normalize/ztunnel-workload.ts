/** A workload as ztunnel holds it, in every spelling its releases have written. */
import type { WaypointAddress, ZtunnelWorkload } from '../state/readings.ts';
import { int, intern, isRecord, list, oneOf, type Raw, record, strings, strOr, word } from './fields.ts';

/** One workload and the key it has in a map ('' in a list). Fields at their default are left out; ztunnel's own defaults fill them. */
export function readZtunnelWorkload(raw: Raw, key: string): ZtunnelWorkload {
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

/** Old dumps key a workload, and an endpoint, by `network/address`. */
export function addressOfKey(key: string): string[] {
  const address = key.slice(key.indexOf('/') + 1);
  return /^[0-9a-f.:]+$/i.test(address) ? [address] : [];
}

/** Health at its default is left out. */
export const isHealthy = (status: unknown): boolean => strOr(status, 'Healthy').toLowerCase() === 'healthy';

function readServiceNames(value: unknown): string[] {
  if (!isRecord(value)) {
    return list(value).flatMap((item) => (isRecord(item) ? [namespacedHost(item)] : strings(item)));
  }
  return Object.keys(value);
}

const namespacedHost = (raw: Raw): string =>
  intern(`${word(raw['namespace'])}/${strOr(raw['hostname'], word(raw['name']))}`);

/** `destination` is text, or an object that names a host or an address; the port has had three names. */
export function readGatewayAddress(value: unknown): WaypointAddress | null {
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
