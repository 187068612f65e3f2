import { fromPrincipals, guarded, onServer, pair } from '../checks/pair.ts';
import type { Scenario } from '../scenario.ts';
import { agreementCase, denied } from './agreement-case.ts';
import { seen, seenRequests } from './seen-calls.ts';

export const conflicts: readonly Scenario[] = [
  agreementCase(
    'passes-failing',
    'Nothing stops the calls, and the ztunnel of the callee refuses all of them',
    () => seen(pair(), { failed: 400, reason: 'DENY' }),
    'conflict-passes-failing',
    'unknown',
    { hop: null },
  ),
  agreementCase(
    'passes-failing-partly',
    'Nothing stops the calls, and three of ten are refused',
    () => seen(pair(), { well: 70, failed: 30, reason: 'DENY' }),
    'conflict-passes-failing',
    'degraded',
  ),
  agreementCase(
    'passes-failing-at-waypoint',
    'Nothing stops the requests, and the waypoint has no route for any',
    () => seenRequests(seen(guarded(), { well: 60 }), [404, 'NR', 300]),
    'conflict-passes-failing',
    'unknown',
  ),
  agreementCase(
    'passes-breaking',
    'Connections stand, bytes come back, and all end with the flag of any failure: they may break in mid-stream',
    () => seen(pair(), { failed: 12, bytes: 90_000 }),
    null,
    ['delivered', 'degraded'],
  ),
  agreementCase(
    'passes-answering-errors',
    'The application answers with errors of its own: the path is well',
    () => seenRequests(seen(guarded(), { well: 60 }), [200, '-', 10], [500, '-', 4]),
    'confirmed',
    ['delivered', 'degraded'],
  ),
  agreementCase(
    'passes-caller-hangs-up',
    'Callers go away before the answer',
    () => seenRequests(seen(guarded(), { well: 60 }), [0, 'DC', 300]),
    null,
    'delivered',
  ),
  agreementCase(
    'blocked-succeeding',
    'A policy is said to refuse the caller, and its calls arrive',
    () => seen(denied(), { well: 600 }),
    'conflict-blocked-succeeding',
    'unknown',
  ),
  agreementCase(
    'blocked-succeeding-other-identity',
    'A policy refuses the caller; what arrives is called with another identity',
    () => seen(denied(), { well: 600, identity: 'spiffe://cluster.local/ns/web/sa/other' }),
    null,
    'blocked',
  ),
  agreementCase(
    'blocked-succeeding-several-ports',
    'One port of two is closed to the caller; calls arrive, counters do not tell where',
    () =>
      seen(
        pair({ ports: [{ port: 80 }, { port: 9090, name: 'http-admin' }] }).authorizationPolicy(
          'shop/policy',
          onServer([fromPrincipals('cluster.local/ns/web/sa/other')]),
        ),
        { well: 600 },
      ),
    null,
    'blocked',
  ),
  agreementCase(
    'blocked-succeeding-lately',
    'The callee stopped listening a minute ago; what went well was before',
    () => seen(pair().fault('shop/server', { state: 'crash', since: 60 }), { well: 600 }),
    null,
    ['blocked', 'unknown', 'degraded'],
  ),
  agreementCase(
    'blocked-succeeding-in-part',
    'A policy refuses the caller; some calls arrive and many are refused, as while news travel',
    () => seen(denied(), { well: 50, failed: 200, reason: 'DENY' }),
    null,
    'blocked',
  ),
];
