import { isFlagSet } from '../../mesh/flags.ts';
import { remoteEndpointsOf } from '../../mesh/multicluster/networks.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, field, remedy } from '../evidence.ts';

/** Catalogue 179 (MC1): gateways stay in their own network unless told otherwise. */
export const ingressMultinetworkOff: Check = {
  id: 'ingress-multinetwork-off',
  number: 179,
  stage: 'multicluster',
  title: 'Gateways do not send to other networks',
  blame: 'configuration',
  severity: 'broken',
  hops: ['resolution', 'upstream-link'],
  tier: 0,
  needs: ['Gateway', 'Service', 'Deployment', 'ztunnel-config'],
  uses: ['Pod', 'EndpointSlice'],
  why: 'What comes in through a gateway is sent to endpoints of its own network. This Service has endpoints in other networks only.',
  notProof: 'Services that have an endpoint in the network of the gateway.',
  cite: 'MC1',
  judge(mesh, trace) {
    const { caller, backend, choice } = trace;
    if (caller.kind !== 'gateway' || !backend || choice?.endpoints.length !== 0) return null;
    const [remote] = remoteEndpointsOf(mesh, backend);
    if (!remote || isFlagSet(mesh, 'AMBIENT_ENABLE_MULTI_NETWORK_INGRESS', false)) return null;
    const subject = ref('Service', backend.namespace, backend.name);
    const istiod = mesh.controllers.istiods.find((item) => item.kind === 'Deployment');
    return {
      subject,
      hop: trace.choiceHop,
      sentence: `\`${nameOf(subject)}\` has endpoints in network \`${remote.network}\` only, and gateways send to their own network only.`,
      evidence: [
        evaluation(
          'MC1',
          `endpoints in network ${remote.network}, none here`,
          'an endpoint in the network of the gateway',
          subject,
        ),
        ...(istiod
          ? [
              field(
                ref('Deployment', istiod.namespace, istiod.name),
                'AMBIENT_ENABLE_MULTI_NETWORK_INGRESS',
                'not set',
                'true',
              ),
            ]
          : []),
      ],
      fix: [
        remedy(
          'Let gateways cross networks, or run the Service here too.',
          `kubectl -n ${mesh.rootNamespace} set env deployment/istiod AMBIENT_ENABLE_MULTI_NETWORK_INGRESS=true`,
        ),
      ],
    };
  },
};
