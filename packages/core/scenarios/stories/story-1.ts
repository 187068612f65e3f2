import { accessLines } from '../mesh/log-lines.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { mesh } from '../mesh/mesh.ts';
import type { Scenario } from '../scenario.ts';
import { expectBlocked } from '../scenario.ts';

const FROM = 'grafana/grafana';
const TO = 'monitoring/prometheus:9090';
const HTTP = [{ port: 9090, target: 9090, name: 'http', appProtocol: 'http' }];

function monitored(): Mesh {
  return mesh({ nodes: ['n1@zone-a', 'n2@zone-b'] })
    .namespace('grafana', { ambient: true })
    .namespace('monitoring', { ambient: true })
    .app('grafana/grafana', { nodes: ['n1'], calls: [TO], ports: [{ port: 3000, target: 3000, name: 'http' }] })
    .app('monitoring/prometheus', { nodes: ['n2'], ports: HTTP });
}

const ACCESS = { direction: 'outbound', to: 'monitoring/prometheus', port: 9090, times: 40 } as const;
const HINT = 'connection timed out, maybe a NetworkPolicy is blocking HBONE port 15008: deadline has elapsed';

const timedOut = (): string[] =>
  accessLines({ ...ACCESS, from: 'grafana/grafana', service: 'monitoring/prometheus', error: HINT });
const sameNode = (): string[] =>
  accessLines({ ...ACCESS, from: 'grafana/agent', service: 'monitoring/prometheus', bytes: 900 });

/** The chart's policy that looks correct. */
export const story1: readonly Scenario[] = [
  {
    id: 'story-1',
    title: 'The chart admits port 9090, the mesh arrives on 15008',
    bundle: () =>
      monitored()
        .networkPolicy('monitoring/prometheus', {
          podSelector: { matchLabels: { app: 'prometheus' } },
          policyTypes: ['Ingress'],
          ingress: [{ ports: [{ protocol: 'TCP', port: 9090 }] }],
        })
        .bundle(),
    asks: [
      expectBlocked(FROM, TO, 'outbound-link', 'netpol-ingress-blocks-hbone', {
        blame: 'kubernetes',
        notCauses: ['ztunnel-not-ready', 'ztunnel-crashloop', 'endpoints-not-ready', 'capture-annotation-stale'],
        notBlame: ['istio', 'application'],
      }),
    ],
    fires: ['netpol-ingress-blocks-hbone'],
    silent: ['ztunnel-not-ready', 'endpoints-not-ready', 'netpol-egress-blocks-hbone'],
  },
  {
    id: 'story-1a-unseen',
    title: 'Only a log would show the timeouts, and none was read: objects alone must not invent a reason',
    bundle: () => monitored().bundle(),
    asks: [
      {
        from: FROM,
        to: TO,
        expect: { verdict: ['delivered', 'unknown'], hop: null, notBlame: ['istio', 'application', 'configuration'] },
      },
    ],
    silent: ['netpol-ingress-blocks-hbone', 'netpol-egress-blocks-hbone', 'ztunnel-not-ready', 'endpoints-not-ready'],
  },
  {
    id: 'story-1a',
    title: 'No policy explains the timeouts between two nodes, and callers on the same node succeed',
    bundle: () =>
      monitored()
        .app('grafana/agent', { nodes: ['n2'], calls: [TO], ports: [{ port: 3000, target: 3000, name: 'http' }] })
        .says('ztunnel-log', 'istio-system/ztunnel@n1', ...timedOut())
        .says('ztunnel-log', 'istio-system/ztunnel@n2', ...sameNode())
        .quiet(`${FROM} ${TO}`)
        .bundle(),
    asks: [
      {
        from: FROM,
        to: TO,
        expect: {
          verdict: ['blocked'],
          hop: 'outbound-link',
          cause: 'cloud-firewall-blocks-15008',
          blame: 'kubernetes',
          certainty: ['suspected'],
          notCauses: [
            'netpol-ingress-blocks-hbone',
            'netpol-egress-blocks-hbone',
            'ztunnel-not-ready',
            'endpoints-not-ready',
          ],
          notBlame: ['istio', 'application', 'configuration'],
        },
      },
      {
        from: 'grafana/agent',
        to: TO,
        expect: { verdict: ['delivered', 'degraded'], hop: null, notBlame: ['istio', 'application', 'configuration'] },
      },
    ],
    silent: ['netpol-ingress-blocks-hbone', 'netpol-egress-blocks-hbone', 'ztunnel-not-ready', 'endpoints-not-ready'],
  },
  {
    id: 'story-1b',
    title: 'The policy that forgets 15008 is the caller’s',
    bundle: () =>
      monitored()
        .networkPolicy('grafana/egress', {
          podSelector: {},
          policyTypes: ['Egress'],
          egress: [
            { ports: [{ protocol: 'TCP', port: 9090 }] },
            {
              ports: [
                { protocol: 'UDP', port: 53 },
                { protocol: 'TCP', port: 53 },
              ],
            },
          ],
        })
        .bundle(),
    asks: [
      expectBlocked(FROM, TO, 'outbound-link', 'netpol-egress-blocks-hbone', {
        blame: 'kubernetes',
        notCauses: ['netpol-ingress-blocks-hbone'],
        notBlame: ['istio', 'application'],
      }),
    ],
    fires: ['netpol-egress-blocks-hbone'],
    silent: ['netpol-ingress-blocks-hbone', 'ztunnel-not-ready'],
  },
];
