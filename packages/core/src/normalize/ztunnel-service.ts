/** A service as ztunnel holds it, in every spelling its releases have written. */
import type { ZtunnelService } from '../state/readings.ts';
import { intern, isRecord, list, numbers, oneOf, type Raw, strings, word } from './fields.ts';
import { addressOfKey, isHealthy, readGatewayAddress } from './ztunnel-workload.ts';

type Endpoint = ZtunnelService['endpoints'][number];

/** An endpoint that old dumps name by address alone: which workload it is shows when all workloads are known. */
export interface NamedByAddress {
  endpoint: Endpoint;
  /** likelier first */
  addresses: readonly string[];
}

/** One service; endpoints without a workload's name go into `unnamed`, with their key as a name until then. */
export function readZtunnelService(raw: Raw, unnamed: NamedByAddress[]): ZtunnelService {
  const vips = oneOf(raw, 'vips', 'addresses');
  return {
    name: word(raw['name']),
    namespace: word(raw['namespace']),
    hostname: word(raw['hostname']),
    vips: list(vips).flatMap((vip) =>
      isRecord(vip) ? [`${word(vip['network'])}/${word(vip['address'])}`] : strings(vip),
    ),
    ports: numbers(raw['ports']),
    endpoints: entries(raw['endpoints']).map(([key, endpoint]) => readEndpoint(endpoint, key, unnamed)),
    waypoint: readGatewayAddress(raw['waypoint']),
    subjectAltNames: strings(oneOf(raw, 'subjectAltNames', 'subject_alt_names')),
  };
}

/** A list of objects or a map of them; of a list the key is ''. Entries of another type are left out. */
export function entries(value: unknown): [string, Raw][] {
  const pairs: [string, unknown][] = Array.isArray(value)
    ? value.map((item) => ['', item])
    : isRecord(value)
      ? Object.entries(value)
      : [];
  return pairs.filter((pair): pair is [string, Raw] => isRecord(pair[1]));
}

function readEndpoint(raw: Raw, key: string, unnamed: NamedByAddress[]): Endpoint {
  const named = nameOf(raw, key);
  const endpoint = {
    workloadUid: named || key,
    healthy: isHealthy(raw['status']),
    ports: numbers(oneOf(raw, 'port', 'ports')),
  };
  if (named === '') {
    const value = raw['address'];
    const address = isRecord(value) ? word(value['address']) : word(value);
    unnamed.push({ endpoint, addresses: [address.slice(address.indexOf('/') + 1), ...addressOfKey(key)] });
  }
  return endpoint;
}

/** Old keys are `<uid>:<network>/<address>`, older endpoints know only the address: ''. */
function nameOf(raw: Raw, key: string): string {
  const named = word(oneOf(raw, 'workloadUid', 'workload_uid'));
  if (named !== '') return named;
  const fromKey = key.replace(/:[^:/]*\/[0-9a-f.:]+$/i, '');
  return fromKey.split('/').length >= 4 ? intern(fromKey) : '';
}
