import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { expectFlows, firesAndNear, fromPrincipals, OUTSIDER, onServer, SERVER, withOutsider } from '../pair.ts';

export const policyNeedsIdentityButPlaintext: readonly Scenario[] = firesAndNear(
  'policy-needs-identity-but-plaintext',
  {
    title: 'The policy asks for identities, and the caller has none',
    mesh: () =>
      withOutsider().authorizationPolicy(
        'shop/policy',
        onServer([fromPrincipals('cluster.local/ns/legacy/sa/outsider')]),
      ),
    asks: [
      expectBlocked(OUTSIDER, SERVER, 'destination-ztunnel', 'policy-needs-identity-but-plaintext', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes', 'istio'],
      }),
    ],
  },
  {
    title: 'The policy admits the caller’s address',
    mesh: () =>
      withOutsider().authorizationPolicy(
        'shop/policy',
        onServer([{ from: [{ source: { ipBlocks: ['10.244.0.0/16'] } }] }]),
      ),
    asks: [expectFlows(OUTSIDER, SERVER)],
  },
);
