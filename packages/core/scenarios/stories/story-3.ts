import { accessLines } from '../mesh/log-lines.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { mesh } from '../mesh/mesh.ts';
import type { Scenario } from '../scenario.ts';
import { expectBlocked, expectDelivered } from '../scenario.ts';

const FROM = 'monitoring/prometheus';
const LOST = 'pod:payments/api-0:8080';
const SIBLING = 'pod:payments/api-1:8080';
const NEVER = ['netpol-ingress-blocks-hbone', 'netpol-egress-blocks-hbone', 'endpoints-not-ready', 'app-crashing'];

function scraped(): Mesh {
  return mesh({ nodes: ['n1@zone-a', 'n2@zone-b'] })
    .namespace('monitoring', { ambient: true })
    .namespace('payments', { ambient: true })
    .app('monitoring/prometheus', { nodes: ['n2'], ports: [{ port: 9090, target: 9090, name: 'http' }] })
    .app('payments/api', { kind: 'StatefulSet', replicas: 2, nodes: ['n1'], calls: ['monitoring/prometheus:9090'] });
}

/** Everything green for 29 days: a pod that only looks enrolled. */
export const story3: readonly Scenario[] = [
  {
    id: 'story-3',
    title: 'Nobody listens on 15008 in one pod that claims to be in the mesh',
    bundle: () => scraped().capture('payments/api', 'stale', [0]).bundle(),
    asks: [
      expectBlocked(FROM, LOST, 'destination-ztunnel', 'capture-annotation-stale', {
        blame: 'istio',
        notCauses: NEVER,
        notBlame: ['application', 'kubernetes'],
      }),
      expectDelivered(FROM, SIBLING),
      // What the pod sends leaves in plain text and without an identity.
      {
        from: 'pod:payments/api-0',
        to: 'monitoring/prometheus:9090',
        expect: { verdict: ['degraded'], cause: 'capture-annotation-stale', blame: 'istio' },
      },
    ],
    fires: ['capture-annotation-stale'],
    silent: [...NEVER, 'ztunnel-not-ready'],
  },
  {
    id: 'story-3a',
    title: 'No pod of the node has its proxy, and the node’s ztunnel is not ready',
    bundle: () =>
      scraped()
        .capture('payments/api', 'stale')
        .fault('istio-system/ztunnel', { state: 'unready', since: 300, on: ['n1'] })
        .ztunnel('n1', { pending: 'workload proxy manager' })
        .bundle(),
    asks: [
      expectBlocked(FROM, LOST, 'destination-ztunnel', 'ztunnel-not-ready', {
        blame: 'istio',
        notCauses: NEVER,
        notBlame: ['application', 'kubernetes'],
      }),
    ],
    fires: ['ztunnel-not-ready'],
    silent: NEVER,
  },
  {
    id: 'story-3b-unseen',
    title: 'Only the callers’ logs would show the refusals, and none was read',
    bundle: () => scraped().bundle(),
    asks: [{ from: FROM, to: LOST, expect: { verdict: ['delivered', 'unknown'], hop: null, notCauses: NEVER } }],
    silent: [...NEVER, 'capture-annotation-stale'],
  },
  {
    id: 'story-3b',
    title: 'The proxy is there and yet every connection is refused, and no policy refuses',
    bundle: () =>
      scraped()
        .says(
          'ztunnel-log',
          'istio-system/ztunnel@n2',
          ...accessLines({
            direction: 'outbound',
            from: FROM,
            to: 'payments/api',
            port: 8080,
            error: 'io error: Connection refused (os error 111)',
            times: 40,
          }),
        )
        .says('ztunnel-log', 'istio-system/ztunnel@n1')
        .bundle(),
    asks: [
      {
        from: FROM,
        to: LOST,
        expect: {
          verdict: ['blocked'],
          hop: 'destination-ztunnel',
          cause: 'hbone-refused',
          blame: 'istio',
          certainty: ['likely'],
          notCauses: [...NEVER, 'app-not-listening'],
          notBlame: ['application', 'configuration', 'kubernetes'],
        },
      },
    ],
    silent: [...NEVER, 'capture-annotation-stale', 'app-not-listening'],
  },
  {
    id: 'story-3c',
    title: 'The dump of the pod’s node may not be read',
    bundle: () =>
      scraped()
        .capture('payments/api', 'stale', [0])
        .ztunnel('n1', {
          dump: {
            code: 'forbidden',
            message: 'cannot create resource "pods/portforward" in the namespace "istio-system"',
          },
        })
        .bundle(),
    asks: [{ from: FROM, to: LOST, expect: { verdict: ['unknown'], hop: null, notCauses: NEVER } }],
    silent: [...NEVER, 'capture-annotation-stale'],
  },
  {
    // E9: its inbound traffic is not redirected, but ztunnel still listens on 15008 for it.
    id: 'story-3d',
    title: 'The pod asks to bypass inbound capture',
    bundle: () => {
      const bypassing = scraped();
      bypassing.workload('payments/api').podAnnotations['ambient.istio.io/bypass-inbound-capture'] = 'true';
      return bypassing.bundle();
    },
    asks: [
      {
        from: FROM,
        to: LOST,
        expect: { verdict: ['delivered', 'degraded'], hop: null, notBlame: ['istio', 'kubernetes', 'application'] },
      },
    ],
    silent: [...NEVER, 'capture-annotation-stale'],
  },
];
