import { redirectionOf } from '../../mesh/enrolment/enrolment.ts';
import { ingressGateways } from '../../mesh/gateway/gateway.ts';
import { podsOfGateway } from '../../mesh/waypoint/waypoint.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 158 (P17, P18): Istio's own gateways opt out of capture; this one lost its opt-out. */
export const gatewayCaptured: Check = {
  id: 'gateway-captured',
  number: 158,
  stage: 'gateways',
  title: 'A gateway is itself captured by ztunnel',
  blame: 'configuration',
  severity: 'latent',
  hops: ['gateway'],
  tier: 0,
  needs: ['Gateway', 'Pod', 'GatewayClass'],
  why: 'The pods of a gateway speak for themselves in the mesh. Captured as well, everything passes two proxies, and plain traffic from outside meets ztunnel first.',
  notProof: 'Ingress controllers of others, which may be captured on purpose.',
  cite: 'P17, P18',
  detect: (mesh) =>
    ingressGateways(mesh).flatMap((gateway) => {
      const captured = podsOfGateway(mesh, gateway).filter((pod) => redirectionOf(pod) === 'enabled');
      const [pod] = captured;
      if (!pod) return [];
      const subject = ref('Gateway', gateway.namespace, gateway.name);
      const object = ref('Pod', pod.namespace, pod.name);
      return [
        {
          subject,
          certainty: 'likely' as const,
          sentence: `Gateway \`${nameOf(subject)}\` is itself captured by ztunnel, which is not how gateways are set up: what passes it passes two proxies.`,
          evidence: [
            field(object, 'annotation ambient.istio.io/redirection', 'enabled', 'not set'),
            field(object, 'label istio.io/dataplane-mode', pod.labels['istio.io/dataplane-mode'] ?? 'not set', 'none'),
          ],
          objects: captured.map((one) => ref('Pod', one.namespace, one.name)),
          fix: [
            remedy(
              'Give its pods back their opt-out: `istio.io/dataplane-mode: none` under spec.infrastructure.labels.',
              `kubectl -n ${gateway.namespace} get gateway ${gateway.name} -o yaml`,
            ),
          ],
        },
      ];
    }),
};
