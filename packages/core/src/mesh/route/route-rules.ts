/** One form for all rules of routing, whichever API they were written in. */
import type { HeaderChange, PathChange } from '../../state/gateway-api.ts';
import type { ServiceEntry } from '../../state/istio.ts';
import type { Service } from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';
import type { Ref } from '../../state/refs.ts';
import type { Gap, Mesh } from '../mesh.ts';
import type { RequestMatch } from './route-match.ts';

/** Where a rule sends. */
export type BackendTarget =
  | { kind: 'service'; service: Service; port: number; subset: { name: string; labels: Labels } | null }
  | { kind: 'service-entry'; entry: ServiceEntry; host: string; port: number }
  | BrokenTarget
  /** it cannot be told what stands there */
  | { kind: 'unknown'; name: string; gap: Gap };

/** A backend that the proxy answers for itself, since there is nothing to send to. */
export interface BrokenTarget {
  kind: 'broken';
  because: 'not-found' | 'no-port' | 'port-missing' | 'not-permitted' | 'kind' | 'subset-missing';
  /** 500 for a Gateway API route, 503 for a VirtualService */
  status: number;
  /** `namespace/name` or a host */
  name: string;
  /** what is the matter, to complete `… points to` */
  why: string;
  /** the Service or DestinationRule meant, where there is one */
  object: Ref | null;
}

export interface RuleBackend {
  /** as it is written: `namespace/name` of a Service, or a host */
  name: string;
  /** what stands there in a mesh; looked up only for the rules that take a request */
  resolve: (mesh: Mesh) => BackendTarget;
  /** more than 0 */
  weight: number;
  headers: HeaderChange | null;
}

/** What the proxy answers by itself. */
export type ProxyAnswer =
  | { kind: 'redirect'; status: number; scheme: string; host: string; port: number | null; path: PathChange | null }
  | { kind: 'respond'; status: number }
  /** nothing to send to: no backend, or none with a weight */
  | { kind: 'nothing'; status: number }
  | { kind: 'unknown'; gap: Gap };

/** A rule of a route or VirtualService. */
export interface RoutingRule {
  object: Ref;
  /** its own name, else its place: `rule 2` */
  name: string;
  backends: readonly RuleBackend[];
  answer: ProxyAnswer | null;
  abort: { percent: number; status: number } | null;
  delay: { percent: number; duration: string } | null;
  change: { headers: readonly HeaderChange[]; host: string; path: PathChange | null };
  /** how often a failed request is tried again; null = the proxy's default (R11) */
  retries: number | null;
  timeout: string;
}

/** A rule with one of its matches: what a proxy tries, in order. */
export interface Candidate {
  match: RequestMatch;
  rule: RoutingRule;
}
