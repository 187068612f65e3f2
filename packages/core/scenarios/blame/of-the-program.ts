import { behindGateway, CLIENT, expectFlows, guarded, LONG, pair, SERVER, WAYPOINT } from '../checks/pair.ts';
import { accessLines } from '../mesh/log-lines.ts';
import type { Scenario } from '../scenario.ts';
import { expectBlocked, expectDelivered } from '../scenario.ts';

/** Nothing is wrong, or it is not what it looks like. */
export const blameOfTheProgram: readonly Scenario[] = [
  {
    id: 'blame-long-connections-are-not-slow',
    title: 'The access line is written when the connection ends: 65 seconds are its life, not its latency',
    bundle: () =>
      pair()
        .says(
          'ztunnel-log',
          'istio-system/ztunnel@node-1',
          ...accessLines({
            direction: 'outbound',
            from: CLIENT,
            to: 'shop/server',
            port: 8080,
            bytes: 5000,
            times: 30,
          }).map((line) => line.replace('duration="2ms"', 'duration="65012ms"')),
        )
        .bundle(),
    asks: [expectDelivered(CLIENT, SERVER)],
    silent: ['app-slow', 'waypoint-overloaded', 'overlay-or-mtu-problem', 'app-resets-connections'],
  },
  {
    id: 'blame-gateways-have-no-ztunnel-line',
    title: 'A gateway speaks the mesh’s protocol itself: no line of a ztunnel on its side, and yet in the mesh',
    bundle: () =>
      behindGateway(pair())
        .says('ztunnel-log', 'istio-system/ztunnel@node-1')
        .says('ztunnel-log', 'istio-system/ztunnel@node-3')
        .bundle(),
    asks: [expectDelivered('gateway:edge/public', SERVER)],
    silent: ['source-not-captured', 'unencrypted-path', 'capture-annotation-stale', 'early-deny-invisible'],
  },
  {
    id: 'blame-certificate-no-longer-needed',
    title: 'A certificate of a pod that is gone is no longer needed: that is no failure',
    bundle: () =>
      pair()
        .certificate({ identity: 'web/gone', node: 'node-1', state: 'Unavailable: the identity is no longer needed' })
        .bundle(),
    asks: [expectDelivered(CLIENT, SERVER)],
    silent: ['workload-cert-unavailable', 'ztunnel-ca-refused', 'workload-cert-expired'],
  },
  {
    id: 'blame-programmed-is-no-proof',
    title: 'The waypoint says Programmed and its Service says bound: nobody is there',
    bundle: () => guarded().scale(WAYPOINT, 0, LONG).bundle(),
    asks: [
      expectBlocked(CLIENT, SERVER, 'waypoint', 'waypoint-no-pods', {
        blame: 'istio',
        notBlame: ['application', 'kubernetes', 'configuration'],
        notCauses: ['waypoint-never-ready', 'endpoints-not-ready'],
      }),
    ],
    silent: ['waypoint-never-ready'],
  },
  {
    id: 'blame-service-without-selector',
    title: 'A Service without selector has nobody behind it: its ports and names are not at fault',
    bundle: () => {
      const declared = pair();
      const service = declared.service('shop/server');
      service.selector = {};
      return declared.bundle();
    },
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: {
          verdict: ['blocked', 'unknown', 'delivered', 'degraded'],
          notCauses: ['named-targetport-unresolved', 'service-port-missing', 'app-not-listening'],
          notBlame: ['istio'],
        },
      },
    ],
    silent: ['named-targetport-unresolved', 'service-port-missing', 'service-selector-matches-nothing'],
  },
  {
    id: 'blame-one-restart',
    title: 'ztunnel restarted once, long ago',
    bundle: () =>
      pair()
        .fault('istio-system/ztunnel', { state: 'restarted', since: 7200, on: ['node-2'] })
        .bundle(),
    asks: [expectFlows(CLIENT, SERVER)],
    silent: ['ztunnel-crashloop', 'ztunnel-not-ready'],
  },
];
