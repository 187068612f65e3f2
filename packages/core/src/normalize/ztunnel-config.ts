/** ztunnel's `/config_dump`, in every shape its releases have written it, whole or member by member. */
import type { ZtunnelDump } from '../state/readings.ts';
import { isRecord, type Raw, record, word } from './fields.ts';
import { readZtunnelCertificate } from './ztunnel-certificate.ts';
import { camel, countUnknownKeys } from './ztunnel-keys.ts';
import { readZtunnelPolicy } from './ztunnel-policy.ts';
import { readZtunnelProxy } from './ztunnel-proxy.ts';
import { type NamedByAddress, readZtunnelService } from './ztunnel-service.ts';
import { readZtunnelWorkload } from './ztunnel-workload.ts';

/** Who answered and when: the same for every reading. */
export interface Answered {
  readonly pod: string;
  readonly at: string | null;
}

/** A dump; null where the text is JSON but no dump of a ztunnel. Certificates lose their PEMs. */
export function readZtunnelDump(body: unknown, answered: Answered): ZtunnelDump | null {
  if (!isRecord(body)) return null;
  const reader = createDumpReader();
  for (const [section, value] of Object.entries(body)) {
    const isWanted = reader.section(section, Array.isArray(value) ? 'list' : isRecord(value) ? 'map' : 'other');
    if (isWanted) for (const [key, item] of membersOf(value)) reader.member(key, item);
  }
  return reader.end(answered);
}

function membersOf(value: unknown): (readonly [string, unknown])[] {
  return Array.isArray(value) ? value.map((item) => ['', item] as const) : Object.entries(record(value));
}

/** What a key of the dump holds. */
export type SectionShape = 'list' | 'map' | 'other';

export interface DumpReader {
  /** A key of the dump begins; false where its members are not wanted. */
  section(name: string, shape: SectionShape): boolean;
  /** A member of the section that began last; the key is '' in a list. */
  member(key: string, value: unknown): void;
  /** Hands out what was read and will not change any more; `end` gives the rest. For who puts a large dump together elsewhere. */
  take(): DumpLists;
  /** Workloads of which a dump was made, handed out or not. */
  count(): number;
  /** The dump; null where nothing of what came is of one. */
  end(answered: Answered): ZtunnelDump | null;
}

/** The lists of a dump. */
export type DumpLists = Pick<ZtunnelDump, 'workloads' | 'services' | 'policies' | 'certificates' | 'proxies'>;

/**
 * Reads the sections of a dump in any order. With `ownNode` only what belongs to that node is kept (`ownOnly`): its workloads,
 * and the certificates and proxies, which a ztunnel has for its own pods alone.
 */
export function createDumpReader(ownNode?: string): DumpReader {
  const lists = emptyLists();
  const addresses = new Map<string, string>();
  const unnamed: NamedByAddress[] = [];
  const unknown = countUnknownKeys();
  const settings = new Map<string, string>();
  let [isDump, hasProxies, current, count] = [false, false, '', 0];
  const isOwnOnly = (): boolean => ownNode !== undefined || settings.get(`${TRIMMED}.ownOnly`) === 'true';

  const readers: Readonly<Record<string, (raw: Raw, key: string) => void>> = {
    workloads(raw, key) {
      const workload = readZtunnelWorkload(raw, key);
      if (ownNode !== undefined && workload.node !== ownNode) return;
      lists.workloads.push(workload);
      for (const ip of workload.ips) addresses.set(ip, workload.uid);
      count += 1;
    },
    services: (raw) => void lists.services.push(readZtunnelService(raw, unnamed)),
    policies: (raw) => void lists.policies.push(readZtunnelPolicy(raw)),
    certificates: (raw) => void lists.certificates.push(readZtunnelCertificate(raw)),
    workloadState: (raw, key) => void lists.proxies.push(readZtunnelProxy(raw, key)),
  };
  return {
    section(name, shape) {
      unknown.top(name);
      current = camel(name);
      isDump ||= Object.hasOwn(readers, current) && current !== 'certificates';
      hasProxies ||= current === 'workloadState' && shape !== 'other';
      if (ownNode !== undefined && MESH_WIDE.has(current)) return false;
      return SETTINGS.has(current) || Object.hasOwn(readers, current);
    },
    member(key, value) {
      if (SETTINGS.has(current)) settings.set(`${current}.${key}`, word(value));
      if (!isRecord(value) || !Object.hasOwn(readers, current)) return;
      unknown.item(current, value);
      readers[current]?.(value, key);
    },
    take() {
      const taken = { ...lists };
      Object.assign(lists, emptyLists());
      if (unnamed.length > 0) [lists.services, taken.services] = [taken.services, []];
      return taken;
    },
    count: () => count,
    end(answered) {
      if (!isDump) return null;
      nameEndpoints(unnamed, addresses);
      const domain = settings.get('config.clusterDomain') ?? '';
      return {
        version: versionOf(settings),
        ...answered,
        ...lists,
        ...(isOwnOnly() ? { ownOnly: true } : {}),
        hasProxies,
        unknownKeys: unknown.count(),
        ...(domain === '' ? {} : { clusterDomain: domain }),
      };
    },
  };
}

const emptyLists = (): DumpLists => ({ workloads: [], services: [], policies: [], certificates: [], proxies: [] });

/** Of a ztunnel that is kept for its own node alone, these are not kept. */
const MESH_WIDE: ReadonlySet<string> = new Set(['services', 'policies']);
/** What a bundle says of a dump that was shortened for it. */
const TRIMMED = 'hopscope';
/** Sections whose members are no objects. */
const SETTINGS: ReadonlySet<string> = new Set(['version', 'config', TRIMMED]);

/** Endpoints that old dumps name by address alone are named after the workload that has it. */
function nameEndpoints(unnamed: readonly NamedByAddress[], workloads: ReadonlyMap<string, string>): void {
  for (const { endpoint, addresses } of unnamed) {
    const known = addresses.find((address) => workloads.has(address));
    if (known !== undefined) endpoint.workloadUid = workloads.get(known) ?? '';
  }
}

function versionOf(settings: ReadonlyMap<string, string>): string {
  const named = ['istioVersion', 'gitTag', 'version'].map((key) => settings.get(`version.${key}`) ?? '');
  return named.find((version) => version !== '' && version !== 'unknown') ?? '';
}
