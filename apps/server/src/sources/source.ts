/** Where states of a mesh come from. */
import type { MeshState } from '@hopscope/core';

export type Started = { ok: true } | { ok: false; reason: string };

export interface MeshSource {
  /**
   * Begins to emit states, the newest last. Resolves when it is clear whether there is anything to read; a failure is one
   * plain sentence, and nothing is emitted then.
   */
  start(emit: (state: MeshState) => void): Promise<Started>;
  /** Ends it; nothing is emitted afterwards. */
  stop(): Promise<void>;
}
