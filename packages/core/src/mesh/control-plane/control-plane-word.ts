/** CP2: what a proxy wrote last of its connection to istiod. */
import type { LogReason } from '../../state/logs.ts';
import type { Mesh } from '../mesh.ts';
import { factsOf } from '../told/component-logs.ts';

export interface LostControlPlane {
  reason: LogReason;
  count: number;
  since: string;
  lastAt: string;
}

/** One failure during a rollout of istiod is normal, and so are streams that end every half hour. */
const FEWEST = 3;
const HELD = 60;
/** Attempts come further and further apart. */
const PAUSE = 300;

/** CP2: the failures to reach istiod that have lasted and that nothing ended until the end of the log of a pod (`ns/name`); null otherwise. */
export function lostControlPlane(mesh: Mesh, pod: string): LostControlPlane | null {
  const log = mesh.logs.get(pod);
  if (!log) return null;
  const connected =
    factsOf(mesh, pod, 'control-plane-connected')
      .map(({ lastAt }) => lastAt ?? '')
      .sort()
      .at(-1) ?? '';
  const failed = factsOf(mesh, pod, 'control-plane-failed').filter(({ lastAt }) => (lastAt ?? '') > connected);
  const count = failed.reduce((sum, fact) => sum + fact.count, 0);
  const since = failed.map(({ firstAt }) => firstAt ?? '').sort()[0] ?? '';
  const last = failed.sort((a, b) => ((a.lastAt ?? '') < (b.lastAt ?? '') ? -1 : 1)).at(-1);
  const lastAt = last?.lastAt ?? '';
  if (!last || count < FEWEST || seconds(since, lastAt) < HELD) return null;
  if (seconds(lastAt, log.until ?? log.at ?? lastAt) > PAUSE) return null;
  return { reason: last.reason, count, since, lastAt };
}

const seconds = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;
