import { accessLines } from '../../mesh/log-lines.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { expectDelivered, type Scenario } from '../../scenario.ts';
import {
  CLIENT,
  CLIENT_ID,
  expectFlows,
  firesAndNear,
  fromPrincipals,
  guarded,
  onService,
  SERVER,
  WAYPOINT,
} from '../pair.ts';

/** ztunnel on the caller's node wrote what the caller asked for. */
const asking = (made: Mesh, service: boolean): Mesh =>
  made.says(
    'ztunnel-log',
    'istio-system/ztunnel@node-1',
    ...accessLines({
      direction: 'outbound',
      from: CLIENT,
      to: service ? WAYPOINT : 'shop/server',
      port: 8080,
      ...(service ? { service: 'shop/server', servicePort: 80 } : {}),
      times: 5,
    }),
  );

const ruled = (made: Mesh): Mesh => made.authorizationPolicy('shop/rules', onService([fromPrincipals(CLIENT_ID)]));

export const waypointBypassedPodIp: readonly Scenario[] = [
  ...firesAndNear(
    'waypoint-bypassed-pod-ip',
    {
      title: 'The caller is seen to dial the pods of a Service that has a waypoint',
      mesh: () => ruled(asking(guarded(), false)),
      asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
    },
    {
      title: 'The caller is seen to call the Service',
      mesh: () => ruled(asking(guarded(), true)),
      asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
    },
  ),
  {
    id: 'pod-with-waypoint-for-all',
    title: 'The waypoint serves workloads too: whoever dials the pods meets it',
    bundle: () => asking(guarded({ for: 'all' }, { labels: { 'istio.io/use-waypoint': 'waypoint' } }), false).bundle(),
    asks: [],
    silent: ['waypoint-bypassed-pod-ip'],
  },
];
