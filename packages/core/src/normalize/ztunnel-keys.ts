/** The keys of a ztunnel dump we have seen; each release adds some, and how many we do not know is worth saying. */
import type { Raw } from './fields.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** `hopscope` is ours: a bundle says there that a dump was shortened. */
const TOP = words(
  'hopscope workloads services policies stagedServices staticConfig version config certificates workloadState',
);
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

/** A key in the spelling of present releases. */
export const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

export interface UnknownKeys {
  /** Looks at a key of the dump itself. */
  top(key: string): void;
  /** Looks at the keys of an entry of a section (in the present spelling). */
  item(section: string, item: Raw): void;
  /** How many different keys this version does not know. */
  count(): number;
}

/** Counts the different keys of a dump and of its entries that this version does not know. */
export function countUnknownKeys(): UnknownKeys {
  const unknown = new Set<string>();
  return {
    top(key) {
      if (!TOP.has(camel(key))) unknown.add(key);
    },
    item(section, item) {
      const known = ITEMS[section];
      if (known === undefined) return;
      for (const key in item) if (!known.has(key) && !known.has(camel(key))) unknown.add(`${section}.${key}`);
    },
    count: () => unknown.size,
  };
}
