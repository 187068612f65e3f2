import type { Scenario } from '../scenario.ts';
import { expectBlocked } from '../scenario.ts';
import { admit, CLIENT, CLIENT_ID, fromPrincipals, guarded, LONG, onServer, pair, SERVER, WAYPOINT } from './pair.ts';

/** What Kubernetes objects alone must still show, and what they must not pretend, when no component may be asked. */
export const tier0: readonly Scenario[] = [
  {
    id: 'tier0-ztunnel-crashloop',
    title: 'A crashing ztunnel shows in its pod',
    bundle: () =>
      pair()
        .fault('istio-system/ztunnel', { state: 'crash', since: LONG, on: ['node-1'] })
        .forbidReadings()
        .bundle(),
    asks: [expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'ztunnel-crashloop', { blame: 'istio' })],
    fires: ['ztunnel-crashloop'],
  },
  {
    id: 'tier0-waypoint-no-pods',
    title: 'A waypoint without pods shows in its Deployment',
    bundle: () => guarded().scale(WAYPOINT, 0).forbidReadings().bundle(),
    asks: [expectBlocked(CLIENT, SERVER, 'waypoint', 'waypoint-no-pods', { waypoint: WAYPOINT })],
    fires: ['waypoint-no-pods'],
  },
  {
    id: 'tier0-waypoint-identity',
    title: 'A policy that forgets the waypoint shows in itself',
    bundle: () =>
      guarded()
        .authorizationPolicy('shop/policy', onServer([fromPrincipals(CLIENT_ID)]))
        .forbidReadings()
        .bundle(),
    asks: [expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'waypoint-identity-not-allowed')],
    fires: ['waypoint-identity-not-allowed'],
  },
  {
    id: 'tier0-netpol',
    title: 'A policy that forgets 15008 shows in itself',
    bundle: () =>
      pair()
        .networkPolicy('shop/server', admit({ app: 'server' }, [8080]))
        .forbidReadings()
        .bundle(),
    asks: [expectBlocked(CLIENT, SERVER, 'outbound-link', 'netpol-ingress-blocks-hbone', { blame: 'kubernetes' })],
    fires: ['netpol-ingress-blocks-hbone'],
  },
  {
    id: 'tier0-silent',
    title: 'What only ztunnel and istiod know stays unsaid',
    bundle: () =>
      pair({ capture: 'stale' })
        .ztunnel('node-1', { disconnected: true })
        .certificate({ identity: CLIENT, expiresIn: -600 })
        .forbidReadings()
        .bundle(),
    asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['unknown', 'delivered'], hop: null } }],
    silent: [
      'capture-annotation-stale',
      'ztunnel-xds-disconnected',
      'workload-cert-expired',
      'workload-cert-unavailable',
      'unknown-local-workload',
    ],
  },
];
