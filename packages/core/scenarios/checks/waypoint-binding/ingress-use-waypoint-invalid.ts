import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { behindGateway, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

const labelled = (value: string): Mesh =>
  behindGateway(guarded({}, { service: { labels: { 'istio.io/ingress-use-waypoint': value } } }));

export const ingressUseWaypointInvalid: readonly Scenario[] = firesAndNear(
  'ingress-use-waypoint-invalid',
  {
    title: 'The label says yes, which is no boolean',
    mesh: () => labelled('yes'),
    asks: [expectFlows('gateway:edge/public', SERVER, null)],
  },
  {
    title: 'The label says true',
    mesh: () => labelled('true'),
    asks: [expectFlows('gateway:edge/public', SERVER, WAYPOINT)],
  },
);
