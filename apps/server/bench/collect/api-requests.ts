/** What the API server counts of the requests that it got. */

import { createClient } from '../../src/kubernetes/client.ts';
import type { ClusterAccess } from '../../src/kubernetes/cluster-access.ts';

/** How many, by verb and resource. */
export type RequestCounts = ReadonlyMap<string, number>;

/** `apiserver_request_total`, with streams that are open now as they are counted when they end. */
export async function countRequests(access: ClusterAccess): Promise<RequestCounts> {
  const client = createClient(access);
  try {
    const answer = await client.text('/metrics');
    if (!answer.ok) throw new Error(answer.message);
    const counts = new Map<string, number>();
    for (const [, labels = '', value] of answer.value.text.matchAll(/^apiserver_request_total\{(.*)\} (\S+)$/gm)) {
      const label = (name: string): string => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1] ?? '';
      const part = label('subresource');
      const key = `${label('verb')} ${label('resource')}${part === '' ? '' : `/${part}`}`;
      counts.set(key, (counts.get(key) ?? 0) + Number(value));
    }
    return counts;
  } finally {
    await client.close();
  }
}

/** A second, by verb and resource, between two counts. */
export function ratesBetween(before: RequestCounts, after: RequestCounts, seconds: number): Map<string, number> {
  const rates = new Map<string, number>();
  for (const [key, count] of after) {
    const grown = count - (before.get(key) ?? 0);
    if (grown > 0) rates.set(key, grown / seconds);
  }
  return rates;
}

/** What is more than it was: whoever came since sends that. What only we send is ours without comparison. */
export function moreThan(quiet: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): Map<string, number> {
  const more = new Map<string, number>();
  for (const [key, rate] of now) {
    if (!SENT.test(key)) continue;
    const added = OURS.test(key) ? rate : rate - (quiet.get(key) ?? 0);
    if (added >= LEAST || OURS.test(key)) more.set(key, Math.round(added * 100) / 100);
  }
  return more;
}

/** We never write but reviews of ourselves. */
const SENT = /^(?:GET|LIST|WATCH|CONNECT) |selfsubject/;
const OURS = /pods\/(?:proxy|portforward|log)$|selfsubject/;
/** Less is chance: everybody in the cluster has a rhythm of its own. */
const LEAST = 0.05;
