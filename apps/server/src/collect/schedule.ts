/**
 * What is asked next: the target that is latest by its own measure, what a person waits for first, as far as the budgets
 * allow. It decides and remembers; the clock and the asking are the collector's.
 */
import type { Bucket } from './bucket.ts';
import { createCircuits } from './circuit.ts';
import { type AskedBefore, createDumpChoice, type DumpChoice, isDump } from './dump-choice.ts';
import type { Signal } from './signals.ts';
import { type Target, targetKey } from './targets.ts';

/** One question to one pod. */
export interface Ask {
  target: Target;
  /** keep of its dump only what belongs to this node; undefined = all of it */
  ownNode: string | undefined;
}

export interface Budgets {
  /** requests to the API server, in all */
  requests: Bucket;
  /** bytes through port-forwards, in all */
  bytes: Bucket;
}

/** Times are milliseconds of one clock. */
export interface Schedule {
  /** Who may be asked from now on; what is known of those that stay is kept. */
  setTargets(targets: readonly Target[]): void;
  /** Somebody looks, or nobody does: then everything is asked four times less often. */
  setWatched(watched: boolean): void;
  /** A person waits for these: they go first, a dump whole, but nothing that was asked just now. */
  want(targets: readonly Target[], now: number): void;
  /** The next question, and it counts as asked; null where nothing is due or a budget is used up. */
  next(now: number): Ask | null;
  answered(target: Target, ok: boolean, bytes: number, now: number): void;
  /** How long an answer is meant to be the newest, in ms, as things stand. */
  periodMs(target: Target): number;
}

/** At once: small answers, and long ones. */
const MOST: Readonly<Record<Lane, number>> = { short: 6, long: 2 };
/** Nobody looks. */
const IDLE_FACTOR = 4;
const MOST_BACKOFF_MS = 15 * 60_000;
/** One failure may be a moment's: a pod that begins, a connection that was cut. */
const SECOND_TRY_MS = 10_000;
/** What a person wants is not asked again sooner. */
const WANT_AGAIN_MS = 10_000;
/** Of the requests, what is left to us beside the watches. */
const OUR_SHARE = 0.6;

interface Entry extends AskedBefore {
  readonly key: string;
  /** its number among those asked for the same signal: all signals of one pod come before those of the next */
  place: number;
  /** null = never */
  askedAt: number | null;
  wantedAt: number | null;
  underWay: boolean;
  jitter: number;
}

/** Everything that is remembered. */
interface Plan extends Budgets {
  entries: Map<string, Entry>;
  watched: boolean;
  readonly circuitOf: ReturnType<typeof createCircuits>;
  readonly dumps: DumpChoice;
}

/** A schedule with nobody to ask yet. `random` gives 0 to 1. */
export function createSchedule(budgets: Budgets, random: () => number = Math.random): Schedule {
  const plan: Plan = {
    ...budgets,
    entries: new Map(),
    watched: true,
    circuitOf: createCircuits(),
    dumps: createDumpChoice(),
  };
  const { requests, dumps, circuitOf } = plan;
  return {
    setTargets(targets) {
      plan.entries = entriesOf(targets, plan.entries, random);
    },
    setWatched(is) {
      plan.watched = is;
    },
    want(targets, now) {
      for (const target of targets) {
        const entry = plan.entries.get(targetKey(target));
        if (entry === undefined) continue;
        const wasWhole = dumps.wantWhole(target, now);
        const isFresh = entry.askedAt !== null && now - entry.askedAt < WANT_AGAIN_MS;
        if (!isFresh || !wasWhole) entry.wantedAt ??= now;
      }
    },
    next(now) {
      const entry = requests.left(now) < 1 ? null : nextEntry(plan, now);
      if (entry === null) return null;
      requests.spend(1, now);
      circuitOf(entry.target.signal).asked(now);
      Object.assign(entry, { askedAt: now, wantedAt: null, underWay: true, jitter: jitterOf(random) });
      return { target: entry.target, ownNode: dumps.ownNode(entry.target, plan.entries, now) };
    },
    answered(target, ok, size, now) {
      if (laneOf(target.signal) === 'long') plan.bytes.spend(size, now);
      const entry = plan.entries.get(targetKey(target));
      if (entry !== undefined) Object.assign(entry, ok ? { underWay: false, failures: 0, bytes: size } : failed(entry));
      if (!ok) circuitOf(target.signal).failed(target.pod.name, now);
      else if (circuitOf(target.signal).answered()) forgetFailures(plan, target.signal);
    },
    periodMs: (target) => plannedMs(plan, target),
  };
}

const failed = ({ failures }: Entry): Partial<Entry> => ({ underWay: false, failures: failures + 1 });

function entriesOf(
  targets: readonly Target[],
  before: ReadonlyMap<string, Entry>,
  random: () => number,
): Map<string, Entry> {
  const places = new Map<Signal, number>();
  const entries = new Map<string, Entry>();
  for (const target of targets) {
    const place = places.get(target.signal) ?? 0;
    places.set(target.signal, place + 1);
    const key = targetKey(target);
    entries.set(key, Object.assign(before.get(key) ?? newEntry(key, target, jitterOf(random)), { target, place }));
  }
  return entries;
}

function forgetFailures({ entries }: Plan, signal: Signal): void {
  for (const entry of entries.values()) if (entry.target.signal === signal) entry.failures = 0;
}

function nextEntry(plan: Plan, now: number): Entry | null {
  const busy = busyWith(plan.entries.values());
  let best: Entry | null = null;
  for (const entry of plan.entries.values())
    if (mayGo(plan, entry, busy, now) && (best === null || comesBefore(plan, entry, best, now))) best = entry;
  return best;
}

function mayGo(plan: Plan, entry: Entry, busy: Busy, now: number): boolean {
  const { signal } = entry.target;
  const lane = laneOf(signal);
  if (entry.underWay || busy[lane] >= MOST[lane]) return false;
  if (busy.firstDump && isDump(entry.target)) return false;
  if (entry.wantedAt !== null) return true;
  if (lane === 'long' && plan.bytes.left(now) <= 0) return false;
  return dueAt(plan, entry) <= now && plan.circuitOf(signal).isOpenTo(now);
}

function dueAt(plan: Plan, { askedAt, target, failures, jitter }: Entry): number {
  if (askedAt === null) return Number.NEGATIVE_INFINITY;
  const wanted = wantedMs(plan, target);
  return askedAt + jitter * (failures === 1 ? Math.min(wanted, SECOND_TRY_MS) : backoffMs(wanted, failures));
}

const backoffMs = (wanted: number, failures: number): number =>
  Math.max(wanted, Math.min(MOST_BACKOFF_MS, wanted * 2 ** Math.min(Math.max(0, failures - 1), 10)));

const wantedMs = ({ watched }: Plan, { signal }: Target): number => signal.everyMs * (watched ? 1 : IDLE_FACTOR);

/** Longer than wanted where the budgets do not give that much. */
function plannedMs(plan: Plan, target: Target): number {
  const { perSecond, bytesPerSecond } = loadOf(plan);
  const stretch = perSecond / (plan.requests.perSecond * OUR_SHARE);
  const longer = laneOf(target.signal) === 'long' ? bytesPerSecond / plan.bytes.perSecond : 0;
  return wantedMs(plan, target) * Math.max(1, stretch, longer);
}

/** What it would take to ask everybody as often as is wanted. */
function loadOf(plan: Plan) {
  let [perSecond, bytesPerSecond] = [0, 0];
  for (const { target, bytes } of plan.entries.values()) {
    const times = 1000 / wantedMs(plan, target);
    perSecond += times;
    if (laneOf(target.signal) === 'long') bytesPerSecond += bytes * times;
  }
  return { perSecond, bytesPerSecond };
}

type Lane = 'short' | 'long';

const laneOf = ({ way }: Signal): Lane => (way === 'forward' ? 'long' : 'short');

const jitterOf = (random: () => number): number => 0.9 + random() / 5;

const newEntry = (key: string, target: Target, jitter: number): Entry => ({
  key,
  target,
  place: 0,
  askedAt: null,
  wantedAt: null,
  failures: 0,
  underWay: false,
  bytes: 0,
  jitter,
});

interface Busy {
  short: number;
  long: number;
  /** the others wait for the first dump, which tells how large they are */
  firstDump: boolean;
}

function busyWith(entries: Iterable<Entry>): Busy {
  const busy = { short: 0, long: 0, firstDump: false };
  let isSizeKnown = false;
  for (const { underWay, target, bytes } of entries) {
    if (underWay) busy[laneOf(target.signal)] += 1;
    if (!isDump(target)) continue;
    if (underWay) busy.firstDump = true;
    isSizeKnown ||= bytes > 0;
  }
  return { ...busy, firstDump: busy.firstDump && !isSizeKnown };
}

/** What is wanted goes first, then what was never asked, then what is the latest by its own period. */
function comesBefore(plan: Plan, a: Entry, b: Entry, now: number): boolean {
  if (a.wantedAt !== null || b.wantedAt !== null) return (a.wantedAt ?? Infinity) < (b.wantedAt ?? Infinity);
  if (a.askedAt === null || b.askedAt === null) return a.askedAt === b.askedAt ? a.place < b.place : a.askedAt === null;
  return (now - a.askedAt) / wantedMs(plan, a.target) > (now - b.askedAt) / wantedMs(plan, b.target);
}
