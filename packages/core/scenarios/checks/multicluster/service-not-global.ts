import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { connected, remoteGateway } from '../networks.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

/** A Service without pods here, in a mesh of two networks. */
const empty = (labels: Record<string, string>): Mesh =>
  connected(pair({ service: { labels } }))
    .object(remoteGateway('west'))
    .scale('shop/server', 0);

export const serviceNotGlobal: readonly Scenario[] = firesAndNear(
  'service-not-global',
  {
    title: 'A Service without pods here is not shared between clusters',
    mesh: () => empty({}),
    asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['blocked'], hop: 'resolution' } }],
    also: ['service-selector-matches-nothing'],
  },
  {
    title: 'It is shared',
    mesh: () => empty({ 'istio.io/global': 'true' }),
  },
);
