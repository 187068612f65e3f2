import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy, unreadySince } from '../evidence.ts';

/** Catalogue 55 (L1): pods are there, and none is ready. */
export const endpointsNotReady: Check = {
  id: 'endpoints-not-ready',
  number: 55,
  stage: 'endpoints',
  title: 'No pod of a Service is ready',
  blame: 'application',
  severity: 'broken',
  hops: ['resolution', 'upstream-link'],
  tier: 0,
  needs: ['Service', 'Pod'],
  explains: ['waypoint-no-healthy-upstream'],
  why: 'Only pods that pass their readiness check get calls. All pods of this Service fail theirs.',
  notProof:
    'The first minute; Services that publish unready addresses; pods that are all going are another failure; probes that the network drops are blamed on the network, and pods for which there is no node on Kubernetes.',
  cite: 'L1',
  detect: inEachNamespace((mesh, { services }) => services.flatMap((service) => unready(mesh, service))),
  judge(mesh, trace) {
    // One ready pod is an endpoint, so there is nothing to look for where any was found.
    const isServed = trace.choice !== null && trace.choice.endpoints.length > 0;
    const found = trace.backend && !isServed ? unready(mesh, trace.backend)[0] : undefined;
    return found ? { ...found, hop: trace.choiceHop } : null;
  },
};

function unready(mesh: Mesh, service: Service): Found[] {
  if (service.publishNotReady || !service.selector || service.labels['gateway.istio.io/managed']) return [];
  const pods = podsOfService(mesh, service).filter((pod) => pod.deletedAt === null);
  if (pods.length === 0 || pods.some((pod) => pod.ready)) return [];
  const subject = ref('Service', service.namespace, service.name);
  const reason = reasonOf(pods[0]!);
  const since = unreadySince(pods);
  return [
    {
      subject,
      // Pods that found no node never had a chance to fail.
      ...(pods.every(isUnplaced) ? { blame: 'kubernetes' as const } : {}),
      sentence: `None of the ${pods.length} ${pods.length === 1 ? 'pod' : 'pods'} behind \`${service.namespace}/${service.name}\` is ready${reason === '' ? '' : `: ${reason}`}.`,
      evidence: pods
        .slice(0, 3)
        .map((pod) =>
          field(
            ref('Pod', pod.namespace, pod.name),
            'status.conditions Ready',
            `False${reasonOf(pod) === '' ? '' : `, ${reasonOf(pod)}`}`,
            'True',
            conditionOf(pod.conditions, 'Ready')?.since ?? null,
          ),
        ),
      objects: pods.slice(0, 5).map((pod) => ref('Pod', pod.namespace, pod.name)),
      since,
      fix: [
        remedy('See what its readiness check says.', `kubectl -n ${service.namespace} describe pod ${pods[0]!.name}`),
      ],
    },
  ];
}

const isUnplaced = (pod: Pod): boolean =>
  pod.node === '' && conditionOf(pod.conditions, 'PodScheduled')?.status === 'False';

function reasonOf(pod: Pod): string {
  const waiting = pod.containers.find((container) => container.waiting !== '')?.waiting;
  return waiting ?? (pod.phase === 'Pending' ? (conditionOf(pod.conditions, 'PodScheduled')?.reason ?? 'Pending') : '');
}
