import { shiftTime } from '../../mesh/clock.ts';
import { earlyDenyLines } from '../../mesh/log-lines.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { TAKEN_AT } from '../../mesh/start-spec.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { countLines } from '../counts.ts';
import { CLIENT, expectFlows, firesAndNear, pair } from '../pair.ts';

const PARTNER = 'host:partner.example:443';
const ZTUNNEL = 'istio-system/ztunnel@node-1';
const REFUSED = 'connection failed: Connection refused (os error 111)';

const withPartner = (): Mesh =>
  pair({}, { calls: ['partner.example:443'] }).serviceEntry('web/partner', {
    hosts: ['partner.example'],
    resolution: 'STATIC',
    endpoints: ['192.0.2.10'],
  });

/** One line for each connection, the last so many seconds ago. */
const failed = (times: number) =>
  earlyDenyLines({ direction: 'outbound', from: CLIENT, to: '192.0.2.10:443', error: REFUSED, times, ago: 20 });
const wellLine =
  'src.addr=$ip(web/client):41000 dst.addr=192.0.2.10:443 direction="outbound" bytes_sent=7 bytes_recv=9 duration="4ms"';

export const externalTargetDown: readonly Scenario[] = [
  ...firesAndNear(
    'external-target-down',
    {
      title: 'The partner refuses connections',
      mesh: () => withPartner().says('ztunnel-log', ZTUNNEL, ...failed(6)),
      asks: [
        expectBlocked(CLIENT, PARTNER, 'external', 'external-target-down', {
          blame: 'application',
          notBlame: ['istio', 'configuration'],
        }),
      ],
    },
    {
      title: 'It refused some, and takes connections again',
      mesh: () =>
        withPartner()
          .says('ztunnel-log', ZTUNNEL, ...failed(6))
          .says('ztunnel-log', ZTUNNEL, `${shiftTime(TAKEN_AT, -5)}\tinfo\taccess\tconnection complete\t${wellLine}`),
      asks: [expectFlows(CLIENT, PARTNER, null)],
    },
  ),
  {
    id: 'external-target-down-counted',
    title: 'Counters tell that no connection to the partner ever stood',
    bundle: () =>
      withPartner()
        .says(
          'ztunnel-metrics',
          ZTUNNEL,
          ...countLines({ reporter: 'source', from: CLIENT, to: 'web/partner', host: 'partner.example', failed: 9 }),
        )
        .says('ztunnel-log', ZTUNNEL, '')
        .bundle(),
    asks: [expectBlocked(CLIENT, PARTNER, 'external', 'external-target-down')],
    fires: ['external-target-down'],
  },
];
