/** Which groups, versions and resources the server serves. */
import type { ApiClient } from './client.ts';
import type { WatchedKind } from './kinds.ts';
import { type Outcome, success } from './outcome.ts';

const AGGREGATED = ['v2', 'v2beta1']
  .map((v) => `application/json;g=apidiscovery.k8s.io;v=${v};as=APIGroupDiscoveryList`)
  .join(',');

export interface Discovery {
  /** The best version of a kind that the server serves; null when it serves none. */
  version(kind: WatchedKind): string | null;
  /** Asks the server again; true when something changed. Concurrent callers share one request. */
  refresh(): Promise<Outcome<boolean>>;
}

/** Key of a served resource. */
type Served = Set<string>;

const key = (group: string, version: string, resource: string): string => `${group}/${version}/${resource}`;

/**
 * A view of what the server serves, empty until the first `refresh`. One request each for /api and /apis where the server
 * aggregates (1.26 and later); else one for every group version the kinds name.
 */
export function createDiscovery(client: ApiClient, kinds: readonly WatchedKind[]): Discovery {
  let served: Served = new Set();
  let running: Promise<Outcome<boolean>> | null = null;

  const ask = async (): Promise<Outcome<boolean>> => {
    const found = await readServed(client, kinds);
    if (!found.ok) return found;
    const changed = found.value.size !== served.size || [...found.value].some((entry) => !served.has(entry));
    served = found.value;
    return success(changed);
  };
  return {
    version: (kind) => kind.versions.find((version) => served.has(key(kind.group, version, kind.resource))) ?? null,
    refresh() {
      running ??= ask().finally(() => {
        running = null;
      });
      return running;
    },
  };
}

interface Aggregated {
  kind?: string;
  items?: { metadata?: { name?: string }; versions?: { version: string; resources?: { resource: string }[] }[] }[];
}
interface Groups {
  groups?: { name: string; versions?: { version: string }[] }[];
  versions?: string[];
}

async function readServed(client: ApiClient, kinds: readonly WatchedKind[]): Promise<Outcome<Served>> {
  const served: Served = new Set();
  const roots = await Promise.all(
    ['/api', '/apis'].map((path) =>
      client.json<Aggregated & Groups>(path, { accept: `${AGGREGATED},application/json`, timeoutMs: 8_000 }),
    ),
  );
  for (const root of roots) {
    if (!root.ok) return root;
    if (root.value.kind === 'APIGroupDiscoveryList') addAggregated(served, root.value);
    else {
      const added = await addPlain(client, served, root.value, kinds);
      if (!added.ok) return added;
    }
  }
  return success(served);
}

function addAggregated(served: Served, list: Aggregated): void {
  for (const group of list.items ?? []) {
    for (const { version, resources } of group.versions ?? []) {
      for (const { resource } of resources ?? []) served.add(key(group.metadata?.name ?? '', version, resource));
    }
  }
}

async function addPlain(
  client: ApiClient,
  served: Served,
  list: Groups,
  kinds: readonly WatchedKind[],
): Promise<Outcome<null>> {
  const wanted = new Set(kinds.flatMap((kind) => kind.versions.map((version) => `${kind.group}/${version}`)));
  const offered = [
    ...(list.versions ?? []).map((version) => ({ group: '', version })),
    ...(list.groups ?? []).flatMap((group) =>
      (group.versions ?? []).map(({ version }) => ({ group: group.name, version })),
    ),
  ].filter(({ group, version }) => wanted.has(`${group}/${version}`));
  const answers = await Promise.all(
    offered.map(async ({ group, version }) => {
      const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
      return {
        group,
        version,
        answer: await client.json<{ resources?: { name: string }[] }>(path, { timeoutMs: 8_000 }),
      };
    }),
  );
  for (const { group, version, answer } of answers) {
    if (answer.ok) for (const { name } of answer.value.resources ?? []) served.add(key(group, version, name));
    // A group whose own server is down is announced all the same: listing it then says what is wrong, instead of "there are none".
    else if (answer.reason === 'server-error') addWanted(served, kinds, group, version);
    else if (answer.reason !== 'not-found') return answer;
  }
  return success(null);
}

function addWanted(served: Served, kinds: readonly WatchedKind[], group: string, version: string): void {
  for (const kind of kinds)
    if (kind.group === group && kind.versions.includes(version)) served.add(key(group, version, kind.resource));
}
