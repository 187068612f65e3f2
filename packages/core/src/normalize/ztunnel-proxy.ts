/** ztunnel's proxy for one of its pods, and the connections that are open through it (Z5). */
import type { ZtunnelConnection, ZtunnelProxy } from '../state/readings.ts';
import { isRecord, oneOf, type Raw, record, records, strOr, word } from './fields.ts';

/** One proxy and the key it has in the map. */
export function readZtunnelProxy(raw: Raw, uid: string): ZtunnelProxy {
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
