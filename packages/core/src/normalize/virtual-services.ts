/** VirtualService, DestinationRule and the classic Gateway: whom they are for and where they send, without anything secret. */
import type {
  DestinationRule,
  IstioGateway,
  TextMatch,
  VirtualDestination,
  VirtualHttpMatch,
  VirtualHttpRoute,
  VirtualL4Route,
  VirtualService,
} from '../state/virtual-services.ts';
import { bool, int, intOrNull, isRecord, type Raw, record, records, str, strings } from './fields.ts';
import { readLabels, readMetadata } from './metadata.ts';
import { isSecretHeader } from './route-filters.ts';

/** A VirtualService. */
export function readVirtualService(raw: Raw): VirtualService {
  const metadata = readMetadata(raw, true);
  const spec = record(raw['spec']);
  return {
    hosts: strings(spec['hosts']).map((host) => host.toLowerCase()),
    ...metadata,
    gateways: strings(spec['gateways']),
    exportTo: strings(spec['exportTo']),
    http: records(spec['http']).map((route) => readHttpRoute(route, metadata.namespace)),
    tcp: records(spec['tcp']).map(readL4Route),
    tls: records(spec['tls']).map(readL4Route),
  };
}

function readHttpRoute(raw: Raw, namespace: string): VirtualHttpRoute {
  const fault = record(raw['fault']);
  const delegate = record(raw['delegate']);
  return {
    name: str(raw['name']),
    matches: records(raw['match']).map(readHttpMatch),
    destinations: records(raw['route']).map(readDestination),
    redirect: isRecord(raw['redirect']) ? readRedirect(raw['redirect']) : null,
    respond: isRecord(raw['directResponse']) ? int(raw['directResponse']['status']) : null,
    abort: isRecord(fault['abort'])
      ? { percent: readPercent(fault['abort']), status: int(fault['abort']['httpStatus'], 503) }
      : null,
    delay: isRecord(fault['delay'])
      ? { percent: readPercent(fault['delay']), duration: str(fault['delay']['fixedDelay']) }
      : null,
    rewrite: isRecord(raw['rewrite'])
      ? { uri: str(raw['rewrite']['uri']), authority: str(raw['rewrite']['authority']) }
      : null,
    retries: isRecord(raw['retries']) ? int(raw['retries']['attempts']) : null,
    timeout: str(raw['timeout']),
    delegate: str(delegate['name']) === '' ? '' : `${str(delegate['namespace']) || namespace}/${str(delegate['name'])}`,
  };
}

function readRedirect(raw: Raw): NonNullable<VirtualHttpRoute['redirect']> {
  return {
    uri: str(raw['uri']),
    authority: str(raw['authority']),
    port: intOrNull(raw['port']),
    scheme: str(raw['scheme']),
    status: int(raw['redirectCode'], 301),
  };
}

/** `percentage: {value}`, or the older whole number `percent`; without either every request. */
function readPercent(raw: Raw): number {
  const value = record(raw['percentage'])['value'] ?? raw['percent'];
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= 100 ? number : 100;
}

function readScope(raw: Raw) {
  return {
    port: intOrNull(raw['port']),
    gateways: strings(raw['gateways']),
    sourceLabels: readLabels(raw['sourceLabels']),
    sourceNamespace: str(raw['sourceNamespace']),
  };
}

function readHttpMatch(raw: Raw): VirtualHttpMatch {
  return {
    uri: readText(raw['uri']),
    ...readScope(raw),
    ignoreUriCase: bool(raw['ignoreUriCase']),
    method: readText(raw['method']),
    authority: readText(raw['authority']),
    scheme: readText(raw['scheme']),
    headers: readNamed(raw['headers']),
    withoutHeaders: readNamed(raw['withoutHeaders']),
    queryParams: readNamed(raw['queryParams']),
  };
}

function readText(value: unknown): TextMatch | null {
  if (!isRecord(value)) return null;
  for (const kind of ['exact', 'prefix', 'regex'] as const)
    if (typeof value[kind] === 'string') return { kind, value: value[kind] };
  return { kind: 'present', value: '' };
}

/** A value that may be secret is not kept: what it is compared with stays undecided. */
function readNamed(value: unknown): VirtualHttpMatch['headers'] {
  return Object.entries(record(value)).map(([name, raw]) => {
    const match = readText(raw) ?? { kind: 'present', value: '' };
    return { name, match: isSecretHeader(name) && match.kind !== 'present' ? { kind: 'withheld', value: '' } : match };
  });
}

function readDestination(raw: Raw): VirtualDestination {
  const destination = record(raw['destination']);
  return {
    host: str(destination['host']).toLowerCase(),
    subset: str(destination['subset']),
    port: intOrNull(record(destination['port'])['number']),
    weight: intOrNull(raw['weight']),
  };
}

function readL4Route(raw: Raw): VirtualL4Route {
  return {
    matches: records(raw['match']).map((match) => ({
      sni: strings(match['sniHosts']),
      ...readScope(match),
      destinationSubnets: strings(match['destinationSubnets']),
    })),
    destinations: records(raw['route']).map(readDestination),
  };
}

/** A DestinationRule. */
export function readDestinationRule(raw: Raw): DestinationRule {
  const spec = record(raw['spec']);
  const policy = record(spec['trafficPolicy']);
  const portTlsModes: Record<string, string> = {};
  for (const setting of records(policy['portLevelSettings'])) {
    const mode = tlsModeOf(setting);
    if (mode !== '') portTlsModes[str(record(setting['port'])['number'])] = mode;
  }
  return {
    host: str(spec['host']).toLowerCase(),
    ...readMetadata(raw, true),
    tlsMode: tlsModeOf(policy),
    portTlsModes,
    subsets: records(spec['subsets']).map((subset) => ({
      name: str(subset['name']),
      labels: readLabels(subset['labels']),
      tlsMode: tlsModeOf(record(subset['trafficPolicy'])),
    })),
    exportTo: strings(spec['exportTo']),
  };
}

const tlsModeOf = (policy: Raw): string => str(record(policy['tls'])['mode']).toUpperCase();

/** A Gateway of networking.istio.io. */
export function readIstioGateway(raw: Raw): IstioGateway {
  const spec = record(raw['spec']);
  return {
    selector: readLabels(spec['selector']),
    ...readMetadata(raw, true),
    servers: records(spec['servers']).map((server) => {
      const port = record(server['port']);
      return {
        name: str(server['name']) || str(port['name']),
        port: int(port['number']),
        protocol: str(port['protocol']).toUpperCase(),
        hosts: strings(server['hosts']).map((host) => host.toLowerCase()),
        tlsMode: str(record(server['tls'])['mode']).toUpperCase(),
        bind: str(server['bind']),
      };
    }),
  };
}
