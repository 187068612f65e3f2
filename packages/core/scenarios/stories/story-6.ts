import type { Mesh } from '../mesh/mesh.ts';
import { mesh } from '../mesh/mesh.ts';
import type { Scenario } from '../scenario.ts';
import { expectDelivered } from '../scenario.ts';

const NEW = 'pod:shop/api-1:8080';
const OLD = 'pod:shop/api-0:8080';
const NO_ZTUNNEL =
  'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: plugin type="istio-cni" ' +
  'name="istio-cni" failed (add): unable to push CNI event: no ztunnel connection';
/** Nothing of these made the pod wait. */
const NEVER = ['app-image-or-config-error', 'app-crashing', 'app-not-listening', 'netpol-ingress-blocks-hbone'];

/** Both pods of the callee are on n2; the second was made when that node took no new pods any more. */
function oneNode(): Mesh {
  return mesh({ nodes: ['n1@zone-a', 'n2@zone-b'] })
    .namespace('web', { ambient: true })
    .namespace('shop', { ambient: true })
    .app('web/client', { nodes: ['n1'], calls: ['shop/api:80'] })
    .app('shop/api', { kind: 'StatefulSet', replicas: 2, nodes: ['n2'] })
    .fault('shop/api', { state: 'creating', since: 300, on: [1], message: NO_ZTUNNEL });
}

/** Old pods on the node serve on and must not be painted red. */
const asks: Scenario['asks'] = [
  {
    from: 'web/client',
    to: NEW,
    expect: {
      verdict: ['blocked'],
      blame: 'istio',
      notCauses: [...NEVER, 'endpoints-not-ready'],
      notBlame: ['application', 'kubernetes', 'configuration'],
    },
  },
  { from: 'web/client', to: OLD, expect: { verdict: ['delivered', 'degraded', 'unknown'], hop: null } },
];

/** One node takes no new pods. */
export const story6: readonly Scenario[] = [
  {
    id: 'story-6',
    title: 'ztunnel of one node cannot start a new pod’s proxy',
    bundle: () =>
      oneNode()
        .fault('istio-system/ztunnel', { state: 'unready', since: 300, on: ['n2'] })
        .ztunnel('n2', { pending: 'workload proxy manager' })
        .says(
          'ztunnel-log',
          'istio-system/ztunnel@n2',
          '2026-11-20T09:58:00.000000Z\terror\tinpod\tfailed to start proxy: failed to bind to address [::1]:15053: Cannot assign requested address (os error 99)',
        )
        .bundle(),
    asks,
    fires: ['cni-sandbox-failure', 'ztunnel-not-ready'],
    silent: NEVER,
  },
  {
    id: 'story-6-cni',
    title: 'ztunnel of the node is ready, and istio-cni has lost it for minutes',
    bundle: () =>
      oneNode()
        .says('cni-metrics', 'istio-system/istio-cni-node@n2', '# TYPE ztunnel_connected gauge', 'ztunnel_connected 0')
        .bundle(),
    asks,
    fires: ['cni-sandbox-failure'],
    silent: [...NEVER, 'ztunnel-not-ready', 'ztunnel-crashloop'],
  },
  {
    id: 'story-6-deadlock',
    title: 'ztunnel’s own pod gets no sandbox, for that needs a ztunnel: both are named',
    bundle: () =>
      oneNode()
        .fault('istio-system/ztunnel', { state: 'creating', since: 300, on: ['n2'], message: NO_ZTUNNEL })
        .bundle(),
    asks: [
      {
        from: 'web/client',
        to: NEW,
        expect: {
          verdict: ['blocked'],
          blame: 'istio',
          notCauses: NEVER,
          notBlame: ['application', 'kubernetes', 'configuration'],
        },
      },
    ],
    fires: ['cni-sandbox-failure', 'ztunnel-missing-on-node'],
    silent: NEVER,
  },
  {
    id: 'story-6-other-node',
    title: 'The other node takes new pods as ever',
    bundle: () =>
      oneNode()
        .app('shop/extra', { nodes: ['n1'] })
        .bundle(),
    asks: [expectDelivered('web/client', 'shop/extra:80')],
    silent: NEVER,
  },
];
