import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';

/** Catalogue 61 (S5): addresses written by hand are outside the mesh. */
export const manualEndpointsPlaintext: Check = {
  id: 'manual-endpoints-plaintext',
  number: 61,
  stage: 'endpoints',
  title: 'Hand-written endpoints are outside the mesh',
  blame: 'configuration',
  severity: 'latent',
  hops: ['outbound-link', 'upstream-link'],
  tier: 0,
  needs: ['Service', 'EndpointSlice'],
  why: 'A Service without selector whose addresses somebody wrote: traffic to them is plain text and proves no identity.',
  notProof: 'Addresses outside the cluster cannot speak the mesh protocol anyway, so this is a note.',
  cite: 'S5',
  judge(_mesh, trace) {
    const { backend: service, endpoint } = trace;
    if (!service || !endpoint || endpoint.pod || endpoint.outside || endpoint.remote) return null;
    const subject = ref('Service', service.namespace, service.name);
    return {
      subject,
      sentence: `\`${service.namespace}/${service.name}\` leads to an address written by hand, ${endpoint.ip}: plain text, and outside the mesh.`,
      evidence: [evaluation('S5', `EndpointSlice address ${endpoint.ip} without a pod`, '', subject)],
      fix: [
        remedy(
          'Use a selector, or a WorkloadEntry for a machine that is in the mesh.',
          `kubectl -n ${service.namespace} get endpointslices -l kubernetes.io/service-name=${service.name}`,
        ),
      ],
    };
  },
};
