/** How long the engine takes: the whole mesh judged, one question, one pod's change to a new report, and all of it red. */
import { analyze, explain, type MeshState, whoCanReach } from '@hopscope/core';
import { generateMesh, type MeshSize } from './generate-mesh.ts';

export interface EngineRow {
  what: string;
  /** milliseconds, over all rounds but the first */
  median: number;
  worst: number;
}

export interface EngineBench {
  services: number;
  size: string;
  rows: EngineRow[];
}

/** Measures on a mesh of that size; the first round warms the compiler up and is not counted. */
export function benchEngine(size: MeshSize, rounds: number): EngineBench {
  const state = generateMesh(size);
  const full: number[] = [];
  const cold: number[] = [];
  const warm: number[] = [];
  const changed: number[] = [];
  const red: number[] = [];
  const reach: number[] = [];
  const again: number[] = [];
  const later: number[] = [];
  let links = 0;
  for (let round = 0; round <= rounds; round++) {
    // A state whose every slice is new has no index and no finding remembered.
    const fresh = withNewSlices(state);
    const report = timed(full, () => analyze(fresh));
    links = report.graph.links.length;
    const query = report.graph.links[Math.floor(links / 2)]!.query;
    timed(warm, () => explain(fresh, query));
    timed(cold, () => explain(withNewSlices(state), query));
    timed(reach, () => whoCanReach(fresh, query.to));
    timed(again, () => whoCanReach(fresh, query.to));
    // As on a live mesh one change follows the other.
    let now = fresh;
    for (let i = 0; i < CHANGES; i++) {
      now = withOnePodTurned(now, round * CHANGES + i);
      const next = now;
      timed(changed, () => analyze(next));
      timed(later, () => whoCanReach(next, query.to));
    }
    timed(red, () => analyze(withoutZtunnels(state)));
  }
  return {
    services: state.services.length,
    size: `${state.services.length} services, ${state.pods.length} pods, ${links} links, ${size.nodes} nodes`,
    rows: [
      row(FULL, full),
      row('full analyze of the same without any ztunnel: all links red', red),
      row('one explain, nothing remembered', cold),
      row('one explain on an analysed mesh', warm),
      row("one pod's change to a new report", changed, CHANGES),
      row('who can reach a target, the first question', reach),
      row('who can reach a target, asked again', again),
      row("who can reach a target, after one pod's change", later, CHANGES),
    ],
  };
}

const FULL = 'full analyze, nothing remembered';
const CHANGES = 5;

/** How much longer the larger mesh takes, against how much larger it is. */
export function formatGrowth(small: EngineBench, large: EngineBench): string {
  const median = (bench: EngineBench): number => bench.rows.find(({ what }) => what === FULL)!.median;
  const times = median(large) / median(small);
  const factor = large.services / small.services;
  return `${factor.toFixed(1)} times the services take ${times.toFixed(1)} times as long: linear × ${(times / factor).toFixed(2)}`;
}

function timed<T>(into: number[], run: () => T): T {
  const start = performance.now();
  const value = run();
  into.push(performance.now() - start);
  return value;
}

function row(what: string, all: readonly number[], warmUp = 1): EngineRow {
  const counted = all.slice(warmUp).sort((a, b) => a - b);
  return { what, median: counted[Math.floor(counted.length / 2)] ?? 0, worst: counted.at(-1) ?? 0 };
}

function withNewSlices(state: MeshState): MeshState {
  const copy = Object.entries(state).map(([key, value]) => [key, Array.isArray(value) ? [...value] : value]);
  return Object.fromEntries(copy) as MeshState;
}

function withOnePodTurned(state: MeshState, turn: number): MeshState {
  const index = (turn * 37 + 1000) % state.pods.length;
  return { ...state, pods: state.pods.map((pod, i) => (i === index ? { ...pod, ready: !pod.ready } : pod)) };
}

/** The DaemonSet is gone: every captured pod has lost its network (Z6). */
function withoutZtunnels(state: MeshState): MeshState {
  const pods = state.pods.filter((pod) => pod.labels['app'] !== 'ztunnel');
  return { ...withNewSlices(state), pods, ztunnelDumps: [], ztunnelReadiness: [] };
}

/** The rows as a table for a terminal. */
export function formatEngine({ size, rows }: EngineBench): string {
  const lines = rows.map((r) => `| ${r.what} | ${r.median.toFixed(1)} | ${r.worst.toFixed(1)} |`);
  return [size, '', '| engine | median ms | worst ms |', '| --- | --- | --- |', ...lines].join('\n');
}
