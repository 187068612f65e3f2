/** Keeps knowing what may be asked: at once where components stand that were not seen before, then again and again. */
import type { TierAccess } from './access.ts';
import type { Attention } from './attention.ts';

export interface AccessReviews {
  /** The namespaces in which components stand. */
  see(namespaces: readonly string[]): void;
  stop(): void;
}

const REVIEW_MS = 30_000;
const IDLE_REVIEW_MS = 120_000;
/** Namespaces that are asked about again in one review: each costs a request for every verb that is refused. */
const REVIEWED = 4;

/** Tells when something changed. */
export function keepReviewing(access: TierAccess, attention: Attention, onChange: () => void): AccessReviews {
  let namespaces: readonly string[] = [];
  let begun = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let running = Promise.resolve();

  const review = (some: readonly string[]): void => {
    running = running.then(async () => {
      if (!stopped && (await access.review(some)) && !stopped) onChange();
    });
  };
  const plan = (): void => {
    const ms = attention.isWatched() ? REVIEW_MS : IDLE_REVIEW_MS;
    timer = setTimeout(
      () => {
        review(nextOf(namespaces, begun));
        begun += REVIEWED;
        void running.then(() => stopped || plan());
      },
      ms * (0.9 + Math.random() / 5),
    );
  };
  plan();
  return {
    see(seen) {
      const unseen = seen.filter((namespace) => !namespaces.includes(namespace));
      namespaces = seen;
      if (unseen.length > 0) review(unseen);
    },
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Some of a list, from a place on, and around. */
function nextOf(list: readonly string[], from: number): string[] {
  return list.slice(0, REVIEWED).map((_, i) => list[(from + i) % list.length]!);
}
