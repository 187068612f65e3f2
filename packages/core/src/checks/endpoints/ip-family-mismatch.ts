import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
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
  detect: inEachNamespace((mesh, { services }) =>
    services.flatMap((service) => {
      const without = withoutFamily(mesh, service);
      return without.length > 0 ? [finding(service, without)] : [];
    }),
  ),
  judge(_mesh, trace) {
    const { backend, choice } = trace;
    const without = choice?.excluded.filter(({ because }) => because === 'ip-family') ?? [];
    if (!backend || without.length === 0 || (choice?.endpoints.length ?? 0) > 0) return null;
    return {
      ...finding(
        backend,
        without.map(({ pod }) => pod),
      ),
      hop: trace.choiceHop,
    };
  },
};

/** The ready pods of a Service of one family, where none of them has an address of it. */
function withoutFamily(mesh: Mesh, service: Service): readonly Pod[] {
  const [family, second] = service.ipFamilies;
  if (family === undefined || second !== undefined || !service.selector) return [];
  const pods = podsOfService(mesh, service).filter((pod) => pod.ready && pod.deletedAt === null && pod.ips.length > 0);
  return pods.some((pod) => pod.ips.some((ip) => ip.includes(':') === (family === 'IPv6'))) ? [] : pods;
}

function finding(service: Service, without: readonly Pod[]): Found {
  const subject = ref('Service', service.namespace, service.name);
  const family = service.ipFamilies.join(', ');
  const first = without[0]!;
  return {
    subject,
    sentence: `\`${nameOf(subject)}\` uses ${family}, and its pods have no such address.`,
    evidence: [
      field(subject, 'spec.ipFamilies', family, 'a family that the pods have'),
      field(ref('Pod', first.namespace, first.name), 'status.podIPs', first.ips.join(', '), family),
    ],
    objects: without.slice(0, 4).map((pod) => ref('Pod', pod.namespace, pod.name)),
    fix: [
      remedy(
        'Give the Service the family of its pods.',
        `kubectl -n ${service.namespace} get service ${service.name} -o jsonpath='{.spec.ipFamilies}'`,
      ),
    ],
  };
}
