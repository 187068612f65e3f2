import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, fromPrincipals, onServer, pair, SERVER } from '../pair.ts';

const NOBODY = 'other.domain/ns/web/sa/other';
const SOMEBODY = 'cluster.local/ns/web/sa/client';

export const trustDomainMismatch: readonly Scenario[] = firesAndNear(
  'trust-domain-mismatch',
  {
    title: 'A policy names an identity of a former trust domain',
    mesh: () => pair().authorizationPolicy('shop/policy', onServer([fromPrincipals(NOBODY, SOMEBODY)])),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'A policy names identities of the trust domain',
    mesh: () => pair().authorizationPolicy('shop/policy', onServer([fromPrincipals(SOMEBODY)])),
    asks: [expectFlows(CLIENT, SERVER)],
  },
);
