/** Who embeds us: of each framing page its origin and how often, and nothing else. */

export interface Host {
  origin: string;
  /** panels loaded since this server started */
  loads: number;
  /** RFC 3339 */
  lastAt: string;
}

export interface Hosts {
  note(origin: string): void;
  /** The most frequent first. */
  list(): Host[];
}

const MOST = 500;

/** Counts origins; of too many, the one that was seen longest ago is forgotten. The clock gives milliseconds. */
export function createHosts(now: () => number): Hosts {
  const hosts = new Map<string, Host>();
  return {
    note(origin) {
      const loads = (hosts.get(origin)?.loads ?? 0) + 1;
      hosts.delete(origin);
      hosts.set(origin, { origin, loads, lastAt: new Date(now()).toISOString() });
      if (hosts.size > MOST) hosts.delete(hosts.keys().next().value!);
    },
    list: () => [...hosts.values()].sort((a, b) => b.loads - a.loads),
  };
}
