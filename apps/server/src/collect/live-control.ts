/** What routes may ask of a live mesh's collecting. */
import type { SourceStatus, TierReport } from '@hopscope/core';
import type { Attention } from './attention.ts';

export interface LiveControl {
  readonly attention: Attention;
  /** A person waits for what these pods know (`namespace/name`). */
  want(pods: readonly string[]): void;
  tiers(statuses: readonly SourceStatus[]): TierReport[];
}
