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

/** The requests between two counts that nobody in a test cluster sends but us. */
export function ownRequests(before: RequestCounts, after: RequestCounts): Map<string, number> {
  const own = new Map<string, number>();
  for (const [key, count] of after) {
    const grown = count - (before.get(key) ?? 0);
    if (grown > 0 && OWN.test(key)) own.set(key, grown);
  }
  return own;
}

const OWN = /pods\/(?:proxy|portforward|log)$|selfsubject/;

/** All requests between two counts, whoever sent them. */
export function allRequests(before: RequestCounts, after: RequestCounts): number {
  let sum = 0;
  for (const [key, count] of after) sum += count - (before.get(key) ?? 0);
  return sum;
}
