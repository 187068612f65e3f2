/** What joins the mesh without being a Kubernetes Service or pod: ServiceEntry, WorkloadEntry. */
import type { ServiceEntry, WorkloadEntry, WorkloadEntrySpec } from '../state/istio.ts';
import { int, intOrNull, numbers, type Raw, record, records, str, strings, strOr } from './fields.ts';
import { readConditions, readLabels, readMetadata } from './metadata.ts';

/** A ServiceEntry, with the addresses istiod allocated for it (D3). */
export function readServiceEntry(raw: Raw): ServiceEntry {
  const spec = record(raw['spec']);
  const status = record(raw['status']);
  const selector = spec['workloadSelector'];
  return {
    hosts: strings(spec['hosts']).map((host) => str(host.toLowerCase())),
    ...readMetadata(raw, true),
    addresses: strings(spec['addresses']),
    allocated: Array.isArray(status['addresses']) ? status['addresses'].flatMap(allocatedAddress) : [],
    ports: records(spec['ports']).map((port) => ({
      number: int(port['number']),
      name: str(port['name']),
      protocol: str(port['protocol']).toUpperCase(),
      targetPort: intOrNull(port['targetPort']) || null,
    })),
    resolution: strOr(spec['resolution'], 'NONE').toUpperCase(),
    location: strOr(spec['location'], 'MESH_EXTERNAL').toUpperCase(),
    exportTo: strings(spec['exportTo']),
    endpoints: records(spec['endpoints']).map(readEntry),
    workloadSelector: selector === undefined || selector === null ? null : readLabels(record(selector)['labels']),
    subjectAltNames: strings(spec['subjectAltNames']),
    conditions: readConditions(status['conditions']),
  };
}

/** `{ host, value }`; the first releases wrote the value alone. */
function allocatedAddress(entry: unknown): ServiceEntry['allocated'] {
  const raw = record(entry);
  const address = typeof entry === 'string' ? entry : str(raw['value']);
  return address === '' ? [] : [{ host: str(raw['host']).toLowerCase(), address }];
}

function readEntry(raw: Raw): WorkloadEntrySpec {
  return {
    address: str(raw['address']),
    ports: numbers(raw['ports']),
    labels: readLabels(raw['labels']),
    serviceAccount: str(raw['serviceAccount']),
    network: str(raw['network']),
    locality: str(raw['locality']),
    weight: int(raw['weight']),
  };
}

/** A WorkloadEntry. */
export function readWorkloadEntry(raw: Raw): WorkloadEntry {
  return {
    entry: readEntry(record(raw['spec'])),
    ...readMetadata(raw, true),
    conditions: readConditions(record(raw['status'])['conditions']),
  };
}
