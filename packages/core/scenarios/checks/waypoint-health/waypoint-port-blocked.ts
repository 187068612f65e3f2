import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { admit, CLIENT, firesAndNear, guarded, inNamespace, SERVER, WAYPOINT } from '../pair.ts';

export const waypointPortBlocked: readonly Scenario[] = firesAndNear(
  'waypoint-port-blocked',
  {
    title: 'The waypoint admits its own namespace only',
    mesh: () =>
      guarded().networkPolicy(
        'shop/waypoint',
        admit({ 'gateway.networking.k8s.io/gateway-name': 'waypoint' }, [15008], inNamespace('shop')),
      ),
    asks: [
      expectBlocked(CLIENT, SERVER, 'outbound-link', 'waypoint-port-blocked', {
        blame: 'kubernetes',
        notBlame: ['application', 'istio'],
      }),
    ],
  },
  {
    title: 'It admits the caller’s namespace',
    mesh: () =>
      guarded().networkPolicy(
        'shop/waypoint',
        admit({ 'gateway.networking.k8s.io/gateway-name': 'waypoint' }, [15008], inNamespace('web')),
      ),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
