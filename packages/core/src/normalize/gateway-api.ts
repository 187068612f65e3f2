/** Gateway API: GatewayClass, Gateway, ReferenceGrant. */
import type { Gateway, GatewayClass, Listener, ListenerStatus, ReferenceGrant } from '../state/gateway-api.ts';
import { int, type Raw, record, records, str, strOr } from './fields.ts';
import { readConditions, readMetadata, readSelectorOrNull } from './metadata.ts';

/** A GatewayClass. */
export function readGatewayClass(raw: Raw): GatewayClass {
  return {
    ...readMetadata(raw, false),
    controller: str(record(raw['spec'])['controllerName']),
    conditions: readConditions(record(raw['status'])['conditions']),
  };
}

/** A Gateway of the Gateway API: ingress, waypoint or east-west. */
export function readGateway(raw: Raw): Gateway {
  const spec = record(raw['spec']);
  const status = record(raw['status']);
  return {
    ...readMetadata(raw, true),
    className: str(spec['gatewayClassName']),
    listeners: records(spec['listeners']).map(readListener),
    specAddresses: readAddresses(spec['addresses']),
    addresses: readAddresses(status['addresses']),
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
    ...readMetadata(raw, true),
    from: records(spec['from']).map((from) => ({
      group: str(from['group']),
      kind: str(from['kind']),
      namespace: str(from['namespace']),
    })),
    to: records(spec['to']).map((to) => ({ group: str(to['group']), kind: str(to['kind']), name: str(to['name']) })),
  };
}
