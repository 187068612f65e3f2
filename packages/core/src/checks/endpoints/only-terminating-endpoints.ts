import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import type { Service } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 56 (L1): every pod is going, and none has come. */
export const onlyTerminatingEndpoints: Check = {
  id: 'only-terminating-endpoints',
  number: 56,
  stage: 'endpoints',
  title: 'All pods of a Service are shutting down',
  blame: 'application',
  severity: 'broken',
  hops: ['resolution', 'upstream-link'],
  tier: 0,
  needs: ['Service', 'Pod'],
  uses: ['EndpointSlice'],
  explains: ['waypoint-no-healthy-upstream'],
  why: 'Kubernetes itself would still send calls to pods that shut down when there are no others; ztunnel does not.',
  notProof: 'A rolling update that has new pods ready.',
  cite: 'L1',
  detect: inEachNamespace((mesh, { services }) => services.flatMap((service) => going(mesh, service))),
  judge(mesh, trace) {
    // The one that is called stays: nothing has to be looked up for nearly every trace.
    if (!trace.backend || trace.endpoint?.pod?.deletedAt === null) return null;
    const [found] = going(mesh, trace.backend);
    return found ? { ...found, hop: trace.choiceHop } : null;
  },
};

function going(mesh: Mesh, service: Service): Found[] {
  const pods = podsOfService(mesh, service);
  if (service.publishNotReady || pods.length === 0 || pods.some((pod) => pod.deletedAt === null)) return [];
  const subject = ref('Service', service.namespace, service.name);
  return [
    {
      subject,
      sentence: `Every pod of \`${service.namespace}/${service.name}\` is shutting down, and no new one is ready.`,
      evidence: pods
        .slice(0, 3)
        .map((pod) =>
          field(
            ref('Pod', pod.namespace, pod.name),
            'metadata.deletionTimestamp',
            pod.deletedAt ?? '',
            'not set',
            pod.deletedAt,
          ),
        ),
      since: pods[0]!.deletedAt,
      fix: [
        remedy(
          'Let a rollout bring new pods before it takes old ones: maxUnavailable 0, a PodDisruptionBudget, a preStop pause.',
          `kubectl -n ${service.namespace} get pods`,
        ),
      ],
    },
  ];
}
