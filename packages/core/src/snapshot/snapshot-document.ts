/**
 * The snapshot: the mesh as it was judged at one moment, as one document that needs no server. It is a copy by allow-list of
 * what the report says; states, raw objects, logs, annotations and environments have no field here.
 */
import { type Static, Type } from 'typebox';
import { GraphColumns } from '../report/graph-columns.ts';
import { CauseGroup, ChainStage, Counts, Headline, MeshReport, NotEvaluated } from '../report/mesh-report.ts';
import { PathResult } from '../report/path-result.ts';
import { nullable } from '../state/metadata.ts';
import { Ref } from '../state/ref.ts';
import { SourceStatus } from '../state/source-status.ts';
import { closed } from './closed-schema.ts';

/** Grows when a field changes its meaning or goes; a new field that may be absent keeps it. */
export const SNAPSHOT_VERSION = 1;

/**
 * `full`: as it is. `team`: addresses, nodes and hosts of the outside replaced. `shape`: every name replaced, numbers rounded,
 * sentences written anew from what is left.
 */
export const Profile = Type.Enum(['full', 'team', 'shape']);
export type Profile = Static<typeof Profile>;

export const Redaction = Type.Object({
  profile: Profile,
  /** the same for snapshots whose pseudonyms agree; '' = with no other snapshot */
  pair: Type.String(),
  /** how many different values became pseudonyms */
  replaced: Type.Object({
    addresses: Type.Integer(),
    nodes: Type.Integer(),
    hosts: Type.Integer(),
    names: Type.Integer(),
    ports: Type.Integer(),
  }),
  /** texts that were left out */
  removed: Type.Integer(),
  /** numbers that were rounded */
  rounded: Type.Integer(),
});
export type Redaction = Static<typeof Redaction>;

/** A cause whose links are named by their position in the graph. */
export const SnapshotCause = Type.Object({
  ...CauseGroup.properties,
  links: Type.Array(Type.Integer(), { description: 'positions in graph.links' }),
});
export type SnapshotCause = Static<typeof SnapshotCause>;

/** A policy, so that two snapshots can tell that it came, went or says something else. */
export const PolicySummary = Type.Object({
  ref: Ref,
  /** its action or mode in Istio's word; '' where its kind has none */
  says: Type.String(),
  /** stands for all it says; comparable where the pair (or the profile `full`) is the same */
  print: Type.String(),
});
export type PolicySummary = Static<typeof PolicySummary>;

export const ComponentRelease = Type.Object({ component: Type.String(), version: Type.String() });
export type ComponentRelease = Static<typeof ComponentRelease>;

/** What the reader looked at; places on the map follow from the graph. */
export const Viewer = Type.Object({
  view: nullable(Type.Union([Type.Literal('map'), Type.Literal('table')])),
  problems: Type.Boolean(),
  namespaces: Type.Array(Type.String()),
  /** id of a node or a link; '' = none */
  selected: Type.String(),
  /** key of a cause; '' = none */
  cause: Type.String(),
});
export type Viewer = Static<typeof Viewer>;

export const SnapshotDocument = closed(
  Type.Object({
    schemaVersion: Type.Literal(SNAPSHOT_VERSION),
    product: Type.Object({ name: Type.Literal('hopscope'), version: Type.String() }),
    /** RFC 3339: when it was taken; `asOf` is the moment that it shows */
    createdAt: Type.String(),
    asOf: Type.String(),
    cluster: Type.String(),
    redaction: Redaction,
    /** RFC 3339 of the oldest and the newest reading in use; null where none tells */
    window: Type.Object({ from: nullable(Type.String()), to: nullable(Type.String()) }),
    headline: Headline,
    counts: Counts,
    chain: Type.Array(ChainStage),
    graph: GraphColumns,
    causes: Type.Array(SnapshotCause),
    settling: Type.Array(SnapshotCause),
    symptoms: Type.Array(SnapshotCause),
    /** what was not collected, and why */
    notEvaluated: Type.Array(NotEvaluated),
    cannotJudge: MeshReport.properties.cannotJudge,
    sources: Type.Array(SourceStatus),
    policies: Type.Array(PolicySummary),
    versions: Type.Array(ComponentRelease),
    /** paths that somebody chose, hop by hop with their evidence */
    paths: Type.Array(PathResult),
    viewer: Viewer,
  }),
);
export type SnapshotDocument = Static<typeof SnapshotDocument>;

/** Who vouches for the bytes: Ed25519 over the text of `signedText`. */
export const Signature = Type.Object(
  {
    algorithm: Type.Literal('Ed25519'),
    /** first 16 hex digits of the SHA-256 of the public key */
    keyId: Type.String(),
    /** base64 of the key as SPKI */
    publicKey: Type.String(),
    /** base64 */
    value: Type.String(),
  },
  { additionalProperties: false },
);
export type Signature = Static<typeof Signature>;

/** The form in which a snapshot leaves the product: `.json`, inside of `.html`, and as the body of a store. */
export const SnapshotFile = Type.Object(
  {
    hopscopeSnapshot: Type.Integer({ description: 'the major version of the document' }),
    /** hex SHA-256 of the document's canonical bytes */
    digest: Type.String(),
    signature: nullable(Signature),
    document: Type.Unknown(),
  },
  { additionalProperties: false },
);
export type SnapshotFile = Static<typeof SnapshotFile>;

/** What is signed: the digest with its purpose before it, so that the key cannot be made to sign anything else. */
export function signedText(digest: string): string {
  return `hopscope-snapshot sha256 ${digest}`;
}

/** Viewer state of somebody who chose nothing. */
export const PLAIN_VIEW: Viewer = { view: null, problems: false, namespaces: [], selected: '', cause: '' };
