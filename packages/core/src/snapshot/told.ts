/** What a snapshot tells, before and after redaction. */
import type { MeshReport } from '../report/mesh-report.ts';
import type { PathResult } from '../report/path-result.ts';
import type { PseudonymKind } from './pseudonyms.ts';
import type { ComponentRelease, PolicySummary, Viewer } from './snapshot-document.ts';

/** Everything a snapshot tells, before it is a document. */
export interface Told {
  report: MeshReport;
  paths: PathResult[];
  policies: PolicySummary[];
  versions: ComponentRelease[];
  viewer: Viewer;
}

export interface Redacted {
  told: Told;
  replaced: Record<PseudonymKind, number>;
  removed: number;
  rounded: number;
}
