/** A mesh of any size for measurements: the same seed gives the same mesh, built by the builder of the scenarios. */
import { type MeshState, normalizeBundle, readBundleDocument } from '@hopscope/core';
import { mesh } from '@hopscope/core/scenarios';

export interface MeshSize {
  services: number;
  podsPerService: number;
  linksPerService: number;
  nodes: number;
}

/** Builds the state: namespaces of 20 services, a waypoint in every fourth, calls to services that come later. */
export function generateMesh(size: MeshSize): MeshState {
  const random = seeded(7);
  const m = mesh({ nodes: Array.from({ length: size.nodes }, (_, i) => `node-${i + 1}@zone-${'abc'[i % 3]}`) });
  for (let n = 0; n * 20 < size.services; n++) {
    const withWaypoint = n % 4 === 0;
    m.namespace(`ns-${n}`, { ambient: true, ...(withWaypoint ? { waypoint: 'waypoint' } : {}) });
    if (withWaypoint) m.waypoint(`ns-${n}/waypoint`, { replicas: 2 });
  }
  let owed = 0;
  for (let i = 0; i < size.services; i++) {
    owed += size.linksPerService;
    const calls = new Set<string>();
    const room = Math.min(60, size.services - 1 - i);
    while (calls.size < Math.min(Math.floor(owed), room)) calls.add(nameOf(i + 1 + Math.floor(random() * room)));
    owed -= calls.size;
    m.app(nameOf(i).replace(':80', ''), {
      replicas: size.podsPerService,
      ports: [{ port: 80, target: 8080 }],
      calls: [...calls],
    });
  }
  const read = normalizeBundle(readBundleDocument(m.bundle()));
  if (!read.ok) throw new Error(read.reason);
  return read.state;
}

const nameOf = (i: number): string => `ns-${Math.floor(i / 20)}/svc-${i}:80`;

/** A linear congruential generator: measurements must not differ by luck. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}
