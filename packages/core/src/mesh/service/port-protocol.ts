/** R6: what a proxy takes the bytes of a Service's port for. */
import type { ServiceEntry } from '../../state/istio.ts';
import type { ServicePort } from '../../state/kubernetes.ts';

/** `auto` is looked at as it comes: HTTP or plain TCP. */
export type PortProtocol = 'http' | 'tcp' | 'tls' | 'udp' | 'auto';

const WORDS: Readonly<Record<string, PortProtocol>> = {
  http: 'http',
  http2: 'http',
  h2c: 'http',
  grpc: 'http',
  'grpc-web': 'http',
  'http-proxy': 'http',
  http_proxy: 'http',
  'kubernetes.io/h2c': 'http',
  'kubernetes.io/ws': 'http',
  https: 'tls',
  tls: 'tls',
  'kubernetes.io/wss': 'tls',
  hbone: 'tcp',
  tcp: 'tcp',
  mongo: 'tcp',
  mysql: 'tcp',
  redis: 'tcp',
  udp: 'udp',
};

/** Ports whose servers speak first, so that nothing is waited for: SMTP, DNS, MySQL, MongoDB. */
const SPEAK_FIRST: ReadonlySet<number> = new Set([25, 53, 3306, 27017]);

/** By `appProtocol`, else by the beginning of the port's name. */
export function protocolOfPort(port: ServicePort): PortProtocol {
  if (port.protocol === 'UDP') return 'udp';
  if (port.appProtocol !== '') return WORDS[port.appProtocol.toLowerCase()] ?? 'auto';
  const name = port.name.toLowerCase();
  const word = name.startsWith('grpc-web') ? 'grpc-web' : name.split('-')[0]!;
  const known = WORDS[word] ?? 'auto';
  return known === 'auto' && SPEAK_FIRST.has(port.port) ? 'tcp' : known;
}

/** A ServiceEntry says it outright. */
export function protocolOfEntry(entry: ServiceEntry, port: number): PortProtocol {
  const found = entry.ports.find((candidate) => candidate.number === port);
  return found ? (WORDS[found.protocol.toLowerCase()] ?? 'auto') : 'auto';
}
