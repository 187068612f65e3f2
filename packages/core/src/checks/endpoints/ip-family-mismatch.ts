import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 60 (L6): a Service of one address family whose pods have none of it. */
export const ipFamilyMismatch: Check = {
  id: 'ip-family-mismatch',
  number: 60,
  stage: 'endpoints',
  title: 'The pods have no address of the family that the Service uses',
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['resolution', 'upstream-link'],
  tier: 0,
  needs: ['Service', 'Pod'],
  uses: ['EndpointSlice'],
  explains: ['waypoint-no-healthy-upstream'],
  why: 'A Service with one address family is served only by pods that have an address of it. These pods have none.',
  notProof: 'Services with both families, and pods that have an address of the one.',
  cite: 'L6',
  judge(_mesh, trace) {
    const { backend, choice } = trace;
    const without = choice?.excluded.filter(({ because }) => because === 'ip-family') ?? [];
    const [first] = without;
    if (!backend || !first || (choice?.endpoints.length ?? 0) > 0) return null;
    const subject = ref('Service', backend.namespace, backend.name);
    const family = backend.ipFamilies.join(', ');
    return {
      subject,
      hop: trace.choiceHop,
      sentence: `\`${nameOf(subject)}\` uses ${family}, and its pods have no such address.`,
      evidence: [
        field(subject, 'spec.ipFamilies', family, 'a family that the pods have'),
        field(ref('Pod', first.pod.namespace, first.pod.name), 'status.podIPs', first.pod.ips.join(', '), family),
      ],
      objects: without.slice(0, 4).map(({ pod }) => ref('Pod', pod.namespace, pod.name)),
      fix: [
        remedy(
          'Give the Service the family of its pods.',
          `kubectl -n ${backend.namespace} get service ${backend.name} -o jsonpath='{.spec.ipFamilies}'`,
        ),
      ],
    };
  },
};
