/** istiod's `/debug/ambientz`: workloads, services and policies in the form of the API, where addresses are base64. */
import type { AmbientView } from '../state/component-answers.ts';
import { bytesOfBase64, textOfBytes } from './base64.ts';
import { isRecord, oneOf, type Raw, record, records, str } from './fields.ts';
import { type Answered, readZtunnelDump } from './ztunnel-config.ts';

/** What istiod would tell ztunnels; null where the answer is none. */
export function readAmbientz(content: unknown, answered: Answered): AmbientView | null {
  if (!isRecord(content) || !['workloads', 'services', 'policies'].some((key) => key in content)) return null;
  const dump = readZtunnelDump(
    {
      workloads: records(content['workloads']).map(asInDump),
      services: records(content['services']).map(serviceAsInDump),
    },
    answered,
  );
  if (dump === null) return null;
  const policies = records(content['policies']).map((raw) => `${str(raw['namespace'])}/${str(raw['name'])}`);
  return { ...answered, workloads: dump.workloads, services: dump.services, policies: policies.sort() };
}

/** Newer answers wrap what they have in `workload`. */
function asInDump(outer: Raw): Raw {
  const raw = isRecord(outer['workload']) ? outer['workload'] : outer;
  return {
    ...raw,
    workloadIps: addressesOf(raw['addresses']),
    protocol: str(oneOf(raw, 'tunnelProtocol', 'tunnel_protocol', 'protocol')),
    waypoint: gatewayAsInDump(raw['waypoint']),
    networkGateway: gatewayAsInDump(oneOf(raw, 'networkGateway', 'network_gateway')),
    authorizationPolicies: oneOf(raw, 'authorizationPolicies', 'authorization_policies') ?? [],
  };
}

const addressesOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [])
    .map((address) => addressOfBase64(str(address)))
    .filter((address) => address !== '');

/** Base64 of an address as text, or of its bytes; an address in plain text stays. */
function addressOfBase64(text: string): string {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text) || /^[0-9a-f]*:[0-9a-f:.]*$/i.test(text)) return text;
  const bytes = bytesOfBase64(text);
  if (bytes.length === 4) return bytes.join('.');
  const plain = textOfBytes(bytes);
  if (/^[0-9a-f.:]+$/i.test(plain)) return plain;
  if (bytes.length !== 16) return '';
  const words = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16));
  return words.join(':').replace(/(?:^|:)0(?::0)+(?::|$)/, '::');
}

/** `{hostname: {namespace, hostname}}` or `{address: {network, address}}`, the address in base64. */
function gatewayAsInDump(value: unknown): unknown {
  if (!isRecord(value)) return undefined;
  const { address } = value;
  if (!isRecord(address)) return value;
  return { ...value, address: { ...address, address: addressOfBase64(str(address['address'])) } };
}

function serviceAsInDump(outer: Raw): Raw {
  const raw = isRecord(outer['service']) ? outer['service'] : outer;
  const ports = records(raw['ports']).map((port): [string, unknown] => [
    str(oneOf(port, 'servicePort', 'service_port')),
    oneOf(port, 'targetPort', 'target_port') ?? 0,
  ]);
  const addresses = records(raw['addresses']).map((entry) => ({
    network: str(entry['network']),
    address: addressOfBase64(str(record(entry)['address'])),
  }));
  return { ...raw, vips: addresses, ports: Object.fromEntries(ports), waypoint: gatewayAsInDump(raw['waypoint']) };
}
