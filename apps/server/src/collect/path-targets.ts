/** Who is asked when a person asks for a path: the ztunnels of both ends and the proxies between, for what they know now (signals 10, 2b and 3). */
import type { PathResult } from '@hopscope/core';
import type { Target } from './targets.ts';

/** What tells of one path, beside what is asked all the time. */
const ON_DEMAND: ReadonlySet<string> = new Set([
  'ztunnel-config',
  'ztunnel-ready',
  'ztunnel-log',
  'waypoint-clusters',
  'waypoint-log',
]);

/** So many pods of one path: alternatives may pass many. */
const MOST_PODS = 8;

/** The pods that stand on the hops of a path, as `namespace/name`, each once and in walking order. */
export function podsOnPath({ traces }: Pick<PathResult, 'traces'>): string[] {
  const pods = traces
    .flatMap(({ hops }) => hops)
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === 'Pod')
    .map(({ namespace, name }) => `${namespace}/${name}`);
  return [...new Set(pods)];
}

/** What of some pods is asked for at once; those that are no components have nothing to say. */
export function targetsOnDemand(targets: readonly Target[], pods: readonly string[], most = MOST_PODS): Target[] {
  const byPod = new Map<string, Target[]>();
  const wanted = new Set(pods);
  for (const target of targets) {
    const name = `${target.pod.namespace}/${target.pod.name}`;
    if (!wanted.has(name) || !ON_DEMAND.has(target.signal.source)) continue;
    byPod.set(name, [...(byPod.get(name) ?? []), target]);
  }
  return pods
    .filter((pod) => byPod.has(pod))
    .slice(0, most)
    .flatMap((pod) => byPod.get(pod)!);
}
