/** S1, R6: the protocol a port is declared to carry, as istiod reads it from names and appProtocol. */

/** '' = not declared, or one that istiod has no word for. */
export type ApplicationProtocol = '' | 'HTTP11' | 'HTTP2' | 'GRPC' | 'TLS' | 'TCP';

/** Ports whose servers speak first: never sniffed, so TCP where nothing else is declared. */
const WELL_KNOWN_TCP: ReadonlySet<number> = new Set([25, 53, 3306, 27017]);

/** Words of Kubernetes' own for appProtocol. */
const KUBERNETES_WORDS: Readonly<Record<string, ApplicationProtocol>> = {
  'kubernetes.io/h2c': 'HTTP2',
  'kubernetes.io/ws': 'HTTP11',
  'kubernetes.io/wss': 'TLS',
};

const WORDS: Readonly<Record<string, ApplicationProtocol>> = {
  http: 'HTTP11',
  http2: 'HTTP2',
  grpc: 'GRPC',
  tls: 'TLS',
  https: 'TLS',
  tcp: 'TCP',
};

/** Words that istiod knows and does not pass on: a well-known port is not taken for TCP then. */
const SILENT_WORDS: ReadonlySet<string> = new Set(['udp', 'http_proxy', 'mongo', 'redis', 'mysql']);

/** R6: a Service's port; appProtocol beats the prefix of the name. */
export function applicationProtocolOf(port: {
  name: string;
  port: number;
  protocol: string;
  appProtocol: string;
}): ApplicationProtocol {
  if (port.protocol === 'UDP') return '';
  const known = KUBERNETES_WORDS[port.appProtocol];
  if (known !== undefined) return known;
  const text = (port.appProtocol || port.name).toLowerCase();
  if (text.startsWith('grpc-web')) return '';
  const word = text.split('-')[0] ?? '';
  const isKnown = WORDS[word] !== undefined || SILENT_WORDS.has(word);
  return !isKnown && WELL_KNOWN_TCP.has(port.port) ? 'TCP' : protocolOfWord(word);
}

/** The protocol field of a ServiceEntry's port. */
export function protocolOfWord(word: string): ApplicationProtocol {
  return WORDS[word.toLowerCase()] ?? '';
}
