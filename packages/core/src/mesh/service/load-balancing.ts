/** L3, D4: how ztunnel is told to choose among the endpoints of a service. */
import type { ServiceEntry } from '../../state/istio.ts';
import type { Service } from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';
import type { Mesh } from '../mesh.ts';

export type Scope = 'NETWORK' | 'REGION' | 'ZONE' | 'SUBZONE' | 'NODE';

export interface LoadBalancing {
  mode: 'STANDARD' | 'STRICT' | 'FAILOVER' | 'PASSTHROUGH';
  /** STRICT: all must be the client's own; FAILOVER: as many as possible, in this order */
  scopes: readonly Scope[];
  /** L1: endpoints that are not ready count too */
  allowsUnhealthy: boolean;
  /** what in the configuration decided, for people; '' for the default */
  because: string;
}

const STANDARD: LoadBalancing = { mode: 'STANDARD', scopes: [], allowsUnhealthy: false, because: '' };
const SAME_ZONE: readonly Scope[] = ['NETWORK', 'REGION', 'ZONE'];
const SAME_NODE: readonly Scope[] = ['NETWORK', 'REGION', 'ZONE', 'SUBZONE', 'NODE'];

/** L1, L3: of a Service; internalTrafficPolicy Local comes before any distribution. */
export function balancingOfService(mesh: Mesh, service: Service): LoadBalancing {
  const allowsUnhealthy = service.publishNotReady;
  if (service.internalTrafficPolicy === 'Local')
    return { mode: 'STRICT', scopes: ['NODE'], allowsUnhealthy, because: 'internalTrafficPolicy: Local' };
  return { ...distributed(mesh, service, service.trafficDistribution), allowsUnhealthy };
}

/** D4: without resolution ztunnel passes the call on to the address that was dialled. */
export function balancingOfEntry(mesh: Mesh, entry: ServiceEntry): LoadBalancing {
  if (entry.resolution === 'NONE')
    return { mode: 'PASSTHROUGH', scopes: [], allowsUnhealthy: true, because: 'resolution: NONE' };
  return distributed(mesh, entry, '');
}

const ANNOTATION = 'networking.istio.io/traffic-distribution';

/** L3: the spec's word where it is one of Kubernetes' own, else the object's annotation, else its namespace's. */
function distributed(
  mesh: Mesh,
  object: { namespace: string; annotations: Labels },
  written: string,
): Omit<LoadBalancing, 'allowsUnhealthy'> & { allowsUnhealthy: false } {
  const inherited = mesh.namespaces.get(object.namespace)?.annotations[ANNOTATION];
  const inSpec = scopesOf(written);
  // An empty annotation is none.
  const word = inSpec ? written : object.annotations[ANNOTATION] || inherited || '';
  const scopes = inSpec ?? scopesOf(ANNOTATION_WORDS[word.toLowerCase()] ?? '');
  if (!scopes) return { ...STANDARD, allowsUnhealthy: false };
  return { mode: 'FAILOVER', scopes, allowsUnhealthy: false, because: `trafficDistribution: ${word}` };
}

function scopesOf(word: string): readonly Scope[] | null {
  if (word === 'PreferClose' || word === 'PreferSameZone') return SAME_ZONE;
  return word === 'PreferSameNode' ? SAME_NODE : null;
}

/** An annotation is read without regard to case, the field of the spec is not. */
const ANNOTATION_WORDS: Readonly<Record<string, string>> = {
  preferclose: 'PreferClose',
  prefersamezone: 'PreferSameZone',
  prefersamenode: 'PreferSameNode',
};
