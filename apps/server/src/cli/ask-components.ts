/** What components of a live mesh are asked for one command, and that they are asked once. */
import { setTimeout } from 'node:timers/promises';
import { explain, type MeshState, type PathQuery, type RawReading, ztunnelNodesOf } from '@hopscope/core';
import { podsOnPath, targetsOnDemand } from '../collect/path-targets.ts';
import type { AskPod } from '../collect/pod-answer.ts';
import { type Target, targetsOf } from '../collect/targets.ts';
import type { Progress } from './gather-progress.ts';
import { gatherReadings } from './gather-readings.ts';

/** Pages of metrics count since a start; two with this between them tell what goes on now. In ms. */
const BETWEEN_PAGES_MS = 15_000;

/** Asks every component for everything up to a tier, and for its metrics a second time. */
export async function askComponents(
  ask: AskPod,
  state: MeshState,
  tiers: number,
  progress: Progress,
): Promise<RawReading[]> {
  const targets = upTo(tiers, targetsOf(state));
  const begun = Date.now();
  const first = await askEach(ask, targets, progress);
  const again = targets.filter(({ signal }, i) => signal.source.endsWith('-metrics') && !first[i]?.error);
  if (again.length === 0) return first;
  const pause = Math.max(0, begun + BETWEEN_PAGES_MS - Date.now());
  progress.show({ what: 'metrics again', index: 0, total: again.length, found: `in ${Math.ceil(pause / 1000)} s` });
  await setTimeout(pause);
  return [...first, ...(await askEach(ask, again, progress)).filter(({ error }) => !error)];
}

/** So many pods of one path: a Service may have some on every node. */
const MOST_PODS = 40;

/**
 * Asks those alone that a request may meet, for what they know of it: the ztunnels of every pod that may send it or be chosen
 * for it, the proxies between, and istiod whether they have what it sent them.
 */
export function askOnPath(
  ask: AskPod,
  state: MeshState,
  query: PathQuery,
  tiers: number,
  progress: Progress,
): Promise<RawReading[]> {
  const all = targetsOf(state);
  const nodes = new Set(ztunnelNodesOf(state, query));
  const ztunnels = all.filter(({ signal, node }) => signal.component === 'ztunnel' && nodes.has(node));
  const pods = [...podsOnPath(explain(state, query)), ...ztunnels.map(({ pod }) => `${pod.namespace}/${pod.name}`)];
  const sent = all.filter(({ signal }) => signal.source === 'istiod-syncz');
  return askEach(ask, upTo(tiers, [...targetsOnDemand(all, [...new Set(pods)], MOST_PODS), ...sent]), progress);
}

const upTo = (tiers: number, targets: readonly Target[]): Target[] =>
  targets.filter(({ signal }) => signal.tier <= tiers);

function askEach(ask: AskPod, targets: readonly Target[], progress: Progress): Promise<RawReading[]> {
  return gatherReadings({
    ask,
    targets,
    onProgress: ({ source, index, total, failed }) =>
      progress.show({ what: source, index, total, found: failed === 0 ? 'all answered' : `${failed} unread` }),
  });
}
