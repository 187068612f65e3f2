import { bornDefault } from './plan.ts';
import type { MeshSpec } from './spec.ts';
import { addNode, installIstio } from './system.ts';

export interface MeshOptions {
  takenAt?: string;
  bornAt?: string;
  cluster?: string;
  /** `node-1@zone-a` */
  nodes?: readonly string[];
  istiod?: number;
  /** Show live connections for the declared calls in ztunnel's dump. */
  traffic?: boolean;
}

export const TAKEN_AT = '2026-11-20T10:00:00Z';

/** A description with its nodes and a healthy Istio, and nothing else. */
export function startSpec(options: MeshOptions): MeshSpec {
  const takenAt = (options.takenAt ?? TAKEN_AT).replace(/\.\d+Z$/, 'Z');
  const spec: MeshSpec = {
    takenAt,
    bornAt: options.bornAt ?? bornDefault(takenAt),
    cluster: options.cluster ?? 'east',
    nodes: [],
    namespaces: [],
    workloads: [],
    services: [],
    gateways: [],
    routes: [],
    serviceEntries: [],
    authorizationPolicies: [],
    peerAuthentications: [],
    remotes: [],
    objects: [],
    events: [],
    certificates: [],
    ztunnels: {},
    istio: { ambient: true, discoverySelectors: [], trustDomain: 'cluster.local' },
    readings: 'all',
    traffic: options.traffic ?? false,
    quiet: [],
    counts: [],
    answers: [],
    unread: [],
    edits: [],
    drops: [],
    dumpEdits: [],
    syncEdits: [],
    slots: { pod: 0, service: 0 },
  };
  for (const node of options.nodes ?? ['node-1@zone-a', 'node-2@zone-b']) addNode(spec, node);
  installIstio(spec, options.istiod ?? 2);

  return spec;
}
