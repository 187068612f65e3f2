import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import {
  CLIENT,
  expectFlows,
  firesAndNear,
  guarded,
  onServer,
  onService,
  pair,
  SERVER,
  toOperation,
  WAYPOINT,
} from '../pair.ts';

export const l7DenyNoop: readonly Scenario[] = firesAndNear(
  'l7-deny-noop',
  {
    title: 'A policy denies an HTTP method, and nothing is denied',
    mesh: () => pair().authorizationPolicy('shop/policy', onServer([toOperation({ methods: ['DELETE'] })], 'DENY')),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'The policy is the waypoint’s',
    mesh: () => guarded().authorizationPolicy('shop/policy', onService([toOperation({ methods: ['DELETE'] })], 'DENY')),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
