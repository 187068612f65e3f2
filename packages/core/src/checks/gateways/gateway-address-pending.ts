import { ingressGateways } from '../../mesh/gateway/gateway.ts';
import { healthyPodsOfGateway } from '../../mesh/waypoint/waypoint.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { conditionEvidence, hasHeld, remedy } from '../evidence.ts';

/** Catalogue 147 (G2): no address from outside yet. */
export const gatewayAddressPending: Check = {
  id: 'gateway-address-pending',
  number: 147,
  stage: 'gateways',
  title: 'A gateway has no external address',
  blame: 'kubernetes',
  severity: 'degraded',
  hops: ['gateway'],
  tier: 0,
  needs: ['Gateway', 'Pod'],
  uses: ['GatewayClass'],
  why: 'The cluster has not given the gateway an address that clients outside can reach; calls from inside the cluster may work.',
  notProof: 'A gateway without running pods has the same condition and is another failure; a minute is waited for.',
  cite: 'G2; analyze IST0171',
  detect(mesh) {
    return ingressGateways(mesh).flatMap((gateway) => {
      const programmed = conditionOf(gateway.conditions, 'Programmed');
      if (
        programmed?.status !== 'False' ||
        programmed.reason !== 'AddressNotAssigned' ||
        !/address pending/.test(programmed.message)
      )
        return [];
      if (healthyPodsOfGateway(mesh, gateway).length === 0 || !hasHeld(programmed.since, mesh.takenAt, 60)) return [];
      const subject = ref('Gateway', gateway.namespace, gateway.name);
      return [
        {
          subject,
          sentence: `The cluster has not given gateway \`${nameOf(gateway)}\` an external address.`,
          evidence: [conditionEvidence(subject, programmed)],
          since: programmed.since,
          fix: [
            remedy(
              'Install or repair the load balancer of the cluster, or make the gateway a ClusterIP or NodePort one.',
              `kubectl -n ${gateway.namespace} annotate gateway ${gateway.name} networking.istio.io/service-type=ClusterIP`,
            ),
          ],
        },
      ];
    });
  },
  // From inside it works; who comes from outside is stopped before the gateway.
  onPath: (_mesh, trace) => (trace.caller.kind === 'gateway' ? 'latent' : 'degraded'),
};
