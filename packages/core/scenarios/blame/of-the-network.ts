import { CLIENT, guarded, LONG, pair, SERVER, WAYPOINT } from '../checks/pair.ts';
import { accessLines, earlyDenyLines } from '../mesh/log-lines.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Expectation, Scenario } from '../scenario.ts';

const HINT = 'connection timed out, maybe a NetworkPolicy is blocking HBONE port 15008: deadline has elapsed';
const REFUSED = 'io error: Connection refused (os error 111)';
const POLICIES = [
  'netpol-ingress-blocks-hbone',
  'netpol-egress-blocks-hbone',
  'netpol-blocks-waypoint-to-destination',
  'waypoint-port-blocked',
];
const PROGRAM = ['app-not-listening', 'app-binds-localhost', 'app-crashing', 'app-slow', 'app-resets-connections'];
const ANY: Expectation['verdict'] = ['delivered', 'degraded', 'blocked', 'varies', 'unknown'];

const ask = (expect: Partial<Expectation>): Scenario['asks'] => [
  { from: CLIENT, to: SERVER, expect: { verdict: ANY, ...expect } },
];

/** What the caller's ztunnel says of its calls; the callee's has no line of them. */
function outbound(declared: Mesh, error: string): Mesh {
  return declared
    .says(
      'ztunnel-log',
      'istio-system/ztunnel@node-1',
      ...accessLines({
        direction: 'outbound',
        from: CLIENT,
        to: 'shop/server',
        port: 8080,
        service: 'shop/server',
        error,
        times: 30,
      }),
    )
    .says('ztunnel-log', 'istio-system/ztunnel@node-2')
    .quiet(`${CLIENT} ${SERVER}`);
}

/** The network blamed for what others did, and others for what the network did. */
export const blameOfTheNetwork: readonly Scenario[] = [
  {
    id: 'blame-hint-is-no-proof',
    title: 'ztunnel guesses at a NetworkPolicy, and there is none: suspected at most',
    bundle: () => outbound(pair(), HINT).bundle(),
    asks: ask({
      verdict: ['blocked', 'unknown'],
      notCauses: [...POLICIES, ...PROGRAM],
      notBlame: ['application', 'istio', 'configuration'],
      certainty: ['suspected'],
    }),
    silent: [...POLICIES, ...PROGRAM, 'ztunnel-not-ready'],
  },
  {
    id: 'blame-hint-confirmed',
    title: 'ztunnel guesses at a NetworkPolicy, and one refuses port 15008: that is sure',
    bundle: () =>
      outbound(pair(), HINT)
        .networkPolicy(
          'shop/port',
          { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 8080 }] }] },
          LONG,
        )
        .bundle(),
    asks: ask({
      verdict: ['blocked'],
      hop: 'outbound-link',
      cause: 'netpol-ingress-blocks-hbone',
      blame: 'kubernetes',
      certainty: ['confirmed'],
      notCauses: PROGRAM,
    }),
    fires: ['netpol-ingress-blocks-hbone'],
  },
  {
    id: 'blame-hint-of-a-dead-node',
    title: 'The callee’s node is gone: the hint at a policy says nothing',
    bundle: () =>
      outbound(pair(), HINT)
        .node('node-2', { ready: false, since: LONG })
        .fault('shop/server', { state: 'unready', since: LONG })
        .bundle(),
    asks: ask({
      verdict: ['blocked'],
      blame: 'kubernetes',
      notCauses: [...POLICIES, ...PROGRAM, 'cloud-firewall-blocks-15008'],
      notBlame: ['application', 'istio', 'configuration'],
    }),
    fires: ['node-not-ready'],
    silent: POLICIES,
  },
  {
    id: 'blame-no-hint-is-no-proof-either',
    title: 'A network that rejects gives “refused” and no hint: the policy is found all the same',
    bundle: () =>
      outbound(pair(), REFUSED)
        .networkPolicy(
          'shop/port',
          { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 8080 }] }] },
          LONG,
        )
        .bundle(),
    asks: ask({
      verdict: ['blocked'],
      hop: 'outbound-link',
      cause: 'netpol-ingress-blocks-hbone',
      blame: 'kubernetes',
      notCauses: [...PROGRAM, 'capture-annotation-stale'],
      notBlame: ['application', 'istio', 'configuration'],
    }),
    silent: [...PROGRAM, 'capture-annotation-stale'],
  },
  {
    id: 'blame-port-15008-is-no-program',
    title: 'Refused at 15008, and no policy refuses: never the program, and never a policy',
    bundle: () => outbound(pair(), REFUSED).bundle(),
    asks: ask({
      verdict: ['blocked', 'unknown'],
      notCauses: [...PROGRAM, ...POLICIES],
      notBlame: ['application', 'configuration'],
      certainty: ['likely', 'suspected'],
    }),
    silent: [...PROGRAM, ...POLICIES],
  },
  {
    id: 'blame-late-address',
    title: 'The kubelet wrote the pod’s address late: istiod could not know it',
    bundle: () =>
      pair()
        .fault('web/client', { state: 'creating', since: 20, message: 'Pulling image' })
        .says(
          'ztunnel-log',
          'istio-system/ztunnel@node-1',
          ...earlyDenyLines({
            direction: 'outbound',
            from: 'shop/server',
            to: '10.96.0.9:80',
            error: 'failed to fetch information about local workload: unknown',
          }),
        )
        .bundle(),
    asks: ask({
      notCauses: ['unknown-local-workload', 'istiod-no-ready-replica'],
      notBlame: ['istio', 'configuration'],
    }),
    silent: ['istiod-no-ready-replica', 'ztunnel-xds-disconnected'],
  },
  {
    id: 'blame-dns-of-the-cluster',
    title: 'The cluster’s own DNS is down: plain pods have it too, so Istio is not to blame',
    bundle: () =>
      pair()
        .serviceEntry('web/partner', { hosts: ['api.partner.example'] })
        .fault('kube-system/coredns', { state: 'unready', since: LONG })
        .bundle(),
    asks: [
      {
        from: CLIENT,
        to: 'host:api.partner.example:443',
        expect: { verdict: ANY, notBlame: ['istio', 'configuration', 'application'] },
      },
    ],
    fires: ['coredns-down'],
    silent: ['istiod-no-ready-replica', 'ztunnel-xds-disconnected'],
  },
  {
    id: 'blame-stale-tunnel',
    title: 'A waypoint keeps a dead connection to an address that another pod has now: no timeout is too short',
    bundle: () =>
      guarded()
        .says('waypoint-log', WAYPOINT, ...deadTunnels())
        .bundle(),
    asks: ask({
      verdict: ['blocked', 'unknown', 'degraded'],
      notCauses: ['route-timeout-or-fault', 'app-5xx', ...PROGRAM, ...POLICIES],
      notBlame: ['application', 'kubernetes', 'configuration'],
    }),
    silent: ['route-timeout-or-fault', 'app-5xx', ...PROGRAM, ...POLICIES],
  },
];

function deadTunnels(): string[] {
  return Array.from(
    { length: 20 },
    (_, i) =>
      `[2026-11-20T09:59:${String(10 + i)}.000Z] "GET /x HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "curl" "id" "server.shop" "$ip(shop/server):15008" inbound-vip|80|http|server.shop.svc.cluster.local - $vip(shop/server):80 10.244.0.5:40000 - default`,
  );
}
