/** What the mesh is, as nodes and links. No health in it: states are joined by id from the report. */
import { type Static, Type } from 'typebox';
import { PathQuery } from '../state/path-query-schema.ts';
import { Ref } from '../state/ref.ts';

export const NodeKind = Type.Union([
  Type.Literal('service'),
  Type.Literal('workload'),
  Type.Literal('gateway'),
  Type.Literal('external'),
  Type.Literal('outside'),
]);
export type NodeKind = Static<typeof NodeKind>;

export const MeshNode = Type.Object({
  /** `service:shop/cart`, `workload:ops/cron`, `gateway:edge/public`, `external:api.partner.example`, `outside` */
  id: Type.String(),
  kind: NodeKind,
  /** '' for externals */
  namespace: Type.String(),
  name: Type.String(),
  ref: Ref,
  /** workloads behind it: `Deployment shop/cart` */
  workloads: Type.Array(Ref),
  pods: Type.Integer(),
  readyPods: Type.Integer(),
  /** 'ambient', 'sidecar', 'none' or 'mixed': how its pods take part in the mesh */
  mesh: Type.Union([Type.Literal('ambient'), Type.Literal('sidecar'), Type.Literal('none'), Type.Literal('mixed')]),
  /** `namespace/name` of the bound service waypoint; '' = none */
  waypoint: Type.String(),
  /** node names that its pods run on */
  nodes: Type.Array(Type.String()),
});
export type MeshNode = Static<typeof MeshNode>;

/** The namespace in the id of a node; '' for what lies outside. */
export function namespaceOfNode(id: string): string {
  if (id.startsWith('external:')) return '';
  const slash = id.indexOf('/');
  return slash < 0 ? '' : id.slice(id.indexOf(':') + 1, slash);
}

/** Why we believe that the one calls the other. */
export const LinkBasis = Type.Union([
  /** live connections in a ztunnel dump, calls that a proxy or Prometheus counted */
  Type.Literal('observed'),
  /** an address in the caller's environment, a route of a gateway */
  Type.Literal('configured'),
  /** somebody said so: annotation hopscope.dev/calls */
  Type.Literal('declared'),
]);
export type LinkBasis = Static<typeof LinkBasis>;

export const MeshLink = Type.Object({
  /** `<from id> -> <to id>:<port>` */
  id: Type.String(),
  from: Type.String(),
  to: Type.String(),
  port: Type.Integer(),
  basis: Type.Array(LinkBasis),
  /** the question that judges it */
  query: PathQuery,
});
export type MeshLink = Static<typeof MeshLink>;

export const MeshGraph = Type.Object({ nodes: Type.Array(MeshNode), links: Type.Array(MeshLink) });
export type MeshGraph = Static<typeof MeshGraph>;
