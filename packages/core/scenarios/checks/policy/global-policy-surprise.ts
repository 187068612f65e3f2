import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, firesAndNear, fromPrincipals, onServer, pair, SERVER } from '../pair.ts';

const OTHER = fromPrincipals('cluster.local/ns/ops/sa/monitor');

export const globalPolicySurprise: readonly Scenario[] = [
  ...firesAndNear(
    'global-policy-surprise',
    {
      title: 'A policy of the whole mesh admits monitoring only',
      mesh: () => pair().authorizationPolicy('istio-system/monitoring', { rules: [OTHER] }),
      asks: [
        expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'global-policy-surprise', {
          blame: 'configuration',
          notBlame: ['application', 'kubernetes', 'istio'],
        }),
      ],
    },
    {
      title: 'The policy beside the service refuses as well',
      mesh: () =>
        pair()
          .authorizationPolicy('istio-system/monitoring', { rules: [OTHER] })
          .authorizationPolicy('shop/policy', onServer([OTHER])),
      asks: [expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'ztunnel-default-deny')],
    },
  ),
  {
    id: 'global-policy-denies',
    title: 'A policy of the whole mesh denies a namespace, and one beside the service admits it',
    bundle: () =>
      pair()
        .authorizationPolicy('istio-system/no-web', {
          action: 'DENY',
          rules: [{ from: [{ source: { namespaces: ['web'] } }] }],
        })
        .authorizationPolicy('shop/policy', onServer([{}]))
        .bundle(),
    asks: [expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'global-policy-surprise')],
    fires: ['global-policy-surprise'],
  },
];
