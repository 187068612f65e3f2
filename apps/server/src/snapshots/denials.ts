/** Who was refused, written down after the answer: a refusal of what is there would take longer than one of what is not. */
export interface Denials {
  add(id: string, who: string | null): void;
  /** Resolves when all so far are written. */
  settle(): Promise<void>;
}

/** `note` writes one; nobody waits for it, so `onError` is told where it fails. */
export function createDenials(
  note: (id: string, who: string | null) => Promise<void>,
  onError: (error: Error) => void,
): Denials {
  let waiting: { id: string; who: string | null }[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const write = (): void => {
    const batch = waiting;
    waiting = [];
    for (const { id, who } of batch) last = last.then(() => note(id, who)).catch(onError);
  };
  return {
    add(id, who) {
      // Nothing more than this before the answer: even a promise takes a time that can be measured.
      if (waiting.push({ id, who }) === 1) setImmediate(write);
    },
    async settle() {
      write();
      await last;
    },
  };
}
