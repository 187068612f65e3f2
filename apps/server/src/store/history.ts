/** The mesh as it was: snapshots of the past, many of the last minutes and few of long ago, within bounds. */
import type { MeshState } from '@hopscope/core';
import type { Snapshot } from './snapshot.ts';

export interface Moment {
  /** RFC 3339 */
  at: string;
  revision: number;
}

export interface History {
  /** Keeps a snapshot, the newest of all; one that says what the last one said is not kept again. */
  add(snapshot: Snapshot): void;
  /** The last snapshot that was current at a time (ms since the epoch); null before the first one kept. */
  at(time: number): Snapshot | null;
  /** The snapshot of a revision; null where it is not kept. */
  of(revision: number): Snapshot | null;
  /** Everything kept, the oldest first. */
  moments(): Moment[];
}

/** What may be kept at most: snapshots, and all that is in them, counted as links, nodes and series. */
export interface HistoryLimits {
  snapshots: number;
  items: number;
}

const LIMITS: HistoryLimits = { snapshots: 240, items: 1_500_000 };

interface Kept {
  time: number;
  items: number;
  snapshot: Snapshot;
}

/** An empty history. Neighbours in time share what did not change, so the limit of items is a generous one. */
export function createHistory(limits: HistoryLimits = LIMITS): History {
  const kept: Kept[] = [];
  return {
    add(snapshot) {
      if (kept.at(-1)?.snapshot.revision === snapshot.revision) return;
      kept.push({ time: Date.parse(snapshot.report.asOf), items: itemsOf(snapshot), snapshot: detached(snapshot) });
      thinOut(kept, limits);
    },
    at: (time) => kept.findLast((one) => one.time <= time)?.snapshot ?? null,
    of: (revision) => kept.find(({ snapshot }) => snapshot.revision === revision)?.snapshot ?? null,
    moments: () => kept.map(({ snapshot }) => ({ at: snapshot.report.asOf, revision: snapshot.revision })),
  };
}

/** A copy of the state, for what is remembered of the state itself (indexes, judgements) lives as long as it does. */
function detached({ state, report, revision, etag }: Snapshot): Snapshot {
  return { state: { ...state }, report, revision, etag };
}

function itemsOf({ state, report }: Snapshot): number {
  return report.graph.links.length + report.graph.nodes.length + itemsRead(state);
}

function itemsRead({ traffic, componentMetrics, logs, ztunnelDumps }: MeshState): number {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
  return (
    sum(traffic.map(({ series }) => series.length)) +
    sum(componentMetrics.map(({ samples }) => samples.length)) +
    sum(logs.map(({ facts }) => facts.length)) +
    sum(ztunnelDumps.map(({ workloads, services }) => workloads.length + services.length))
  );
}

/** Drops the moment that is missed least: where two others stand close together, for how long ago it is. First and last stay. */
function thinOut(kept: Kept[], limits: HistoryLimits): void {
  let items = kept.reduce((sum, one) => sum + one.items, 0);
  while (kept.length > 2 && (kept.length > limits.snapshots || items > limits.items)) {
    const at = leastMissed(kept);
    items -= kept[at]!.items;
    kept.splice(at, 1);
  }
}

function leastMissed(kept: readonly Kept[]): number {
  const now = kept.at(-1)!.time;
  let [found, least] = [1, Infinity];
  for (let i = 1; i < kept.length - 1; i++) {
    const gap = (kept[i + 1]!.time - kept[i - 1]!.time) / (now - kept[i]!.time + 1_000);
    if (gap < least) [found, least] = [i, gap];
  }
  return found;
}
