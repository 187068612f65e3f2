/** P8, MC4, MC5: the way into another network, and the hop of the gateway that leads there. */

import type { Mesh } from '../mesh/mesh.ts';
import { gatewayTo } from '../mesh/multicluster/networks.ts';
import type { Endpoint } from '../mesh/service/endpoints.ts';
import { type Ref, ref } from '../state/refs.ts';
import type { CallerKind, EastWest, WalkHop } from './facts.ts';
import type { Target } from './target.ts';

/** P8: whether the endpoint lies in another network for a sender that speaks the mesh's own protocol. */
export function eastWestOf(
  mesh: Mesh,
  sender: CallerKind | 'waypoint',
  target: Target,
  endpoint: Endpoint | null,
): EastWest | null {
  if (!endpoint || (sender !== 'ambient' && sender !== 'gateway' && sender !== 'waypoint')) return null;
  const { kind } = target.addressee;
  const serviceAddressed = kind === 'service' || kind === 'service-entry';
  if (endpoint.remote) return { serviceAddressed, ...endpoint.remote };
  const network = endpoint.outside?.network ?? '';
  if (network === '' || network === mesh.state.network) return null;
  return { network, gateway: gatewayTo(mesh, network), serviceAddressed };
}

/** The gateway between the networks; without one the place where it is missing. */
export function eastWestHop({ network, gateway }: EastWest): WalkHop {
  const subject: Ref | null = gateway?.object ? ref('Gateway', gateway.object.namespace, gateway.object.name) : null;
  return {
    kind: 'east-west-gateway',
    title: `into network ${network}`,
    detail: gateway ? `at ${gateway.address}, port ${gateway.port}` : 'no gateway is known',
    protocol: '',
    subject,
    objects: subject ? [subject] : [],
    gaps: [],
  };
}
