import type { KubeObject } from '../../bundle.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, guarded, pair, SERVER, WAYPOINT } from '../pair.ts';

/** The callee's Service serves its own node only. */
function serveOwnNode(service: KubeObject): void {
  if (service.metadata.name === 'server') Object.assign(service['spec'] as object, { internalTrafficPolicy: 'Local' });
}

export const internalTrafficPolicyLocal: readonly Scenario[] = firesAndNear(
  'internal-traffic-policy-local',
  {
    title: 'The callee serves its own node, and the caller is on another',
    mesh: () => pair().edit('Service', serveOwnNode),
    asks: [
      expectBlocked(CLIENT, SERVER, 'resolution', 'internal-traffic-policy-local', {
        notBlame: ['istio', 'application'],
      }),
    ],
    silent: ['endpoints-not-ready', 'service-selector-matches-nothing'],
  },
  {
    title: 'A waypoint stands between, which chooses for the whole cluster',
    mesh: () => guarded().edit('Service', serveOwnNode),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
