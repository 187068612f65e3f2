import { accessLines } from '../../mesh/log-lines.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { countLines } from '../counts.ts';
import { admit, CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

const HINT = 'connection timed out, maybe a NetworkPolicy is blocking HBONE port 15008: deadline has elapsed';
const ZTUNNEL = 'istio-system/ztunnel@node-1';

/** Calls across the nodes time out; the caller reaches a neighbour on its own node. */
function timedOut(inside: Mesh): Mesh {
  const away = { reporter: 'source', from: CLIENT, to: 'shop/server', failed: 12, flag: 'NETWORK_POLICY' } as const;
  return inside
    .app('shop/near', { nodes: ['node-1'] })
    .says('ztunnel-metrics', ZTUNNEL, ...countLines(away))
    .says('ztunnel-metrics', ZTUNNEL, ...countLines({ reporter: 'source', from: CLIENT, to: 'shop/near', well: 80 }))
    .says(
      'ztunnel-log',
      ZTUNNEL,
      ...accessLines({ direction: 'outbound', from: CLIENT, to: 'shop/server', port: 8080, error: HINT, times: 12 }),
    )
    .quiet(`${CLIENT} ${SERVER}`);
}

export const cloudFirewallBlocks15008: readonly Scenario[] = [
  ...firesAndNear(
    'cloud-firewall-blocks-15008',
    {
      title: 'Port 15008 times out between the nodes, and no policy is there',
      mesh: () => timedOut(pair()),
      asks: [
        expectBlocked(CLIENT, SERVER, 'outbound-link', 'cloud-firewall-blocks-15008', {
          blame: 'kubernetes',
          notCauses: ['netpol-ingress-blocks-hbone'],
          notBlame: ['istio', 'application', 'configuration'],
        }),
      ],
    },
    {
      title: 'A NetworkPolicy explains the same timeouts',
      mesh: () => timedOut(pair()).networkPolicy('shop/server', admit({ app: 'server' }, [8080])),
      asks: [expectBlocked(CLIENT, SERVER, 'outbound-link', 'netpol-ingress-blocks-hbone', { blame: 'kubernetes' })],
      also: ['netpol-ingress-blocks-hbone'],
    },
  ),
  {
    id: 'cloud-firewall-some-succeed',
    title: 'Some connections between the nodes time out, and most succeed',
    bundle: () =>
      timedOut(pair())
        .says(
          'ztunnel-metrics',
          ZTUNNEL,
          ...countLines({ reporter: 'source', from: 'web/client', to: 'shop/server', well: 400 }),
        )
        .bundle(),
    asks: [expectFlows(CLIENT, SERVER)],
    silent: ['cloud-firewall-blocks-15008'],
  },
];
