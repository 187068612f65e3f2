import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import type { Service } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy, unreadySince } from '../evidence.ts';

/** Catalogue 51 (L1, D1): the name of a headless Service stands for its ready pods, and there are none. */
export const headlessNoReadyEndpoints: Check = {
  id: 'headless-no-ready-endpoints',
  number: 51,
  stage: 'dns',
  title: 'The name of a headless Service resolves to nothing',
  blame: 'application',
  severity: 'broken',
  hops: ['resolution'],
  tier: 0,
  needs: ['Service', 'Pod'],
  why: 'The name of a headless Service is answered with the addresses of its ready pods. With none ready there is no answer.',
  notProof: 'The first minute; Services that publish unready addresses, which peers need that start each other.',
  cite: 'L1, D1',
  detect: inEachNamespace((mesh, { services }) => services.flatMap((service) => finding(mesh, service))),
  judge(mesh, trace) {
    return trace.service ? (finding(mesh, trace.service)[0] ?? null) : null;
  },
};

function finding(mesh: Mesh, service: Service): Found[] {
  if (!service.headless || !service.selector || service.publishNotReady) return [];
  const pods = podsOfService(mesh, service);
  if (pods.length === 0 || pods.some((pod) => pod.ready && pod.deletedAt === null)) return [];
  const since = unreadySince(pods);
  const subject = ref('Service', service.namespace, service.name);
  return [
    {
      subject,
      sentence: `\`${nameOf(subject)}\` is headless and none of its ${pods.length} pods is ready, so its name resolves to nothing.`,
      evidence: [
        field(subject, 'spec.clusterIP', 'None'),
        ...pods
          .slice(0, 3)
          .map((pod) => field(ref('Pod', pod.namespace, pod.name), 'status.conditions Ready', 'False', 'True')),
      ],
      objects: pods.slice(0, 5).map((pod) => ref('Pod', pod.namespace, pod.name)),
      since,
      fix: [
        remedy(
          'Bring a pod to readiness; set publishNotReadyAddresses only where peers must find each other before.',
          `kubectl -n ${service.namespace} get pods`,
        ),
      ],
    },
  ];
}
