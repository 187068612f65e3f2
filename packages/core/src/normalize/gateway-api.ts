/** Gateway API: GatewayClass, Gateway, ListenerSet, ReferenceGrant. */
import type {
  Gateway,
  GatewayClass,
  Listener,
  ListenerSet,
  ListenerStatus,
  ReferenceGrant,
} from '../state/gateway-api.ts';
import { int, type Raw, record, records, str, strOr } from './fields.ts';
import { readConditions, readMetadata, readSelectorOrNull } from './metadata.ts';
import { readParent } from './routes.ts';

/** A GatewayClass. */
export function readGatewayClass(raw: Raw): GatewayClass {
  return {
    controller: str(record(raw['spec'])['controllerName']),
    ...readMetadata(raw, false),
    conditions: readConditions(record(raw['status'])['conditions']),
  };
}

/** A Gateway of the Gateway API: ingress, waypoint or east-west. */
export function readGateway(raw: Raw): Gateway {
  const spec = record(raw['spec']);
  const status = record(raw['status']);
  return {
    className: str(spec['gatewayClassName']),
    ...readMetadata(raw, true),
    listeners: records(spec['listeners']).map(readListener),
    specAddresses: readAddresses(spec['addresses']),
    addresses: readAddresses(status['addresses']),
    conditions: readConditions(status['conditions']),
    listenerStatus: records(status['listeners']).map(readListenerStatus),
  };
}

/** A ListenerSet: listeners that join those of a Gateway. */
export function readListenerSet(raw: Raw): ListenerSet {
  const metadata = readMetadata(raw, true);
  const spec = record(raw['spec']);
  const status = record(raw['status']);
  return {
    parent: readParent(record(spec['parentRef']), metadata.namespace),
    ...metadata,
    listeners: records(spec['listeners']).map(readListener),
    conditions: readConditions(status['conditions']),
    listenerStatus: records(status['listeners']).map(readListenerStatus),
  };
}

function readAddresses(value: unknown): { type: string; value: string }[] {
  return records(value)
    .map((address) => ({ type: strOr(address['type'], 'IPAddress'), value: str(address['value']) }))
    .filter((address) => address.value !== '');
}

function readListener(raw: Raw): Listener {
  const namespaces = record(record(raw['allowedRoutes'])['namespaces']);
  const tls = raw['tls'];
  return {
    name: str(raw['name']),
    hostname: str(raw['hostname']),
    port: int(raw['port']),
    protocol: str(raw['protocol']),
    tlsMode: tls === undefined || tls === null ? '' : strOr(record(tls)['mode'], 'Terminate'),
    allowedKinds: records(record(raw['allowedRoutes'])['kinds']).map((kind) => str(kind['kind'])),
    allowedFrom: strOr(namespaces['from'], 'Same'),
    allowedSelector: readSelectorOrNull(namespaces['selector']),
  };
}

function readListenerStatus(raw: Raw): ListenerStatus {
  return {
    name: str(raw['name']),
    attachedRoutes: int(raw['attachedRoutes']),
    conditions: readConditions(raw['conditions']),
  };
}

/** A ReferenceGrant. */
export function readReferenceGrant(raw: Raw): ReferenceGrant {
  const spec = record(raw['spec']);
  return {
    from: records(spec['from']).map((from) => ({
      group: str(from['group']),
      kind: str(from['kind']),
      namespace: str(from['namespace']),
    })),
    ...readMetadata(raw, true),
    to: records(spec['to']).map((to) => ({ group: str(to['group']), kind: str(to['kind']), name: str(to['name']) })),
  };
}
