import { guarded, onService, pair } from '../checks/pair.ts';
import type { Scenario } from '../scenario.ts';
import { agreementCase, denied, dropped } from './agreement-case.ts';
import { seen, seenRequests } from './seen-calls.ts';

const deniedAtWaypoint = () => guarded().authorizationPolicy('shop/policy', onService([{}], 'DENY'));

export const whatAgrees: readonly Scenario[] = [
  agreementCase(
    'confirmed',
    'Calls should arrive, and do',
    () => seen(pair(), { well: 600 }),
    'confirmed',
    'delivered',
  ),
  agreementCase(
    'confirmed-nearly-all',
    'Calls should arrive, and nearly all do',
    () => seen(pair(), { well: 600, failed: 3 }),
    'confirmed',
    'delivered',
  ),
  agreementCase(
    'confirmed-at-waypoint',
    'The waypoint counts requests that were answered',
    () => seenRequests(seen(guarded(), { well: 40 }), [200, '-', 600]),
    'confirmed',
    'delivered',
  ),
  agreementCase(
    'confirmed-not-by-waypoint-alone',
    'Connections reach the waypoint, and nobody counts what it does with them',
    () => seen(guarded(), { well: 600 }),
    null,
    'delivered',
  ),
  agreementCase('no-traffic', 'Calls should arrive, and nobody calls', () => seen(pair()), 'no-traffic', 'delivered'),
  agreementCase(
    'nobody-looked',
    'Calls should arrive, and nobody looks at the counters',
    () => pair(),
    null,
    'delivered',
  ),
  agreementCase(
    'too-few',
    'Two calls went well: that may be chance',
    () => seen(pair(), { well: 2 }),
    null,
    'delivered',
  ),
  agreementCase(
    'several-ports',
    'Calls to a Service of two ports arrive: counters do not tell at which',
    () => seen(pair({ ports: [{ port: 80 }, { port: 9090, name: 'http-admin' }] }), { well: 600 }),
    null,
    'delivered',
  ),
  agreementCase(
    'blocked-confirmed',
    'A policy refuses the caller, and the ztunnel of the callee counts that',
    () => seen(denied(), { failed: 400, reason: 'DENY' }),
    'blocked-confirmed',
    'blocked',
    { cause: 'ztunnel-default-deny' },
  ),
  agreementCase(
    'blocked-confirmed-by-anything',
    'A policy refuses the caller, and only the ztunnel of the caller was asked, which does not know why',
    () => seen(denied(), { failed: 400 }),
    'blocked-confirmed',
    'blocked',
  ),
  agreementCase(
    'blocked-confirmed-by-network',
    'A NetworkPolicy drops the packets, and connections time out',
    () => seen(dropped(), { failed: 60, flag: 'NETWORK_POLICY' }),
    'blocked-confirmed',
    'blocked',
    { cause: 'netpol-ingress-blocks-hbone' },
  ),
  agreementCase(
    'blocked-confirmed-at-waypoint',
    'A policy of the waypoint refuses every request, and every one is answered with 403',
    () => seenRequests(seen(deniedAtWaypoint(), { well: 60 }), [403, '-', 600]),
    'blocked-confirmed',
    'blocked',
    { cause: 'waypoint-denies-client' },
  ),
  agreementCase(
    'blocked-twice',
    'A policy refuses the caller, and the certificates do not fit either',
    () => seen(denied(), { failed: 400, flag: 'TLS_FAILURE' }),
    'blocked-twice',
    'blocked',
    { cause: 'ztunnel-default-deny' },
  ),
  agreementCase(
    'would-be-blocked',
    'A policy refuses the caller, and nobody calls',
    () => seen(denied()),
    'would-be-blocked',
    'blocked',
  ),
  agreementCase(
    'observation-only',
    'What the policies are may not be read, and calls arrive',
    () => seen(pair().unread('AuthorizationPolicy', null, 'forbidden'), { well: 600 }),
    'observation-only',
    'unknown',
  ),
  agreementCase(
    'nothing-at-all',
    'What the policies are may not be read, and nobody calls',
    () => seen(pair().unread('AuthorizationPolicy', null, 'forbidden')),
    null,
    'unknown',
  ),
];
