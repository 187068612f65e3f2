/** The block that large meshes are made of: four namespaces as people have them, built by the builder of the scenarios. */
import { type MeshState, normalizeBundle, readBundleDocument } from '@hopscope/core';
import { mesh } from '@hopscope/core/scenarios';

export const SERVICES_IN_NAMESPACE = 20;
/** with a waypoint and a policy at it; plain; with L4 policies and NetworkPolicies; STRICT */
const NAMESPACES = ['ns0-a', 'ns0-b', 'ns0-c', 'ns0-d'] as const;
export const SERVICES_IN_BLOCK = NAMESPACES.length * SERVICES_IN_NAMESPACE;

export interface BlockSize {
  podsPerService: number;
  linksPerService: number;
}

/** The state of one block on one node, Istio included. */
export function buildBlock(size: BlockSize): MeshState {
  const m = mesh({ nodes: ['node-1@zone-a'] });
  const [routed, plain, guarded, strict] = NAMESPACES;
  m.namespace(routed, { ambient: true, waypoint: 'waypoint' });
  m.waypoint(`${routed}/waypoint`, { replicas: 2 });
  for (const name of [plain, guarded, strict]) m.namespace(name, { ambient: true });
  const calls = drawCalls(size.linksPerService);
  calls.forEach((called, i) => {
    m.app(refOf(i), { replicas: size.podsPerService, ports: [{ port: 80, target: 8080 }], calls: called });
  });
  m.peerAuthentication(`${strict}/default`, 'STRICT');
  m.authorizationPolicy(`${routed}/callers`, {
    action: 'ALLOW',
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
    rules: [{ from: [{ source: { namespaces: [...NAMESPACES] } }] }],
  });
  m.authorizationPolicy(`${guarded}/callers`, {
    action: 'ALLOW',
    rules: [{ from: [{ source: { namespaces: [...NAMESPACES] } }] }],
  });
  for (let i = 0; i < SERVICES_IN_NAMESPACE; i += 4) {
    const app = `svc-${2 * SERVICES_IN_NAMESPACE + i}`;
    m.networkPolicy(`${guarded}/${app}`, {
      podSelector: { matchLabels: { app } },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ protocol: 'TCP', port: 15008 }], from: [{ namespaceSelector: {} }] }],
    });
  }
  const read = normalizeBundle(readBundleDocument(m.bundle()));
  if (!read.ok) throw new Error(read.reason);
  return read.state;
}

const refOf = (i: number): string => `${NAMESPACES[Math.floor(i / SERVICES_IN_NAMESPACE)]}/svc-${i}`;

/** Every service calls others of its block, anywhere in it; the same calls every time. */
function drawCalls(linksPerService: number): string[][] {
  const random = seeded(7);
  let owed = 0;
  return Array.from({ length: SERVICES_IN_BLOCK }, (_, i) => {
    owed += linksPerService;
    const calls = new Set<string>();
    while (calls.size < Math.floor(owed)) {
      const other = Math.floor(random() * SERVICES_IN_BLOCK);
      if (other !== i) calls.add(`${refOf(other)}:80`);
    }
    owed -= calls.size;
    return [...calls];
  });
}

/** A linear congruential generator: measurements must not differ by luck. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}
