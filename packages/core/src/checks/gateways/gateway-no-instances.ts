import { ingressGateways, isIstioGateway } from '../../mesh/gateway/gateway.ts';
import { gapOf } from '../../mesh/mesh.ts';
import { healthyPodsOfGateway, podsOfGateway } from '../../mesh/waypoint/waypoint.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { conditionEvidence, field, remedy, unreadySince } from '../evidence.ts';

/** Catalogue 148 (G2, G3): nobody runs behind a gateway. */
export const gatewayNoInstances: Check = {
  id: 'gateway-no-instances',
  number: 148,
  stage: 'gateways',
  title: 'A gateway has no running proxy',
  blame: 'istio',
  severity: 'broken',
  hops: ['gateway'],
  tier: 0,
  needs: ['Gateway', 'Pod', 'GatewayClass'],
  why: 'Without a ready pod of the gateway nothing comes in.',
  notProof: 'The first minute; gateways of other vendors, and manual ones whose pods carry no label of the gateway.',
  cite: 'G2, G3',
  detect(mesh) {
    return ingressGateways(mesh)
      .filter((gateway) => gateway.specAddresses.length === 0 && isIstioGateway(mesh, gateway))
      .filter(
        (gateway) => healthyPodsOfGateway(mesh, gateway).length === 0 && gapOf(mesh, 'Pod', gateway.namespace) === null,
      )
      .map((gateway) => {
        const subject = ref('Gateway', gateway.namespace, gateway.name);
        const pods = podsOfGateway(mesh, gateway);
        const programmed = conditionOf(gateway.conditions, 'Programmed');
        return {
          subject,
          sentence: `Gateway \`${nameOf(gateway)}\` has no running proxy: nothing comes in through it.`,
          evidence: [
            field(subject, 'pods', `${pods.length}, none ready`, 'one ready'),
            ...(programmed ? [conditionEvidence(subject, programmed)] : []),
          ],
          objects: pods.map((pod) => ref('Pod', pod.namespace, pod.name)),
          since: pods.length === 0 ? null : unreadySince(pods),
          fix: [
            remedy(
              'See what runs for it.',
              `kubectl -n ${gateway.namespace} get deployment,pod -l gateway.networking.k8s.io/gateway-name=${gateway.name}`,
            ),
          ],
        };
      });
  },
};
