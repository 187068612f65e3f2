import type { Scenario } from '../../scenario.ts';
import { CLIENT, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

const OTHER_PLUGIN =
  'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: ' +
  'plugin type="calico" failed (add): stat /var/lib/calico/nodename: no such file or directory';

export const cniSandboxFailure: readonly Scenario[] = firesAndNear(
  'cni-sandbox-failure',
  {
    title: 'The callee’s sandbox cannot be made: no ztunnel connection',
    mesh: () => pair().fault('shop/server', { state: 'creating', since: LONG }),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: {
          verdict: ['blocked'],
          cause: 'cni-sandbox-failure',
          blame: 'istio',
          notBlame: ['application', 'configuration'],
        },
      },
    ],
  },
  {
    title: 'Another network plugin fails',
    mesh: () => pair().fault('shop/server', { state: 'creating', since: LONG, message: OTHER_PLUGIN }),
    asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['blocked'], notBlame: ['istio', 'configuration'] } }],
  },
);
