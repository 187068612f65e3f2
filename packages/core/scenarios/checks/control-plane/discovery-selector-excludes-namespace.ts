import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

export const discoverySelectorExcludesNamespace: readonly Scenario[] = firesAndNear(
  'discovery-selector-excludes-namespace',
  {
    title: 'istiod is told to look at labelled namespaces only, and the caller’s is not',
    mesh: () =>
      pair()
        .istio({ discoverySelectors: [{ matchLabels: { mesh: 'on' } }] })
        .labelNamespace('shop', 'mesh', 'on'),
    asks: [
      expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'discovery-selector-excludes-namespace', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes'],
      }),
    ],
  },
  {
    title: 'The selectors choose both namespaces',
    mesh: () =>
      pair()
        .istio({ discoverySelectors: [{ matchLabels: { mesh: 'on' } }] })
        .labelNamespace('shop', 'mesh', 'on')
        .labelNamespace('web', 'mesh', 'on'),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
