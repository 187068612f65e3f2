/** What we think of the whole mesh at one moment. Health is joined to the graph by id, never stored on it. */
import { type Static, Type } from 'typebox';
import { Detection } from '../checks/detection.ts';
import { LinkTraffic } from '../graph/link-traffic.ts';
import { MeshGraph } from '../graph/mesh-graph.ts';
import { Blame, Certainty, Severity, Verdict } from '../path/hop-kind.ts';
import { SourceStatus } from '../state/source-status.ts';
import { AgreementKind } from './agreement-kind.ts';
import { NotChecked } from './path-result.ts';

export const LinkState = Type.Object({
  verdict: Verdict,
  /** the configuration's own answer, see PathResult.expected */
  expected: Verdict,
  /** cause codes with their subjects, first blocker first: keys of `causes` */
  causes: Type.Array(Type.String()),
  sentence: Type.String(),
  /** `namespace/name` of the waypoint it takes; '' = none */
  waypoint: Type.String(),
  /** nodes whose ztunnels it passes */
  ztunnels: Type.Array(Type.String()),
  encrypted: Type.Boolean(),
  /** what was seen of it lately; left out where nothing was */
  traffic: Type.Optional(LinkTraffic),
  /** how that goes with what the configuration says; left out where the two cannot be held against each other */
  agreement: Type.Optional(AgreementKind),
});
export type LinkState = Static<typeof LinkState>;

export const NodeState = Type.Object({
  /** worst of its own findings; links are judged apart */
  state: Type.Union([
    Type.Literal('ok'),
    Type.Literal('broken'),
    Type.Literal('degraded'),
    Type.Literal('latent'),
    Type.Literal('unknown'),
  ]),
  causes: Type.Array(Type.String()),
});
export type NodeState = Static<typeof NodeState>;

/** One cell of the dependency chain: an istiod replica, the ztunnel of a node, a waypoint, a gateway. */
export const Cell = Type.Object({
  id: Type.String(),
  title: Type.String(),
  state: Type.Union([Type.Literal('ok'), Type.Literal('broken'), Type.Literal('degraded'), Type.Literal('unknown')]),
  /** one short line: why it is not ok, or what is known */
  detail: Type.String(),
  causes: Type.Array(Type.String()),
  /** what hangs on it */
  blast: Type.Object({
    links: Type.Integer(),
    pods: Type.Integer(),
    services: Type.Integer(),
    namespaces: Type.Integer(),
  }),
});
export type Cell = Static<typeof Cell>;

export const ChainStage = Type.Object({
  id: Type.Union([
    Type.Literal('istiod'),
    Type.Literal('cni'),
    Type.Literal('ztunnel'),
    Type.Literal('waypoint'),
    Type.Literal('gateway'),
  ]),
  /** `Control plane` */
  title: Type.String(),
  /** `istiod 2 of 2` */
  headline: Type.String(),
  /** plain sentence below */
  detail: Type.String(),
  state: Cell.properties.state,
  cells: Type.Array(Cell),
});
export type ChainStage = Static<typeof ChainStage>;

/** Findings with the same check and subject: one reason, one card. */
export const CauseGroup = Type.Object({
  /** `<check> <subject id>`: the key that links and nodes refer to */
  key: Type.String(),
  check: Type.String(),
  severity: Severity,
  certainty: Certainty,
  blame: Blame,
  /** the team of the object at fault, where a label of it, its workload or its namespace tells; '' otherwise */
  owner: Type.String(),
  sentence: Type.String(),
  detection: Detection,
  /** ids of links it breaks or degrades */
  links: Type.Array(Type.String()),
  /** `namespace/name` of the services behind it */
  services: Type.Array(Type.String()),
  namespaces: Type.Array(Type.String()),
  /** nodes of the cluster that the object at fault stands on, else those of what it breaks */
  nodes: Type.Array(Type.String()),
  pods: Type.Integer(),
  since: Type.Union([Type.String(), Type.Null()]),
});
export type CauseGroup = Static<typeof CauseGroup>;

export const NotEvaluated = Type.Object({
  check: Type.String(),
  reason: Type.String(),
  missing: Type.Array(Type.String()),
});
export type NotEvaluated = Static<typeof NotEvaluated>;

export const Counts = Type.Object({
  links: Type.Integer(),
  delivered: Type.Integer(),
  degraded: Type.Integer(),
  blocked: Type.Integer(),
  varies: Type.Integer(),
  unknown: Type.Integer(),
  /** of the unknown: the configuration would let them pass */
  expectedToPass: Type.Integer(),
  /** of the unknown: the configuration stops them and they arrive, so our own reckoning is wrong (`agreement`) */
  disagreements: Type.Integer(),
});
export type Counts = Static<typeof Counts>;

export const Headline = Type.Object({
  /** `8 of 61 links fail, for 2 reasons.` */
  sentence: Type.String(),
  /** the part to stress, '' when nothing fails: `2 reasons` */
  stress: Type.String(),
  /** what is well and what cannot be judged */
  second: Type.String(),
  tone: Type.Union([
    Type.Literal('ok'),
    Type.Literal('broken'),
    Type.Literal('degraded'),
    Type.Literal('unknown'),
    Type.Literal('empty'),
  ]),
});
export type Headline = Static<typeof Headline>;

export const MeshReport = Type.Object({
  asOf: Type.String(),
  cluster: Type.String(),
  headline: Headline,
  counts: Counts,
  chain: Type.Array(ChainStage),
  graph: MeshGraph,
  links: Type.Record(Type.String(), LinkState),
  nodes: Type.Record(Type.String(), NodeState),
  causes: Type.Array(CauseGroup),
  /** findings that have not held long enough to count, left out where there are none */
  settling: Type.Optional(Type.Array(CauseGroup)),
  /** findings that a cause with the same subject explains: not shown as reasons of their own */
  symptoms: Type.Array(CauseGroup),
  notEvaluated: Type.Array(NotEvaluated),
  /** why links cannot be judged, each reason once, with how many links it holds back */
  cannotJudge: Type.Array(Type.Object({ gap: NotChecked, links: Type.Integer() })),
  sources: Type.Array(SourceStatus),
});
export type MeshReport = Static<typeof MeshReport>;
