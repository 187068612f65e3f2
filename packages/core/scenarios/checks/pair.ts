import type { Mesh } from '../mesh/mesh.ts';
import { mesh } from '../mesh/mesh.ts';
import type { AppOptions, WaypointOptions } from '../mesh/options.ts';
import type { Ask, Scenario } from '../scenario.ts';
import { expectDelivered } from '../scenario.ts';

export const CLIENT = 'web/client';
export const OUTSIDER = 'legacy/outsider';
export const SERVER = 'shop/server:80';
export const WAYPOINT = 'shop/waypoint';
export const CLIENT_ID = 'cluster.local/ns/web/sa/client';
export const WAYPOINT_ID = 'cluster.local/ns/shop/sa/waypoint';
/** Seconds a fault has lasted, well past the persistence of the catalogue. */
export const LONG = 300;

/** A caller on node-1 and a callee on node-2, both in the mesh; nothing has a place on node-3. */
export function pair(server: AppOptions = {}, client: AppOptions = {}): Mesh {
  return mesh({ nodes: ['node-1@zone-a', 'node-2@zone-b', 'node-3@zone-c'] })
    .namespace('web', { ambient: true })
    .namespace('shop', { ambient: true })
    .app('web/client', { nodes: ['node-1'], calls: [SERVER], ...client })
    .app('shop/server', { nodes: ['node-2'], ...server });
}

/** The pair with a waypoint in front of the callee. */
export function guarded(waypoint: WaypointOptions = {}, server: AppOptions = {}): Mesh {
  return pair({ waypoint: 'waypoint', ...server }).waypoint(WAYPOINT, waypoint);
}

/** The pair with a caller from a namespace outside the mesh. */
export function withOutsider(server: AppOptions = {}): Mesh {
  return pair(server)
    .namespace('legacy')
    .app(OUTSIDER, { nodes: ['node-1'], calls: [SERVER] });
}

/** An ingress gateway in front of a mesh. */
export function behindGateway(inside: Mesh): Mesh {
  return inside.namespace('edge').gateway('edge/public', { routes: [{ host: 'shop.example', to: SERVER }] });
}

/** An AuthorizationPolicy on the callee's pods. */
export function onServer(rules: readonly unknown[] | undefined, action = 'ALLOW'): Record<string, unknown> {
  return { selector: { matchLabels: { app: 'server' } }, action, ...(rules === undefined ? {} : { rules }) };
}

/** An AuthorizationPolicy on the callee's Service, judged at its waypoint. */
export function onService(rules: readonly unknown[], action = 'ALLOW'): Record<string, unknown> {
  return { targetRefs: [{ group: '', kind: 'Service', name: 'server' }], action, rules };
}

export function fromPrincipals(...principals: string[]): { from: unknown[] } {
  return { from: [{ source: { principals } }] };
}

export function toOperation(operation: Record<string, readonly string[]>): { to: unknown[] } {
  return { to: [{ operation }] };
}

/** A peer of a NetworkPolicy: every pod of a namespace. */
export function inNamespace(name: string): Record<string, unknown> {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } };
}

/** A NetworkPolicy that admits `ports` from `peers` to the pods with `labels`. */
export function admit(
  labels: Record<string, string>,
  ports: readonly number[],
  ...peers: unknown[]
): Record<string, unknown> {
  const rule = {
    ...(peers.length > 0 ? { from: peers } : {}),
    ...(ports.length > 0 ? { ports: ports.map((port) => ({ protocol: 'TCP', port })) } : {}),
  };
  return { podSelector: { matchLabels: labels }, policyTypes: ['Ingress'], ingress: [rule] };
}

export interface Part {
  readonly title: string;
  readonly mesh: () => Mesh;
  readonly asks?: readonly Ask[];
  /** Further checks that fire besides. */
  readonly also?: readonly string[];
  readonly silent?: readonly string[];
}

/** The scenario that fires a check and the near miss that leaves it silent. */
export function firesAndNear(check: string, fires: Part, near: Part): readonly Scenario[] {
  return [
    {
      id: check,
      title: fires.title,
      bundle: () => fires.mesh().bundle(),
      asks: fires.asks ?? [],
      fires: [check, ...(fires.also ?? [])],
      silent: fires.silent ?? [],
    },
    {
      id: `${check}-near`,
      title: near.title,
      bundle: () => near.mesh().bundle(),
      asks: near.asks ?? [],
      fires: near.also ?? [],
      silent: [check, ...(near.silent ?? [])],
    },
  ];
}

/** Traffic flows; a remark about it is allowed. */
export function expectFlows(from: string, to: string, waypoint?: string | null): Ask {
  const ask = expectDelivered(from, to, waypoint);
  return { ...ask, expect: { ...ask.expect, verdict: ['delivered', 'degraded'] } };
}
