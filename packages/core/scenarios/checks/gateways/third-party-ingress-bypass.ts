import type { Mesh } from '../../mesh/mesh.ts';
import { expectDelivered, type Scenario } from '../../scenario.ts';
import { expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

const CONTROLLER = 'ingress/controller';

/** An nginx that takes what comes from outside, outside the mesh or in it. */
const withController = (ambient: boolean): Mesh =>
  pair()
    .namespace('ingress', { ambient })
    .app(CONTROLLER, { labels: { 'app.kubernetes.io/name': 'ingress-nginx' }, calls: [SERVER] })
    .peerAuthentication('shop/default', 'STRICT');

export const thirdPartyIngressBypass: readonly Scenario[] = [
  ...firesAndNear(
    'third-party-ingress-bypass',
    {
      title: 'An ingress controller outside the mesh calls pods that accept mTLS alone',
      mesh: () => withController(false),
      asks: [
        {
          from: CONTROLLER,
          to: SERVER,
          expect: {
            verdict: ['blocked'],
            hop: 'destination-ztunnel',
            notBlame: ['application', 'kubernetes', 'istio'],
          },
        },
      ],
    },
    {
      title: 'The controller is in the mesh and calls the Service',
      mesh: () => withController(true),
      asks: [expectDelivered(CONTROLLER, SERVER)],
    },
  ),
  {
    id: 'third-party-ingress-unprotected',
    title: 'Nothing protects the pods: the controller may well be outside',
    bundle: () =>
      pair()
        .namespace('ingress')
        .app(CONTROLLER, { labels: { 'app.kubernetes.io/name': 'ingress-nginx' }, calls: [SERVER] })
        .bundle(),
    asks: [expectFlows(CONTROLLER, SERVER)],
    silent: ['third-party-ingress-bypass'],
  },
];
