import { accessLines } from '../../mesh/log-lines.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { countLines } from '../counts.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

const ZTUNNEL = 'istio-system/ztunnel@node-2';
const counted = (failed: number, well: number) =>
  countLines({ reporter: 'destination', from: CLIENT, to: 'shop/server', failed, well });
const inbound = { direction: 'inbound', from: CLIENT, to: 'shop/server', port: 8080 } as const;

export const appResetsConnections: readonly Scenario[] = [
  ...firesAndNear(
    'app-resets-connections',
    {
      title: 'A third of the connections to the callee breaks',
      mesh: () => pair().says('ztunnel-metrics', ZTUNNEL, ...counted(100, 200)),
      asks: [
        {
          from: CLIENT,
          to: SERVER,
          expect: { verdict: ['degraded'], cause: 'app-resets-connections', blame: 'application' },
        },
      ],
    },
    {
      title: 'Three of many thousand connections broke',
      mesh: () => pair().says('ztunnel-metrics', ZTUNNEL, ...counted(3, 96_000)),
      asks: [expectDelivered(CLIENT, SERVER)],
    },
  ),
  {
    id: 'app-resets-connections-log',
    title: 'The log of ztunnel says which end broke off',
    bundle: () =>
      pair()
        .says('ztunnel-metrics', ZTUNNEL, ...counted(100, 200))
        .says(
          'ztunnel-log',
          ZTUNNEL,
          ...accessLines({
            ...inbound,
            error: 'io error: Connection reset by peer (os error 104)',
            bytes: 700,
            times: 9,
          }),
        )
        .says('ztunnel-log', ZTUNNEL, ...accessLines({ ...inbound, bytes: 700, times: 20 }))
        .bundle(),
    asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['degraded'], cause: 'app-resets-connections' } }],
    fires: ['app-resets-connections'],
  },
];
