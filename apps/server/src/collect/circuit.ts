/**
 * A signal that nobody answers: when pod after pod fails, the fault is hardly in the pods, and asking all of them again and
 * again helps nobody. Then one pod at a time is tried, more and more seldom, until one answers.
 */
import type { Signal } from './signals.ts';

/** Times are milliseconds of one clock. */
export interface Circuit {
  /** Whether anybody may be asked now. */
  isOpenTo(now: number): boolean;
  /** When somebody may be asked next; 0 = now. */
  readonly retryAt: number;
  /** Somebody is being asked, so that nobody else tries at the same time. */
  asked(now: number): void;
  /** True where the answer ended a time without any. */
  answered(): boolean;
  failed(pod: string, now: number): void;
}

/** In a row, by at least so many pods. */
const FAILURES = 6;
const PODS = 3;
const FIRST_MS = 30_000;
const MOST_MS = 10 * 60_000;

/** A circuit that lets everybody through until too much failed. */
export function createCircuit(): Circuit {
  let pods = new Set<string>();
  let failures = 0;
  let trials = 0;
  let retryAt = 0;
  const isBroken = (): boolean => failures >= FAILURES && pods.size >= PODS;
  return {
    get retryAt() {
      return retryAt;
    },
    isOpenTo: (now) => !isBroken() || now >= retryAt,
    asked(now) {
      if (isBroken()) retryAt = now + waitMs(trials);
    },
    answered() {
      const wasBroken = isBroken();
      pods = new Set();
      failures = trials = retryAt = 0;
      return wasBroken;
    },
    failed(pod, now) {
      const wasBroken = isBroken();
      failures += 1;
      pods.add(pod);
      if (!isBroken()) return;
      if (wasBroken) trials += 1;
      retryAt = now + waitMs(trials);
    },
  };
}

const waitMs = (trials: number): number => Math.min(MOST_MS, FIRST_MS * 2 ** trials);

/** The circuit of each signal, made when it is first asked about. */
export function createCircuits(): (signal: Signal) => Circuit {
  const circuits = new Map<Signal, Circuit>();
  return (signal) => {
    const circuit = circuits.get(signal) ?? createCircuit();
    circuits.set(signal, circuit);
    return circuit;
  };
}
