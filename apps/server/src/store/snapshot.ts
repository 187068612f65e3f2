import type { MeshReport, MeshState } from '@hopscope/core';

/** The newest state, what we think of it, and the revision of that thought. */
export interface Snapshot {
  readonly state: MeshState;
  readonly report: MeshReport;
  /** Grows with every change of the report, also over restarts; an equal report keeps it. */
  readonly revision: number;
  /** Weak entity tag of everything made from the report at this revision. */
  readonly etag: string;
}
