/** The parts of a traffic graph, finished and while they are counted. */
import type { TrafficIdentity } from './traffic-nodes.ts';
import type { Rates } from './traffic-rates.ts';

export interface TrafficNode extends TrafficIdentity {
  /** asks, and is never asked */
  isRoot: boolean;
  /** of a namespace that was not asked for */
  isOutside: boolean;
  /** the proxies do not know what it is */
  isNobody: boolean;
  /** id of the application whose versions belong together; '' where it is the only one */
  group: string;
  /** by protocol */
  in: Record<string, Rates>;
  out: Record<string, number>;
}

export interface TrafficLink {
  from: string;
  to: string;
  protocol: string;
  rates: Rates;
  /** of what the caller sends by this protocol, 0 to 1 */
  share: number;
  /** by status: rates by proxies' flags and by the host that was asked for */
  responses: Record<string, { flags: Record<string, number>; hosts: Record<string, number> }>;
}

export interface TrafficGraph {
  nodes: TrafficNode[];
  links: TrafficLink[];
}

/** A link while it is counted; its share is of what `caller` sends. */
export interface LinkDraft extends Omit<TrafficLink, 'share'> {
  caller: TrafficNode;
}

export interface Draft {
  nodes: Map<string, TrafficNode>;
  links: Map<string, LinkDraft>;
}
