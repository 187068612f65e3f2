/** What was seen of calls, and how that goes with the configuration, in plain words. */
import type { LinkTraffic } from '../graph/link-traffic.ts';
import type { AgreementKind } from './agreement-kind.ts';
import { kindOfFlag } from './flag-kinds.ts';

/** Whether what was seen is not what the configuration says. */
export function isConflict(kind: AgreementKind | undefined): boolean {
  return kind?.startsWith('conflict-') === true;
}

/** `12 calls a second, 3 of 10 refused (DENY)`. */
export function trafficWords({ rate, failing, outcomes, anyPort }: LinkTraffic): string {
  const words = `${rateWords(rate)}${anyPort ? ' to any of its ports' : ''}`;
  const [first] = outcomes;
  if (failing === 0 || !first) return words;
  const isRefused = outcomes.every(({ by }) => kindOfFlag(by) === 'policy');
  return `${words}, ${shareWords(failing)} ${isRefused ? 'refused' : 'failed'} (${outcomes.map(({ by }) => by).join(', ')})`;
}

const UNITS = [
  { seconds: 1, word: 'second' },
  { seconds: 60, word: 'minute' },
  { seconds: 3600, word: 'hour' },
] as const;

/** By the shortest unit in which there is at least one. */
export function rateWords(perSecond: number): string {
  if (perSecond === 0) return 'no new calls';
  const { seconds, word } = UNITS.find((unit) => perSecond * unit.seconds >= 0.95) ?? UNITS[2];
  const count = Number((perSecond * seconds).toPrecision(2));
  return `${count} ${count === 1 ? 'call' : 'calls'} ${word === 'hour' ? 'an' : 'a'} ${word}`;
}

function shareWords(share: number): string {
  if (share >= 0.995) return 'all';
  if (share >= 0.95) return 'nearly all';
  if (share >= 0.1) return `${Math.round(share * 10)} of 10`;
  return share >= 0.005 ? `${Math.round(share * 100)} of 100` : 'a few';
}

/** `5 min`, `40 s`. */
export const windowWords = (seconds: number): string =>
  seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;

/** The sentence of `agreement`, as the path has it below its own. */
export function agreementSentence(kind: AgreementKind, seconds: number, traffic: LinkTraffic | undefined): string {
  return SENTENCES[kind](traffic ? `: ${trafficWords(traffic)}` : '', windowWords(seconds));
}

const SENTENCES: Readonly<Record<AgreementKind, (seen: string, window: string) => string>> = {
  confirmed: (seen) => `Confirmed by traffic${seen}.`,
  'no-traffic': (_seen, window) => `Should be delivered. Nothing observed in the last ${window}.`,
  'conflict-passes-failing': (seen) =>
    `Conflict: the configuration allows it, and traffic fails${seen}. The cause is outside of what is modelled here, or what was read is out of date.`,
  'blocked-confirmed': (seen) => `Blocked. Confirmed by traffic${seen}.`,
  'blocked-twice': (seen) => `Blocked twice: what is seen to fail shows another cause besides${seen}.`,
  'conflict-blocked-succeeding': (seen) =>
    `Conflict: by our reckoning it is blocked, and calls arrive${seen}. Our model, or what it was given, is wrong.`,
  'would-be-blocked': (_seen, window) =>
    `Would be blocked. No call was counted in the last ${window}; what fails early is not counted.`,
  'observation-only': (seen) => `Unknown from the configuration; this is what was observed${seen}.`,
};
