import { describe, expect, it } from 'vitest';
import type { Detection } from '../checks/detection.ts';
import type { ObservedCalls } from '../graph/link-traffic.ts';
import { agreementOf, type Compared, outcomeOf } from './agreement.ts';

const observed = (rest: Partial<ObservedCalls> & { anyPort?: boolean } = {}): ObservedCalls => ({
  traffic: {
    measure: 'connections',
    reporter: 'source',
    rate: 1,
    failing: 0,
    outcomes: [],
    seconds: 300,
    anyPort: rest.anyPort ?? false,
  },
  well: 0,
  failed: 0,
  answered: false,
  refused: 0,
  by: [],
  isEndToEnd: true,
  isSameCaller: true,
  ...rest,
});
const well = observed({ well: 100 });
const denied = observed({ failed: 100, by: ['DENY'] });
const policy = { check: 'ztunnel-default-deny' } as Detection;

const compared = (rest: Partial<Compared>): Compared => ({
  verdict: 'delivered',
  blockers: [],
  blockedFor: null,
  observed: null,
  isWatched: true,
  ...rest,
});

describe('agreementOf', () => {
  it.each<[string, Partial<Compared>, string | null]>([
    ['passes, succeeding', { observed: well }, 'confirmed'],
    ['passes, no traffic', {}, 'no-traffic'],
    ['passes, failing', { observed: denied }, 'conflict-passes-failing'],
    ['blocks, failing by the same', { verdict: 'blocked', blockers: [policy], observed: denied }, 'blocked-confirmed'],
    [
      'blocks, failing by another',
      { verdict: 'blocked', blockers: [policy], observed: observed({ failed: 9, by: ['CERT_REVOKED'] }) },
      'blocked-twice',
    ],
    ['blocks, succeeding', { verdict: 'blocked', blockers: [policy], observed: well }, 'conflict-blocked-succeeding'],
    ['blocks, no traffic', { verdict: 'blocked', blockers: [policy] }, 'would-be-blocked'],
    ['not judged, succeeding', { verdict: 'unknown', observed: well }, 'observation-only'],
    ['not judged, failing', { verdict: 'unknown', observed: denied }, 'observation-only'],
    ['not judged, no traffic', { verdict: 'unknown' }, null],
    ['nobody looked', { isWatched: false }, null],
    [
      'passes in part, some fail',
      { verdict: 'varies', observed: observed({ well: 5, failed: 5, by: ['DENY'] }) },
      'confirmed',
    ],
    ['passes in part, all fail', { verdict: 'varies', observed: denied }, null],
    [
      'weakened, some fail',
      { verdict: 'degraded', observed: observed({ well: 5, failed: 5, by: ['DENY'] }) },
      'confirmed',
    ],
    ['of several ports', { observed: observed({ failed: 9, by: ['DENY'], anyPort: true }) }, null],
    [
      'blocks, and a path by way of the waypoint is known to its first half only',
      { verdict: 'blocked', blockers: [policy], observed: observed({ well: 100, isEndToEnd: false }) },
      null,
    ],
    [
      'blocks, and another caller succeeds',
      { verdict: 'blocked', blockers: [policy], observed: observed({ well: 100, isSameCaller: false }) },
      null,
    ],
    ['blocks since a moment', { verdict: 'blocked', blockers: [policy], blockedFor: 20, observed: well }, null],
  ])('%s', (_name, rest, expected) => {
    expect(agreementOf(compared(rest))).toBe(expected);
  });
});

describe('outcomeOf', () => {
  it.each<[string, Partial<ObservedCalls>, boolean, string]>([
    ['two may be chance', { failed: 2, by: ['DENY'] }, false, 'unclear'],
    ['broken off in mid-stream, perhaps', { failed: 50, by: ['CONNECT'], answered: true }, false, 'unclear'],
    ['no byte came back', { failed: 50, by: ['CONNECT'] }, false, 'failing'],
    ['a flag that says why', { failed: 50, by: ['TLS_FAILURE'], answered: true }, false, 'failing'],
    ['a few of many', { well: 100, failed: 5, by: ['DENY'] }, false, 'succeeding'],
    ['some, by anything', { well: 50, failed: 50, by: ['CONNECT'] }, false, 'unclear'],
    ['403 of the application', { well: 10, refused: 50 }, false, 'succeeding'],
    ['403 where a policy is said to refuse', { refused: 50, by: ['403'] }, true, 'failing'],
  ])('%s', (_name, rest, isBlocked, expected) => {
    expect(outcomeOf(observed(rest), isBlocked)).toBe(expected);
  });
});
