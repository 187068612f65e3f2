/** The collector of a cluster: its permissions, budgets and ways, put together. */

import type { SourceStatus, TierReport } from '@hopscope/core';
import { reviewAccess, reviewSelf } from '../kubernetes/access-review.ts';
import type { ApiClient } from '../kubernetes/client.ts';
import type { PrometheusPoll } from '../prometheus/poll.ts';
import { createTierAccess, type ReviewPermission } from './access.ts';
import type { AnswerReader } from './answer-reader.ts';
import { createAskPod } from './ask-pod.ts';
import type { Attention } from './attention.ts';
import { type Bucket, type BucketSize, createBucket } from './bucket.ts';
import { type Collector, createCollector } from './collector.ts';
import { followPrometheus, type PrometheusTier, withoutPrometheus } from './prometheus-tier.ts';
import { joinSlices } from './reading-slices.ts';
import { liveTiers } from './tier-facts.ts';
import { type RbacSubject, subjectOf } from './tiers.ts';

export interface CollectOptions {
  /** the highest tier that is asked for */
  highest: number;
  attention: Attention;
  reader: AnswerReader;
  /** null = none is given */
  prometheus: PrometheusPoll | null;
  /** requests to the API server, those of the watches among them */
  requests?: Partial<BucketSize>;
}

export interface Collecting extends Collector {
  tiers(statuses: readonly SourceStatus[]): TierReport[];
}

/** Less than five a second in the long run, whatever the watches need; the first round of a small mesh comes at once. */
const REQUESTS: BucketSize = { perSecond: 4.5, most: 20, first: 300 };

/** The account of docs/rbac.yaml, until the API server has said who we are. */
const DEFAULT_SUBJECT: RbacSubject = { kind: 'ServiceAccount', name: 'hopscope', namespace: 'hopscope' };

/** The budget of requests, and what counts those that are not ours against it. */
export function createRequestBudget(size: Partial<BucketSize> = {}): { bucket: Bucket; count: (path: string) => void } {
  const bucket = createBucket({ ...REQUESTS, ...size }, Date.now());
  return {
    bucket,
    // Asking a pod is paid for when it is decided.
    count: (path) => {
      if (!/\/pods\/[^/]+\/(?:proxy|log|portforward)\b/.test(path)) bucket.spend(1, Date.now());
    },
  };
}

/** Begins to collect from the components of a cluster. */
export function startCollecting(
  client: ApiClient,
  bucket: Bucket,
  options: CollectOptions,
  onChange: () => void,
): Collecting {
  const { highest, attention, reader } = options;
  let subject = DEFAULT_SUBJECT;
  if (highest > 0)
    void reviewSelf(client).then((username) => {
      if (username !== null) subject = subjectOf(username);
    });
  const review: ReviewPermission = async (verb, resource, namespace) => {
    const answer = await reviewAccess(client, { group: '', resource }, verb, { namespace, name: null });
    return answer.ok ? answer.value : null;
  };
  const access = createTierAccess(review, highest);
  const ask = createAskPod(client);
  const collector = createCollector({ ask, reader, access, attention, highest, requests: bucket, onChange });
  const join = joinSlices();
  const prometheus = startPrometheus(options, collector.costs, onChange);
  return {
    ...collector,
    slices: () => join(collector.slices(), prometheus.slices()),
    statuses: () => [...collector.statuses(), ...prometheus.statuses()],
    async stop() {
      await Promise.all([collector.stop(), prometheus.stop()]);
    },
    tiers: (statuses) => liveTiers(statuses, { highest, costs: collector.costs, subject }, Date.now()),
  };
}

function startPrometheus(
  { highest, attention, prometheus }: CollectOptions,
  costs: Collector['costs'],
  onChange: () => void,
): PrometheusTier {
  if (highest < 4) return withoutPrometheus('tier 4 is switched off: start with --tiers 4');
  if (prometheus === null) return withoutPrometheus('no Prometheus is given: start with --prometheus URL');
  return followPrometheus(prometheus, { attention, costs, onChange });
}
