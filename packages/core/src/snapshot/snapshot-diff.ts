/** The difference of two snapshots, as data. */
import { type Static, Type } from 'typebox';
import { Blame, Severity, Verdict } from '../path/hop-kind.ts';
import { nullable } from '../state/metadata.ts';
import { Profile } from './snapshot-document.ts';

const End = Type.Object({ asOf: Type.String(), cluster: Type.String(), headline: Type.String(), profile: Profile });

export const LinkNews = Type.Object({ id: Type.String(), verdict: nullable(Verdict), sentence: Type.String() });
export type LinkNews = Static<typeof LinkNews>;

/** One side of a link that changed; `cause` is the key of what stops it, '' where nothing does. */
const FlipSide = Type.Object({
  verdict: Verdict,
  sentence: Type.String(),
  cause: Type.String(),
  waypoint: Type.String(),
});

export const SnapshotFlip = Type.Object({ id: Type.String(), ask: Type.String(), before: FlipSide, after: FlipSide });
export type SnapshotFlip = Static<typeof SnapshotFlip>;

export const CauseNews = Type.Object({
  key: Type.String(),
  check: Type.String(),
  severity: Severity,
  blame: Blame,
  sentence: Type.String(),
  links: Type.Integer(),
});
export type CauseNews = Static<typeof CauseNews>;

const PathSide = Type.Object({ verdict: Verdict, sentence: Type.String(), cause: Type.String() });
export const PathFlip = Type.Object({ ask: Type.String(), before: PathSide, after: PathSide });
export type PathFlip = Static<typeof PathFlip>;

const sides = { before: Type.String(), after: Type.String() };

export const SnapshotDiff = Type.Object({
  /** what matters most, in one sentence */
  sentence: Type.String(),
  before: End,
  after: End,
  nodes: Type.Object({
    added: Type.Array(Type.String()),
    removed: Type.Array(Type.String()),
    changed: Type.Array(
      Type.Object({ id: Type.String(), fields: Type.Array(Type.Object({ field: Type.String(), ...sides })) }),
    ),
  }),
  links: Type.Object({ added: Type.Array(LinkNews), removed: Type.Array(LinkNews) }),
  /** links of both that changed their verdict or their waypoint, the worst first */
  flips: Type.Array(SnapshotFlip),
  appear: Type.Array(CauseNews),
  disappear: Type.Array(CauseNews),
  /** components of the chain; '' = not there */
  chain: Type.Array(Type.Object({ id: Type.String(), ...sides })),
  policies: Type.Array(Type.Object({ policy: Type.String(), what: Type.Enum(['added', 'removed', 'changed']) })),
  versions: Type.Array(Type.Object({ component: Type.String(), ...sides })),
  paths: Type.Array(PathFlip),
  /** sources that can be read no more, or again */
  gaps: Type.Array(Type.Object({ source: Type.String(), ...sides })),
  /** what could not be compared, and why */
  notes: Type.Array(Type.String()),
});
export type SnapshotDiff = Static<typeof SnapshotDiff>;
