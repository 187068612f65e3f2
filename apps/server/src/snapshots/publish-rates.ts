/** How often snapshots may be made: by one owner, and of one namespace by all of them together. */
import { createRates } from './rates.ts';
import type { SnapshotHeader } from './record.ts';

export interface PublishRates {
  /** True where this one may be made now. One that may not counts for nobody. */
  take(header: Pick<SnapshotHeader, 'owner' | 'namespaces'>): boolean;
}

/** Twenty at once and then one every six seconds; of a namespace sixty, and then one every two. */
export function createPublishRates(now: () => number): PublishRates {
  const [owners, namespaces] = [createRates(20, 6_000, now), createRates(60, 2_000, now)];
  return {
    take(header) {
      if (!owners.take(header.owner)) return false;
      const full = header.namespaces.findIndex((name) => !namespaces.take(name));
      if (full < 0) return true;
      owners.giveBack(header.owner);
      for (const name of header.namespaces.slice(0, full)) namespaces.giveBack(name);
      return false;
    },
  };
}
