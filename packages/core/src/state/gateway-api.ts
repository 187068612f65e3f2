/** Gateway API objects: gateways, waypoints, routes. */
import { type Static, Type } from 'typebox';
import { Condition, entity, LabelSelector, nullable } from './metadata.ts';

export const GatewayClass = entity({ controller: Type.String(), conditions: Type.Array(Condition) });
export type GatewayClass = Static<typeof GatewayClass>;

export const Listener = Type.Object({
  name: Type.String(),
  hostname: Type.String(),
  port: Type.Integer(),
  protocol: Type.String(),
  tlsMode: Type.String(),
  /** kinds of `allowedRoutes`; empty = those of the protocol */
  allowedKinds: Type.Array(Type.String()),
  /** `Same` (default), `All`, `Selector` */
  allowedFrom: Type.String(),
  allowedSelector: nullable(LabelSelector),
});
export type Listener = Static<typeof Listener>;

export const ListenerStatus = Type.Object({
  name: Type.String(),
  attachedRoutes: Type.Integer(),
  conditions: Type.Array(Condition),
});
export type ListenerStatus = Static<typeof ListenerStatus>;

export const Gateway = entity({
  className: Type.String(),
  listeners: Type.Array(Listener),
  /** spec.addresses: a manual gateway names its Service here */
  specAddresses: Type.Array(Type.Object({ type: Type.String(), value: Type.String() })),
  /** status.addresses: what makes a waypoint usable (W1-W3) */
  addresses: Type.Array(Type.Object({ type: Type.String(), value: Type.String() })),
  conditions: Type.Array(Condition),
  listenerStatus: Type.Array(ListenerStatus),
});
export type Gateway = Static<typeof Gateway>;

export const RouteParent = Type.Object({
  group: Type.String(),
  kind: Type.String(),
  namespace: Type.String(),
  name: Type.String(),
  sectionName: Type.String(),
  port: nullable(Type.Integer()),
});
export type RouteParent = Static<typeof RouteParent>;

/** What one controller says of an object beneath one of its parents. */
export const ParentStatus = Type.Object({
  parent: RouteParent,
  controller: Type.String(),
  conditions: Type.Array(Condition),
});
export type ParentStatus = Static<typeof ParentStatus>;

const HeaderValue = Type.Object({ name: Type.String(), value: Type.String() });

/** What a filter does to the headers of a request. */
export const HeaderChange = Type.Object({
  set: Type.Array(HeaderValue),
  add: Type.Array(HeaderValue),
  remove: Type.Array(Type.String()),
});
export type HeaderChange = Static<typeof HeaderChange>;

/** `ReplaceFullPath` or `ReplacePrefixMatch`. */
export const PathChange = Type.Object({ type: Type.String(), value: Type.String() });
export type PathChange = Static<typeof PathChange>;

/** A filter of a rule or of one backend; the part that belongs to its type is there. */
export const RouteFilter = Type.Object({
  /** such as `RequestRedirect`, `URLRewrite`, `RequestHeaderModifier` */
  type: Type.String(),
  headers: nullable(HeaderChange),
  redirect: nullable(
    Type.Object({
      scheme: Type.String(),
      hostname: Type.String(),
      port: nullable(Type.Integer()),
      status: Type.Integer(),
      path: nullable(PathChange),
    }),
  ),
  rewrite: nullable(Type.Object({ hostname: Type.String(), path: nullable(PathChange) })),
});
export type RouteFilter = Static<typeof RouteFilter>;

export const RouteBackend = Type.Object({
  group: Type.String(),
  kind: Type.String(),
  namespace: Type.String(),
  name: Type.String(),
  port: nullable(Type.Integer()),
  weight: Type.Integer(),
  filters: Type.Array(RouteFilter),
});
export type RouteBackend = Static<typeof RouteBackend>;

const ValueMatch = Type.Object({ name: Type.String(), type: Type.String(), value: Type.String() });

export const RouteMatch = Type.Object({
  /** `Exact`, `PathPrefix`, `RegularExpression`; null = any path */
  path: nullable(Type.Object({ type: Type.String(), value: Type.String() })),
  method: Type.String(),
  headers: Type.Array(ValueMatch),
  queryParams: Type.Array(ValueMatch),
});
export type RouteMatch = Static<typeof RouteMatch>;

export const RouteRule = Type.Object({
  name: Type.String(),
  /** empty = everything */
  matches: Type.Array(RouteMatch),
  filters: Type.Array(RouteFilter),
  backends: Type.Array(RouteBackend),
  /** how often a request is tried again; null = the proxy's default (R11) */
  retries: nullable(Type.Integer()),
  /** as written, such as `10s`; '' = none */
  timeout: Type.String(),
});
export type RouteRule = Static<typeof RouteRule>;

/** HTTPRoute, GRPCRoute, TCPRoute or TLSRoute. */
export const Route = entity({
  kind: Type.String(),
  hostnames: Type.Array(Type.String()),
  parents: Type.Array(RouteParent),
  rules: Type.Array(RouteRule),
  /** status.parents, one entry a parent and controller */
  status: Type.Array(ParentStatus),
});
export type Route = Static<typeof Route>;

/** ListenerSet: further listeners of a Gateway, by another team. */
export const ListenerSet = entity({
  parent: RouteParent,
  listeners: Type.Array(Listener),
  conditions: Type.Array(Condition),
  listenerStatus: Type.Array(ListenerStatus),
});
export type ListenerSet = Static<typeof ListenerSet>;

/** XBackend: a target of routes that is no Service. Of it only what the controllers say. */
export const Backend = entity({ kind: Type.String(), status: Type.Array(ParentStatus) });
export type Backend = Static<typeof Backend>;

export const ReferenceGrant = entity({
  from: Type.Array(Type.Object({ group: Type.String(), kind: Type.String(), namespace: Type.String() })),
  to: Type.Array(Type.Object({ group: Type.String(), kind: Type.String(), name: Type.String() })),
});
export type ReferenceGrant = Static<typeof ReferenceGrant>;
