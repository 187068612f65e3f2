/** Who may call whom, judged for one reader after the other and between other requests: a large namespace takes a while. */
import { type AccessAsk, type AccessMatrix, accessSteps, type MeshState } from '@hopscope/core';

export interface AccessAnswers {
  /** The matrix of a state; asked again for the same state it is the same. Null where too many wait already. */
  of(state: MeshState, ask: AccessAsk): Promise<AccessMatrix> | null;
}

/** Who asks for more namespaces at once than these is a script, and may come again. */
const MOST_WAITING = 8;
const MOST_KEPT = 16;

/** One matrix is made at a time. What was made is kept as long as its state is the newest that was asked about. */
export function createAccessAnswers(): AccessAnswers {
  const kept = new WeakMap<MeshState, Map<string, Promise<AccessMatrix>>>();
  let line: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    of(state, ask) {
      const made = kept.get(state) ?? new Map<string, Promise<AccessMatrix>>();
      kept.set(state, made);
      const key = `${ask.namespace} ${ask.text}`;
      const known = made.get(key);
      if (known) return known;
      if (waiting >= MOST_WAITING) return null;
      waiting += 1;
      const answer = line
        .then(() => inSteps(state, ask))
        .finally(() => {
          waiting -= 1;
        });
      line = answer.catch(() => undefined);
      made.set(key, answer);
      if (made.size > MOST_KEPT) made.delete(made.keys().next().value!);
      return answer;
    },
  };
}

async function inSteps(state: MeshState, ask: AccessAsk): Promise<AccessMatrix> {
  const steps = accessSteps(state, ask);
  for (;;) {
    // Others are answered between two targets.
    await new Promise((done) => setImmediate(done));
    const step = steps.next();
    if (step.done) return step.value;
  }
}
