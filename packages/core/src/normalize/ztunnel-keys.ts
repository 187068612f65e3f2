/** The keys of a ztunnel dump we have seen; each release adds some, and how many we do not know is worth saying. */
import { isRecord, list, type Raw } from './fields.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const TOP = words('workloads services policies stagedServices staticConfig version config certificates workloadState');
const ITEMS: Readonly<Record<string, ReadonlySet<string>>> = {
  workloads: words(
    `uid name namespace workloadIps protocol networkMode waypoint networkGateway serviceAccount trustDomain network clusterId
     node locality workloadName workloadType canonicalName canonicalRevision hostname nativeTunnel applicationTunnel
     authorizationPolicies status services capacity gatewayAddress`,
  ),
  services: words(
    `name namespace hostname vips cidrVips ports endpoints subjectAltNames waypoint weightedWaypoints loadBalancer ipFamilies
     canonical visibility`,
  ),
  policies: words('name namespace scope action rules dryRun'),
  certificates: words('identity state certChain rootCerts'),
};

const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** How many different keys of the dump and of its entries this version does not know. */
export function countUnknownKeys(dump: Raw): number {
  const unknown = new Set<string>();
  for (const key of Object.keys(dump)) if (!TOP.has(camel(key))) unknown.add(key);
  for (const [part, known] of Object.entries(ITEMS)) {
    const value = dump[part];
    for (const item of isRecord(value) ? Object.values(value) : list(value)) {
      if (isRecord(item)) collect(item, known, part, unknown);
    }
  }
  return unknown.size;
}

function collect(item: Raw, known: ReadonlySet<string>, part: string, unknown: Set<string>): void {
  for (const key in item) if (!known.has(key) && !known.has(camel(key))) unknown.add(`${part}.${key}`);
}
