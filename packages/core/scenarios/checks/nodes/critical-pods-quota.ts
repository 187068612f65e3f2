import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

const REFUSED =
  'Error creating: insufficient quota to match these scopes: [{PriorityClass In [system-node-critical system-cluster-critical]}]';

const refused = (inside: Mesh): Mesh =>
  inside.event({
    namespace: 'istio-system',
    kind: 'DaemonSet',
    name: 'ztunnel',
    reason: 'FailedCreate',
    message: REFUSED,
    since: LONG,
  });

export const criticalPodsQuota: readonly Scenario[] = firesAndNear(
  'critical-pods-quota',
  {
    title: "The cluster admits no critical pods in istio-system, and the caller's node has no ztunnel",
    mesh: () => refused(pair().missing('istio-system/ztunnel', 'node-1')),
    asks: [
      expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'critical-pods-quota', {
        blame: 'kubernetes',
        notBlame: ['application', 'configuration'],
      }),
    ],
  },
  {
    title: 'The quota was made since, and every node has its ztunnel',
    mesh: () => refused(pair()),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
