import { ref } from '../../state/refs.ts';
import { changed } from '../change.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 58 (L3): the Service serves only callers of its own node, and the caller's node has no pod of it. */
export const internalTrafficPolicyLocal: Check = {
  id: 'internal-traffic-policy-local',
  number: 58,
  stage: 'endpoints',
  title: 'The Service serves its own node only',
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['resolution'],
  tier: 0,
  needs: ['Service', 'Pod'],
  why: 'internalTrafficPolicy Local is strict: a caller on a node without a ready pod of the Service gets no answer.',
  notProof: 'Behind a waypoint the policy does not bind the same way, and is not held against it.',
  cite: 'L3',
  judge(_mesh, trace) {
    const { backend: service, choice, caller } = trace;
    if (
      !service ||
      !choice ||
      choice.endpoints.length > 0 ||
      !choice.excluded.some((entry) => entry.because === 'other-node')
    )
      return null;
    const subject = ref('Service', service.namespace, service.name);
    return {
      subject,
      sentence: `Service \`${service.namespace}/${service.name}\` serves only pods on the same node, and node \`${caller.node}\` has none of its pods.`,
      evidence: [field(subject, 'spec.internalTrafficPolicy', 'Local', 'Cluster')],
      objects: [ref('Node', '', caller.node)],
      fix: [
        remedy(
          'Run a pod of it on every node, or serve the whole cluster.',
          `kubectl -n ${service.namespace} patch service ${service.name} -p '{"spec":{"internalTrafficPolicy":"Cluster"}}'`,
          changed(subject, ['spec', 'internalTrafficPolicy'], 'Local', 'Cluster'),
        ),
      ],
    };
  },
};
