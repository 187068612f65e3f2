/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { ambientDisabledIstiod } from './ambient-disabled-istiod.ts';
import { configWrongRevision } from './config-wrong-revision.ts';
import { discoverySelectorExcludesNamespace } from './discovery-selector-excludes-namespace.ts';
import { istiod15012Blocked } from './istiod-15012-blocked.ts';
import { istiodNoReadyReplica } from './istiod-no-ready-replica.ts';
import { statusWriterStuck } from './status-writer-stuck.ts';
import { ztunnelPointsToMissingIstiod } from './ztunnel-points-to-missing-istiod.ts';

export const CONTROL_PLANE_SCENARIOS: readonly Scenario[] = [
  ...ambientDisabledIstiod,
  ...istiodNoReadyReplica,
  ...ztunnelPointsToMissingIstiod,
  ...istiod15012Blocked,
  ...statusWriterStuck,
  ...discoverySelectorExcludesNamespace,
  ...configWrongRevision,
];
