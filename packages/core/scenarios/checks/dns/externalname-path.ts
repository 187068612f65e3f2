import type { KubeObject } from '../../bundle.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, WAYPOINT } from '../pair.ts';

const ALIAS = 'web/alias:80';

const alias = (labels: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: 'web', name: 'alias', labels },
  spec: { type: 'ExternalName', externalName: 'server.shop.svc.cluster.local', ports: [{ port: 80 }] },
});

export const externalnamePath: readonly Scenario[] = firesAndNear(
  'externalname-path',
  {
    title: 'An alias carries a waypoint label',
    mesh: () => guarded().object(alias({ 'istio.io/use-waypoint': 'own' })),
    asks: [expectFlows(CLIENT, ALIAS, WAYPOINT)],
  },
  {
    title: 'A plain alias leads to a Service with a waypoint',
    mesh: () => guarded().object(alias({})),
    asks: [expectFlows(CLIENT, ALIAS, WAYPOINT)],
  },
);
