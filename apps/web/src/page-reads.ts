import type { AboutService, AboutWorkload, AccessAsk, AccessMatrix, Components, PolicyList } from '@hopscope/core';

/** What single pages read beyond the report. Failures are SourceErrors. */
export interface PageReads {
  /** pods, releases, sync and certificates of what the report's chain names */
  readonly components: (signal: AbortSignal) => Promise<Components>;
  readonly service: (namespace: string, name: string, signal: AbortSignal) => Promise<AboutService>;
  /** `kind` '' = the first of that name */
  readonly workload: (namespace: string, name: string, kind: string, signal: AbortSignal) => Promise<AboutWorkload>;
  /** of a namespace; '' = the one with the most */
  readonly policies: (namespace: string, signal: AbortSignal) => Promise<PolicyList>;
  readonly access: (ask: AccessAsk, signal: AbortSignal) => Promise<AccessMatrix>;
}
