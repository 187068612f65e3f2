/** Two answers side by side: where two paths part, and in what their ends differ. Works on the answers alone. */
import { type Static, Type } from 'typebox';
import type { HopKind, HopState } from '../path/hop-kind.ts';
import { Hop, type PathEnd, type PathResult, type Trace } from '../report/path-result.ts';
import { nameOf } from '../state/refs.ts';

export const ComparedHop = Type.Object({
  /** the place on the way; hops of other kinds that stand there are compared too */
  kind: Hop.properties.kind,
  left: Type.Union([Hop, Type.Null()]),
  right: Type.Union([Hop, Type.Null()]),
});
export type ComparedHop = Static<typeof ComparedHop>;

export const Difference = Type.Object({
  /** `identity of the caller`, `label app of the caller`, `waypoint` */
  what: Type.String(),
  left: Type.String(),
  right: Type.String(),
});
export type Difference = Static<typeof Difference>;

export const PathComparison = Type.Object({
  sentence: Type.String(),
  /** in walking order */
  rows: Type.Array(ComparedHop),
  /** index of the row where they part; null where they end alike */
  partsAt: Type.Union([Type.Integer(), Type.Null()]),
  differences: Type.Array(Difference),
});
export type PathComparison = Static<typeof PathComparison>;

/** Places on the way, each with the kinds of hops that may stand there. */
const PLACES: readonly (readonly HopKind[])[] = [
  ['client', 'gateway'],
  ['source-ztunnel'],
  ['resolution'],
  ['outbound-link'],
  ['waypoint'],
  ['upstream-link'],
  ['east-west-gateway'],
  ['destination-ztunnel'],
  ['destination', 'external'],
  ['control-plane'],
];

type Outcome = 'passes' | 'is weakened' | 'is not known' | 'stops';

const OUTCOMES: Readonly<Record<HopState, Outcome>> = {
  pass: 'passes',
  'would-pass': 'passes',
  'not-reached': 'passes',
  'not-applicable': 'passes',
  warn: 'is weakened',
  unknown: 'is not known',
  hidden: 'is not known',
  block: 'stops',
  'would-block': 'stops',
};

/** Compares one trace of each: those given, else those that explain the verdicts. */
export function comparePaths(left: PathResult, right: PathResult): PathComparison {
  const [a, b] = [tellingTraceOf(left), tellingTraceOf(right)];
  const rows = rowsOf(a, b);
  const at = rows.findIndex((row) => outcomeOf(row.left) !== outcomeOf(row.right));
  const partsAt = at < 0 ? null : at;
  const sentence = partsAt === null ? alike(left, right) : partingSentence(left, right, rows[partsAt]!);
  return { sentence, rows, partsAt, differences: differencesOf(left, right, a, b, rows) };
}

const tellingTraceOf = ({ traces }: PathResult): Trace | undefined =>
  traces.find(({ verdict }) => verdict !== 'delivered') ?? traces[0];

function rowsOf(left: Trace | undefined, right: Trace | undefined): ComparedHop[] {
  return PLACES.flatMap((kinds) => {
    const at = (trace: Trace | undefined): Hop | null => trace?.hops.find(({ kind }) => kinds.includes(kind)) ?? null;
    const [l, r] = [at(left), at(right)];
    const kind = (l ?? r)?.kind;
    return kind ? [{ kind, left: l, right: r }] : [];
  });
}

/** A hop that one way does not have lets it pass. */
const outcomeOf = (hop: Hop | null): Outcome => (hop ? OUTCOMES[hop.state] : 'passes');

function alike(left: PathResult, right: PathResult): string {
  if (left.verdict === 'delivered') return 'Nothing parts them: both arrive.';
  const [a, b] = [left.firstBlocker?.detection, right.firstBlocker?.detection];
  const isSame = a && b && a.check === b.check && nameOf(a.subject) === nameOf(b.subject);
  if (isSame) return `Nothing parts them: both stop at the same place, for the same reason. ${a.sentence}`;
  if (a && b) return 'Nothing parts them: both stop at the same place, each for a reason of its own.';
  return left.verdict === right.verdict
    ? 'Nothing parts them: both end alike.'
    : 'Nothing on the ways that are shown parts them; other ways of one of them end otherwise.';
}

function partingSentence(left: PathResult, right: PathResult, row: ComparedHop): string {
  const hop = row.left ?? row.right!;
  const number =
    row.left && row.right && row.left.seq !== row.right.seq ? `${row.left.seq} and ${row.right.seq}` : hop.seq;
  const [a, b] = callersOf(left, right);
  return `They part at hop ${number}, ${hop.title}: ${told(a, row.left)}; ${told(b, row.right)}.`;
}

/** What tells the two apart in a sentence: who calls, else what is called. */
function callersOf(left: PathResult, right: PathResult): [string, string] {
  const endsOf = ({ ask }: PathResult): string[] => ask.split(' -> ');
  const [[a = '', x = ''], [b = '', y = '']] = [endsOf(left), endsOf(right)];
  if (a !== b && x !== y) return [left.ask, right.ask];
  return a === b ? [`the call to ${x}`, `the call to ${y}`] : [a, b];
}

function told(who: string, hop: Hop | null): string {
  if (!hop) return `\`${who}\` does not come this way`;
  const outcome = outcomeOf(hop);
  const why = whyOf(hop, outcome).replace(/\.$/, '');
  return `\`${who}\` ${outcome}${why === '' ? '' : `, because ${lowered(why)}`}`;
}

/** The finding that stops it, else the policies that let it through, else what was found well. */
function whyOf({ checks, policies }: Hop, outcome: Outcome): string {
  const of = (...results: string[]) => checks.find(({ result }) => results.includes(result))?.sentence ?? '';
  if (outcome === 'stops') return of('block');
  if (outcome === 'is weakened') return of('warn');
  if (outcome === 'is not known') return of('unknown');
  return policies?.find(({ allowed }) => allowed === true)?.sentence ?? '';
}

/** `Let through by …` within a sentence; names keep their capitals. */
const lowered = (text: string): string =>
  /^(?:Let|No|The|It|At|A|An|Refused) /.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;

const MOST = 16;

function differencesOf(
  left: PathResult,
  right: PathResult,
  a: Trace | undefined,
  b: Trace | undefined,
  rows: readonly ComparedHop[],
): Difference[] {
  const pairs: Difference[] = [
    ...endDifferences('caller', a?.caller, b?.caller),
    ...endDifferences('receiver', a?.destination, b?.destination),
    { what: 'waypoint', left: waypointOf(left), right: waypointOf(right) },
    ...rows.flatMap(rowDifferences),
  ];
  return pairs.filter((pair) => pair.left !== pair.right).slice(0, MOST);
}

const waypointOf = ({ waypoint }: PathResult): string => (waypoint ? nameOf(waypoint) : 'none');

const NONE: PathEnd = { pod: null, node: '', namespace: '', identity: '', enrolment: '', labels: {} };

function endDifferences(whose: string, left: PathEnd = NONE, right: PathEnd = NONE): Difference[] {
  const of = (what: string, pick: (end: PathEnd) => string): Difference => ({
    what: `${what} of the ${whose}`,
    left: pick(left) || 'none',
    right: pick(right) || 'none',
  });
  const keys = [...new Set([...Object.keys(left.labels), ...Object.keys(right.labels)])].sort();
  return [
    of('enrolment', ({ enrolment }) => enrolment),
    of('identity', ({ identity }) => identity),
    of('namespace', ({ namespace }) => namespace),
    of('node', ({ node }) => node),
    ...keys.map((key) => of(`label ${key}`, ({ labels }) => labels[key] ?? '')),
  ];
}

/** What is on the wire, and what policies say, where both come by. */
function rowDifferences({ left, right }: ComparedHop): Difference[] {
  if (!left || !right) return [];
  const said = ({ policies }: Hop, i: number): string => policies?.[i]?.sentence ?? 'no policy asks';
  const rounds = Math.max(left.policies?.length ?? 0, right.policies?.length ?? 0);
  return [
    { what: `protocol of hop ${left.seq}`, left: left.protocol || 'none', right: right.protocol || 'none' },
    ...Array.from({ length: rounds }, (_, i) => ({
      what: `policies at hop ${left.seq}`,
      left: said(left, i),
      right: said(right, i),
    })),
  ];
}
