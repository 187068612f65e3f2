import type { Scenario } from '../../scenario.ts';
import { countLines } from '../counts.ts';
import { CLIENT, expectFlows, firesAndNear, OUTSIDER, pair, SERVER, withOutsider } from '../pair.ts';

const ZTUNNEL = 'istio-system/ztunnel@node-1';
const plain = (from: string, reporter: 'source' | 'destination') =>
  countLines({ reporter, from, to: 'shop/server', well: 70, plain: true });

export const unencryptedPath: readonly Scenario[] = [
  ...firesAndNear(
    'unencrypted-path',
    {
      title: 'Plain connections were counted, and the callee is not captured',
      mesh: () => pair({ capture: 'absent' }).says('ztunnel-metrics', ZTUNNEL, ...plain(CLIENT, 'source')),
      asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['degraded'] } }],
      also: ['destination-not-captured'],
    },
    {
      title: 'Plain connections of a caller outside the mesh',
      mesh: () =>
        withOutsider().says('ztunnel-metrics', 'istio-system/ztunnel@node-2', ...plain(OUTSIDER, 'destination')),
      asks: [expectFlows(OUTSIDER, SERVER)],
    },
  ),
  {
    id: 'unencrypted-path-before',
    title: 'Plain connections were counted before both were captured',
    bundle: () =>
      pair()
        .says('ztunnel-metrics', ZTUNNEL, ...plain(CLIENT, 'source'))
        .bundle(),
    asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['delivered'], hop: null } }],
    fires: ['unencrypted-path'],
  },
];
