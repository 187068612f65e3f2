import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, onServer, pair, SERVER, toOperation } from '../pair.ts';

export const l7DenyBroader: readonly Scenario[] = firesAndNear(
  'l7-deny-broader',
  {
    title: 'A policy denies a method on a port, and the whole port is denied',
    mesh: () =>
      pair().authorizationPolicy(
        'shop/policy',
        onServer([toOperation({ methods: ['DELETE'], ports: ['8080'] })], 'DENY'),
      ),
    asks: [
      expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'l7-deny-broader', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes', 'istio'],
      }),
    ],
  },
  {
    title: 'Method and port stand in two rules: neither half is widened',
    mesh: () =>
      pair().authorizationPolicy(
        'shop/policy',
        onServer([toOperation({ methods: ['DELETE'] }), toOperation({ ports: ['9999'] })], 'DENY'),
      ),
    asks: [expectFlows(CLIENT, SERVER)],
    also: ['l7-deny-noop'],
  },
);
