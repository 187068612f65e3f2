/** Namespaces, nodes, Services, EndpointSlices and events. */
import type { EndpointSlice, KubernetesEvent, Namespace, Node, Service, ServicePort } from '../state/kubernetes.ts';
import {
  bool,
  int,
  intOrNull,
  intOrStr,
  type Raw,
  record,
  records,
  shortened,
  str,
  strings,
  strOr,
  time,
  word,
} from './fields.ts';
import { MESH_LABEL, readConditions, readLabels, readMetadata, writtenAt } from './metadata.ts';

/** A Namespace. */
export function readNamespace(raw: Raw): Namespace {
  return {
    phase: strOr(record(raw['status'])['phase'], 'Active'),
    ...readMetadata(raw, false),
    labelledAt: writtenAt(raw, 'f:labels', MESH_LABEL),
  };
}

/** A Node. */
export function readNode(raw: Raw): Node {
  const status = record(raw['status']);
  const info = record(status['nodeInfo']);
  return {
    conditions: readConditions(status['conditions']),
    ...readMetadata(raw, false),
    taints: records(record(raw['spec'])['taints']).map(taintText),
    addresses: records(status['addresses'])
      .map((address) => str(address['address']))
      .filter((address) => address !== ''),
    bootId: str(info['bootID']),
    os: str(info['operatingSystem']),
  };
}

function taintText(taint: Raw): string {
  const value = str(taint['value']);
  const key = value === '' ? str(taint['key']) : `${str(taint['key'])}=${value}`;
  const effect = str(taint['effect']);
  return effect === '' ? key : `${key}:${effect}`;
}

/** A Service. Older API servers and hand-written objects have `clusterIP` without `clusterIPs`. */
export function readService(raw: Raw): Service {
  const spec = record(raw['spec']);
  const status = record(raw['status']);
  const type = strOr(spec['type'], 'ClusterIP');
  const ips = clusterIps(spec);
  return {
    type,
    ...readMetadata(raw, true),
    clusterIPs: type === 'ExternalName' ? [] : ips.filter((ip) => ip !== 'None'),
    headless: ips.includes('None'),
    selector: spec['selector'] === undefined || spec['selector'] === null ? null : readLabels(spec['selector']),
    ports: records(spec['ports']).map(servicePort),
    internalTrafficPolicy: strOr(spec['internalTrafficPolicy'], 'Cluster'),
    externalTrafficPolicy: strOr(spec['externalTrafficPolicy'], 'Cluster'),
    trafficDistribution: str(spec['trafficDistribution']),
    publishNotReady: bool(spec['publishNotReadyAddresses']),
    ipFamilies: strings(spec['ipFamilies']),
    externalName: str(spec['externalName']),
    externalIPs: strings(spec['externalIPs']),
    loadBalancer: records(record(status['loadBalancer'])['ingress'])
      .map((ingress) => str(ingress['ip']) || str(ingress['hostname']))
      .filter((address) => address !== ''),
    sessionAffinity: strOr(spec['sessionAffinity'], 'None'),
    conditions: readConditions(status['conditions']),
  };
}

function clusterIps(spec: Raw): string[] {
  const ips = strings(spec['clusterIPs']);
  return ips.length > 0 ? ips : strings(spec['clusterIP']);
}

function servicePort(raw: Raw): ServicePort {
  return {
    name: str(raw['name']),
    port: int(raw['port']),
    targetPort: intOrStr(raw['targetPort']) || 0,
    protocol: strOr(raw['protocol'], 'TCP'),
    appProtocol: str(raw['appProtocol']),
    nodePort: intOrNull(raw['nodePort']) || null,
  };
}

/** An EndpointSlice; an endpoint without conditions counts as ready, as Kubernetes says it should. */
export function readEndpointSlice(raw: Raw): EndpointSlice {
  const metadata = readMetadata(raw, true);
  return {
    service: metadata.labels['kubernetes.io/service-name'] ?? '',
    ...metadata,
    addressType: strOr(raw['addressType'], 'IPv4'),
    ports: records(raw['ports']).map((port) => ({
      name: str(port['name']),
      port: intOrNull(port['port']),
      protocol: strOr(port['protocol'], 'TCP'),
    })),
    endpoints: records(raw['endpoints']).map(endpoint),
  };
}

function endpoint(raw: Raw): EndpointSlice['endpoints'][number] {
  const conditions = record(raw['conditions']);
  const target = record(raw['targetRef']);
  const isPod = str(target['kind']) === 'Pod';
  const ready = conditions['ready'] !== false;
  return {
    addresses: strings(raw['addresses']),
    ready,
    serving: typeof conditions['serving'] === 'boolean' ? conditions['serving'] : ready,
    terminating: conditions['terminating'] === true,
    pod: isPod ? str(target['name']) : '',
    podNamespace: isPod ? word(target['namespace']) : '',
    podUid: isPod ? str(target['uid']) : '',
    node: word(raw['nodeName']),
    zone: word(raw['zone']),
  };
}

const EVENT_MESSAGE_LIMIT = 500;

/** An Event; null for a `Normal` one, which a live server is not asked for either. */
export function readEvent(raw: Raw): KubernetesEvent | null {
  if (raw['type'] === 'Normal') return null;
  const metadata = readMetadata(raw, true);
  const involved = record(raw['involvedObject'] ?? raw['regarding']);
  const series = record(raw['series']);
  return {
    reason: word(raw['reason']),
    ...metadata,
    message: shortened(raw['message'] ?? raw['note'], EVENT_MESSAGE_LIMIT),
    involved: { kind: word(involved['kind']), namespace: word(involved['namespace']), name: str(involved['name']) },
    count: Math.max(1, int(series['count'] ?? raw['count'] ?? raw['deprecatedCount'], 1)),
    lastAt:
      time(series['lastObservedTime']) ??
      time(raw['lastTimestamp']) ??
      time(raw['deprecatedLastTimestamp']) ??
      time(raw['eventTime']) ??
      time(raw['firstTimestamp']) ??
      metadata.createdAt,
  };
}
