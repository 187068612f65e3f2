/** The answer to a path query, in the vocabulary of the contract: path, trace, hop, check, cause, evidence, verdict. */
import { type Static, Type } from 'typebox';
import { Detection } from '../checks/detection.ts';
import { LinkTraffic } from '../graph/link-traffic.ts';
import { Blame, Certainty, HopKind, HopState, Verdict } from '../path/hop-kind.ts';
import { Labels } from '../state/metadata.ts';
import { PathQuery } from '../state/path-query-schema.ts';
import { Ref } from '../state/ref.ts';
import { Permission } from '../state/source-status.ts';
import { AgreementKind } from './agreement-kind.ts';
import { JustBefore } from './just-before.ts';
import { PolicyRound } from './policy-reading.ts';

/** Something that was not checked, and what would make it checkable. */
export const NotChecked = Type.Object({
  source: Type.String(),
  scope: Type.Union([Type.String(), Type.Null()]),
  why: Type.String(),
  permission: Type.Union([Permission, Type.Null()]),
  /** true: the verdict would be certain only with it */
  decisive: Type.Boolean(),
});
export type NotChecked = Static<typeof NotChecked>;

/** One claim on a hop. `pass` claims are what was looked at and found well. */
export const HopCheck = Type.Object({
  /** cause code of a finding, or the rule id of a passed claim */
  code: Type.String(),
  result: Type.Union([
    Type.Literal('pass'),
    Type.Literal('block'),
    Type.Literal('warn'),
    Type.Literal('note'),
    Type.Literal('unknown'),
  ]),
  sentence: Type.String(),
  /** one line of proof for a passed claim: field = value; '' when the detection carries it */
  proof: Type.String(),
  detection: Type.Union([Detection, Type.Null()]),
});
export type HopCheck = Static<typeof HopCheck>;

export const Hop = Type.Object({
  seq: Type.Integer(),
  kind: HopKind,
  state: HopState,
  /** what stands here: `ztunnel on node-2`, `waypoint payments/waypoint` */
  title: Type.String(),
  /** one short line under the title */
  detail: Type.String(),
  /** what is on the wire of a link: `HBONE`, `TCP`, `mTLS`; '' off the wire */
  protocol: Type.String(),
  /** the object to open; null where there is none */
  subject: Type.Union([Ref, Type.Null()]),
  /** objects that stand behind this hop */
  objects: Type.Array(Ref),
  checks: Type.Array(HopCheck),
  /** policies that are asked here, rule by rule; left out where there are none */
  policies: Type.Optional(Type.Array(PolicyRound)),
  notChecked: Type.Array(NotChecked),
});
export type Hop = Static<typeof Hop>;

/** One end of a way, as far as rules of the mesh tell ends apart. */
export const PathEnd = Type.Object({
  pod: Type.Union([Ref, Type.Null()]),
  node: Type.String(),
  namespace: Type.String(),
  /** principal; '' = none */
  identity: Type.String(),
  /** `ambient`, `unmeshed`, `sidecar`, `gateway`, `kubelet`, `outside` */
  enrolment: Type.String(),
  /** labels that Istio or a policy of this mesh asks for, no others */
  labels: Labels,
});
export type PathEnd = Static<typeof PathEnd>;

/** One way a request may take; alternatives differ in backend, source pod or waypoint. */
export const Trace = Type.Object({
  /** `to cart-v1`, `2 of 3 pods of cart`; '' when there is only one way */
  label: Type.String(),
  /** share of requests that take it, 0..1; an even guess where `when` says that it hangs on the request */
  weight: Type.Number(),
  /** what a request must be like to come this way: `path /v2/…`; '' where it hangs on nothing that was left open */
  when: Type.String(),
  verdict: Verdict,
  hops: Type.Array(Hop),
  /** who calls; left out where the question could not be walked */
  caller: Type.Optional(PathEnd),
  /** the pod that receives; left out where it is none */
  destination: Type.Optional(PathEnd),
});
export type Trace = Static<typeof Trace>;

export const Cause = Type.Object({
  detection: Detection,
  hopKind: HopKind,
  /** 1-based position on its trace, and how many hops the trace has */
  hopSeq: Type.Integer(),
  hopCount: Type.Integer(),
  hopTitle: Type.String(),
});
export type Cause = Static<typeof Cause>;

/** How what was seen goes with what the configuration says. */
export const Agreement = Type.Object({
  kind: AgreementKind,
  sentence: Type.String(),
  /** of a conflict: what may be behind it, the likeliest first */
  suspects: Type.Array(Type.String()),
  /** of a conflict: what the answer rests on and how old it is, the oldest first */
  inputs: Type.Array(
    Type.Object({
      source: Type.String(),
      scope: Type.Union([Type.String(), Type.Null()]),
      at: Type.String(),
    }),
  ),
});
export type Agreement = Static<typeof Agreement>;

export const PathResult = Type.Object({
  query: PathQuery,
  /** `web/checkout -> payments/ledger:8080` */
  ask: Type.String(),
  verdict: Verdict,
  /** what the configuration alone says, where runtime evidence is missing: `unknown` verdicts may still be expected to pass */
  expected: Verdict,
  sentence: Type.String(),
  /** `configuration` = computed only; `observed` = seen in live connections too */
  basis: Type.Union([Type.Literal('configuration'), Type.Literal('observed')]),
  /** what was seen of such calls lately; left out where nothing was */
  traffic: Type.Optional(LinkTraffic),
  /** left out where the two cannot be held against each other */
  agreement: Type.Optional(Agreement),
  blame: Type.Union([Blame, Type.Null()]),
  certainty: Type.Union([Certainty, Type.Null()]),
  firstBlocker: Type.Union([Cause, Type.Null()]),
  alsoBlocking: Type.Array(Cause),
  /** degraded and latent findings on the path */
  risks: Type.Array(Cause),
  /** findings that have not held long enough to count, left out where there are none */
  settling: Type.Optional(Type.Array(Cause)),
  traces: Type.Array(Trace),
  /** since when it fails, and what changed just before; left out where nothing is known to fail */
  justBefore: Type.Optional(JustBefore),
  notChecked: Type.Array(NotChecked),
  /** `namespace/name` of the waypoint on the first trace, null without one */
  waypoint: Type.Union([Ref, Type.Null()]),
  asOf: Type.String(),
});
export type PathResult = Static<typeof PathResult>;
