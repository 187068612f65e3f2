/** Asks the components of a live mesh, as far as it is allowed and as often as the budgets give. */
import type { GroupedSlices, SourceStatus } from '@hopscope/core';
import type { TierAccess } from './access.ts';
import { keepReviewing } from './access-reviews.ts';
import type { AnswerReader } from './answer-reader.ts';
import { askTarget } from './ask-target.ts';
import type { Attention } from './attention.ts';
import { type Bucket, type BucketSize, createBucket } from './bucket.ts';
import { type Costs, createCosts } from './costs.ts';
import { createHeld } from './held.ts';
import { targetsOnDemand } from './path-targets.ts';
import type { AskPod } from './pod-answer.ts';
import { type Ask, createSchedule } from './schedule.ts';
import { targetStatuses } from './target-status.ts';
import { type AskedSlices, type Target, targetKey, targetsOf } from './targets.ts';

export interface CollectorOptions {
  ask: AskPod;
  reader: AnswerReader;
  access: TierAccess;
  attention: Attention;
  /** the highest tier that is asked for */
  highest: number;
  /** requests to the API server; whoever else sends some takes out of it too */
  requests: Bucket;
  /** bytes through port-forwards */
  bytes?: BucketSize;
  /** Something new can be told. */
  onChange: () => void;
}

export interface Collector {
  readonly costs: Costs;
  /** The pods that there are, and whether all can be seen. */
  follow(slices: AskedSlices, podsSeen: boolean): void;
  /** A person waits for what these pods know (`namespace/name`). */
  want(pods: readonly string[]): void;
  /** What was answered, as far as it counts. */
  slices(): GroupedSlices;
  statuses(): SourceStatus[];
  stop(): Promise<void>;
}

/** One MiB a second: the dumps of a hundred nodes of a small mesh come every minute, those of a large one go round slowly. */
const BYTES: BucketSize = { perSecond: 1 << 20, most: 4 << 20 };
const TICK_MS = 200;

/** Begins with the first pods that it is told of. */
export function createCollector(options: CollectorOptions): Collector {
  const { access, attention, highest, onChange } = options;
  const schedule = createSchedule({
    requests: options.requests,
    bytes: createBucket(options.bytes ?? BYTES, Date.now()),
  });
  const [held, costs, ending] = [createHeld(), createCosts(), new AbortController()];
  const underWay = new Set<Promise<void>>();
  let [targets, podsSeen]: [readonly Target[], boolean] = [[], false];
  let allowed = new Set<string>();

  const allow = (): void => {
    const may = targets.filter(
      ({ signal, pod }) => signal.tier <= highest && access.of(signal.tier, pod.namespace).state === 'allowed',
    );
    allowed = new Set(may.map(targetKey));
    schedule.setTargets(may);
    held.retain(may);
  };
  const askOne = async ({ target, ownNode }: Ask): Promise<void> => {
    const { tier } = target.signal;
    const askedAt = Date.now();
    const read = await askTarget(options, target, { askedAt, ownNode, abort: ending.signal });
    if (read === null || ending.signal.aborted) return;
    const { reading, bytes, cpuMs, refused } = read;
    costs.add(tier, { requests: 1, bytes, cpuMs }, Date.now());
    schedule.answered(target, reading.status.state === 'ok', bytes, Date.now());
    if (refused) access.refuse(tier, target.pod.namespace);
    else if (allowed.has(targetKey(target))) held.keep(target, reading, askedAt, schedule.periodMs(target));
    if (refused) allow();
    onChange();
  };
  const pump = (): void => {
    schedule.setWatched(attention.isWatched());
    for (let ask = schedule.next(Date.now()); ask !== null; ask = schedule.next(Date.now())) {
      const asked = askOne(ask).finally(() => {
        underWay.delete(asked);
        if (!ending.signal.aborted) pump();
      });
      underWay.add(asked);
    }
  };
  const reviews = keepReviewing(access, attention, () => {
    allow();
    onChange();
  });
  const ticking = setInterval(pump, TICK_MS);
  attention.onWake(pump);
  return {
    costs,
    follow(slices, seen) {
      podsSeen = seen;
      const next = targetsOf(slices);
      if (next === targets) return;
      targets = next;
      reviews.see([...new Set(targets.map(({ pod }) => pod.namespace))]);
      allow();
    },
    want(pods) {
      schedule.want(targetsOnDemand(targets, pods), Date.now());
      pump();
    },
    slices: () => held.slices(Date.now()),
    statuses: () => targetStatuses({ targets, access, held, highest, podsSeen }, Date.now()),
    async stop() {
      clearInterval(ticking);
      reviews.stop();
      ending.abort();
      await Promise.allSettled(underWay);
      await options.reader.close();
    },
  };
}
