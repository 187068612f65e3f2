/** The plain words of hops and verdicts. The fixed spellings of the contract stay in data; these are what a reader sees. */
import {
  type Cause,
  type Certainty,
  type Hop,
  type HopKind,
  type HopState,
  isConflict,
  type PathResult,
  type Severity,
  type Trace,
  type Verdict,
} from '@hopscope/core';

const KIND_WORDS: Record<HopKind, string> = {
  client: 'caller',
  'source-ztunnel': 'node proxy',
  resolution: 'address',
  'outbound-link': 'network',
  gateway: 'gateway',
  waypoint: 'waypoint',
  'upstream-link': 'network',
  'east-west-gateway': 'gateway between clusters',
  'destination-ztunnel': 'node proxy',
  destination: 'receiver',
  external: 'outside',
  'control-plane': 'control plane',
};

const STATE_WORDS: Record<HopState, string> = {
  pass: '',
  block: 'blocked here',
  warn: 'passes, but',
  unknown: 'not known',
  'not-reached': 'not reached',
  'would-pass': 'would pass',
  'would-block': 'would block too',
  hidden: 'hidden from you',
  'not-applicable': 'not on this way',
};

const VERDICT_WORDS: Record<Verdict, string> = {
  delivered: 'Delivered',
  degraded: 'Delivered, but',
  blocked: 'Blocked',
  varies: 'Fails on some ways',
  unknown: 'Not known',
};

const CERTAINTY_WORDS: Record<Certainty, string> = {
  confirmed: 'confirmed',
  likely: 'likely, not proven',
  suspected: 'suspected, not proven',
};

const SEVERITY_WORDS: Record<Severity, string> = {
  broken: 'fails',
  degraded: 'works, but not as asked',
  latent: 'works now, breaks at the next change',
};

export const kindWord = (kind: HopKind): string => KIND_WORDS[kind];
/** '' for a hop that passes: what is well needs no word but its mark. */
export const stateWord = (state: HopState): string => STATE_WORDS[state];
export const verdictWord = (verdict: Verdict): string => VERDICT_WORDS[verdict];
export const certaintyWord = (certainty: Certainty): string => CERTAINTY_WORDS[certainty];
export const severityWord = (severity: Severity): string => SEVERITY_WORDS[severity];

/** Links are drawn as a piece of wire, everything else as a place on it. */
export function isLink(hop: Hop): boolean {
  return hop.kind === 'outbound-link' || hop.kind === 'upstream-link';
}

const WORTH_OPENING: readonly HopState[] = ['block', 'unknown', 'hidden', 'warn'];

/** The hop that explains the verdict of a trace: the first blocker, else the first unknown, else the first warning. */
export function tellingHop(trace: Trace): Hop | null {
  for (const state of WORTH_OPENING) {
    const hop = trace.hops.find((one) => one.state === state);
    if (hop) return hop;
  }
  return null;
}

/** Index of the trace to show first: the first that is not delivered, because that is why people come. */
export function tellingTrace(result: PathResult): number {
  return Math.max(
    0,
    result.traces.findIndex((trace) => trace.verdict !== 'delivered'),
  );
}

/** Index of the first trace on whose hop a cause was found; -1 where no trace shows it. */
export function traceWith({ traces }: PathResult, { detection, hopSeq }: Cause): number {
  return traces.findIndex(({ hops }) => hops[hopSeq - 1]?.checks.some(({ code }) => code === detection.check));
}

/** `at hop 6 of 7`, `beyond hop 3 of 5`; '' where the sentence says it all. */
export function whereWord(result: PathResult): string {
  const blocker = result.firstBlocker;
  if (isConflict(result.agreement?.kind)) return '';
  if (blocker) return `${wayOf(result)}at hop ${blocker.hopSeq} of ${blocker.hopCount}`;
  const trace = result.traces[tellingTrace(result)];
  if (result.verdict !== 'unknown' || !trace) return '';
  const end = trace.hops.findIndex((hop) => hop.state === 'unknown' || hop.state === 'hidden');
  return end < 1 ? '' : `beyond hop ${trace.hops[end - 1]!.seq} of ${trace.hops.length}`;
}

/** `90 % to cart-v1`, or `to cart-v2, if path /v2/…` where the request decides; `10 % elsewhere` for what is left. */
export function traceWords({ label, weight, when }: Pick<Trace, 'label' | 'weight' | 'when'>): string {
  const way = label === '' ? 'elsewhere' : label;
  if (when === '') return `${percent(weight)} ${way}`;
  return when === 'all others' ? `${way}, all others` : `${way}, if ${when}`;
}

/** Which share of the requests takes the ways that fail; '' where all do, or where it hangs on the request. */
function wayOf(result: PathResult): string {
  if (result.verdict !== 'varies') return '';
  if (result.traces.some((trace) => trace.when !== '')) return 'some of the requests, ';
  const share = result.traces
    .filter((trace) => trace.verdict === 'blocked')
    .reduce((sum, trace) => sum + trace.weight, 0);
  return `${percent(share)} of the requests, `;
}

/** The engine's own words; they are not said twice. */
const NOTHING_STOPS_IT = 'Nothing in the configuration stops it';

/** What is known about requests where the verdict is unknown; '' for every other verdict. */
export function unknownWord(result: PathResult): string {
  if (result.verdict !== 'unknown' || isConflict(result.agreement?.kind)) return '';
  const missing = listMissing(result);
  if (result.expected === 'delivered') {
    if (missing !== '' && result.sentence.includes(NOTHING_STOPS_IT)) {
      return `But ${missing} not read, so it may still fail.`;
    }
    return missing === ''
      ? 'Nothing in the configuration stops it, but nothing proves yet that it arrives.'
      : `Nothing in the configuration stops it, but ${missing} not read, so it may still fail.`;
  }
  if (result.expected === 'degraded')
    return 'The configuration lets it through, with a reservation; nothing proves yet that it arrives.';
  return missing === '' ? '' : `To tell, more must be read: ${missing} not read.`;
}

/** `AuthorizationPolicy in payments was`, `AuthorizationPolicy in payments and ztunnel-config were`. */
function listMissing(result: PathResult): string {
  const decisive = result.notChecked.filter((one) => one.decisive);
  const names = [
    ...new Set(decisive.map((one) => (one.scope === null ? one.source : `${one.source} in ${one.scope}`))),
  ];
  if (names.length === 0) return '';
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more sources were`;
  const last = names.pop()!;
  return names.length === 0 ? `${last} was` : `${names.join(', ')} and ${last} were`;
}

/** What else stands in the way, in one sentence, also where nothing does. */
export function alsoBlockingWord(result: PathResult): string {
  const count = result.alsoBlocking.length;
  if (count > 0)
    return `With the first one mended, ${count === 1 ? 'one more thing stops' : `${count} more things stop`} the call.`;
  if (result.verdict === 'unknown') return 'Nothing that was read stops it.';
  if (!result.firstBlocker) return 'Nothing stops it.';
  if (result.traces.some((trace) => !isWalkedToTheEnd(trace))) {
    return 'Nothing else was found, but beyond this the way could not be walked.';
  }
  return hasDoubt(result)
    ? 'Nothing else is known to stop it, but not every hop could be judged.'
    : 'Nothing else: with this mended, the call arrives.';
}

/** The mark beside it: a tick only where nothing is left in doubt. */
export function alsoBlockingMark(result: PathResult): 'pass' | 'block' | 'unknown' {
  if (result.alsoBlocking.length > 0) return 'block';
  if (result.verdict === 'unknown') return 'unknown';
  const promised = !result.firstBlocker || (result.traces.every(isWalkedToTheEnd) && !hasDoubt(result));
  return promised ? 'pass' : 'unknown';
}

function isWalkedToTheEnd({ hops }: Trace): boolean {
  const last = hops.at(-1)?.kind;
  return last === 'destination' || last === 'external';
}

function hasDoubt({ traces, notChecked }: PathResult): boolean {
  const isOpen = (hop: Hop) => hop.state === 'unknown' || hop.state === 'hidden';
  return notChecked.some((gap) => gap.decisive) || traces.some((trace) => trace.hops.some(isOpen));
}

/** What reading a missing source would change. */
export function gapWord(decisive: boolean, verdict: Verdict): string {
  if (!decisive) return 'It would not change the verdict.';
  return verdict === 'unknown' ? 'It would settle the verdict.' : 'With it more could be said for certain.';
}

export function basisWord(result: PathResult): string {
  if (result.traffic) return 'seen in traffic';
  return result.basis === 'observed' ? 'seen in live connections' : 'computed from configuration';
}

/** `67 %`; never `0 %` or `100 %` for a share that is neither. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return '< 1 %';
  return rounded === 100 && share < 1 ? '> 99 %' : `${rounded} %`;
}
