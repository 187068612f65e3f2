/** The checks of this stage, in the order of the catalogue. */
import type { Check } from '../check.ts';
import { ambientDisabledIstiod } from './ambient-disabled-istiod.ts';
import { configWrongRevision } from './config-wrong-revision.ts';
import { discoverySelectorExcludesNamespace } from './discovery-selector-excludes-namespace.ts';
import { gatewayApiCrdsMissing } from './gateway-api-crds-missing.ts';
import { istioWebhookDown } from './istio-webhook-down.ts';
import { istiod15012Blocked } from './istiod-15012-blocked.ts';
import { istiodNoReadyReplica } from './istiod-no-ready-replica.ts';
import { istiodSlowOrOverloaded } from './istiod-slow-or-overloaded.ts';
import { rootCaExpiring } from './root-ca-expiring.ts';
import { rootConfigmapMissing } from './root-configmap-missing.ts';
import { statusWriterStuck } from './status-writer-stuck.ts';
import { versionSkew } from './version-skew.ts';
import { xdsRejected } from './xds-rejected.ts';
import { ztunnelPointsToMissingIstiod } from './ztunnel-points-to-missing-istiod.ts';

export const CONTROL_PLANE: readonly Check[] = [
  ambientDisabledIstiod,
  gatewayApiCrdsMissing,
  istiodNoReadyReplica,
  ztunnelPointsToMissingIstiod,
  istiod15012Blocked,
  istiodSlowOrOverloaded,
  xdsRejected,
  statusWriterStuck,
  istioWebhookDown,
  rootCaExpiring,
  rootConfigmapMissing,
  discoverySelectorExcludesNamespace,
  configWrongRevision,
  versionSkew,
];
