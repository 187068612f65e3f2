import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

const DENY_ALL = { action: 'DENY', rules: [{}] };

export const policySelectsNothing: readonly Scenario[] = firesAndNear(
  'policy-selects-nothing',
  {
    title: 'The selector has a label that no pod has',
    mesh: () => pair().authorizationPolicy('shop/policy', { selector: { matchLabels: { app: 'sever' } }, ...DENY_ALL }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
  {
    title: 'The workload is scaled to zero',
    mesh: () =>
      pair()
        .app('shop/batch', { replicas: 0 })
        .authorizationPolicy('shop/policy', { selector: { matchLabels: { app: 'batch' } }, ...DENY_ALL }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
