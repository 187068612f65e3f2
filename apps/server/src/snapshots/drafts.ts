/** What was previewed and is not published yet: redacted already, in memory only, and not for long. */
import type { DocumentChoice, MadeDocument } from './make-document.ts';
import { createToken } from './tokens.ts';

export interface Draft {
  owner: string;
  choice: DocumentChoice;
  made: MadeDocument;
}

const KEPT_MS = 10 * 60_000;
const MOST = 24;
const MOST_CHARACTERS = 80_000_000;

export interface Drafts {
  keep(draft: Draft): string;
  /** The draft of its owner; null where it is too old or somebody else's. */
  take(id: string, owner: string): Draft | null;
}

/** Bounded: the oldest makes place. */
export function createDrafts(now: () => number): Drafts {
  const kept = new Map<string, { draft: Draft; until: number }>();
  const clear = (): void => {
    for (const [id, { until }] of kept) if (until <= now()) kept.delete(id);
    const size = (): number => [...kept.values()].reduce((sum, { draft }) => sum + draft.made.canonical.length, 0);
    while (kept.size > MOST || (kept.size > 1 && size() > MOST_CHARACTERS)) kept.delete(kept.keys().next().value!);
  };
  return {
    keep(draft) {
      const id = createToken();
      kept.set(id, { draft, until: now() + KEPT_MS });
      clear();
      return id;
    },
    take(id, owner) {
      clear();
      const found = kept.get(id)?.draft ?? null;
      return found?.owner === owner ? found : null;
    },
  };
}
