import { isFinished } from '../../mesh/memory/pod-addresses.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { chooseEndpoints } from '../../mesh/service/endpoints.ts';
import { localityOfNode } from '../../mesh/service/locality.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import { changed } from '../change.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 59 (L3): callers are many where the preferred pods are few. */
export const trafficDistributionSkew: Check = {
  id: 'traffic-distribution-skew',
  number: 59,
  stage: 'endpoints',
  title: 'A preference for near pods sends most calls to few of them',
  blame: 'kubernetes',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Service', 'Pod', 'Node'],
  uses: ['EndpointSlice', 'Namespace', 'WorkloadEntry', 'ConfigMap', 'Deployment'],
  why: 'With trafficDistribution ztunnel takes pods of the same zone or node as long as there is one. Where more than half of the callers stand beside less than a fifth of the ready pods, these few carry most of the load.',
  notProof:
    'Callers that stand where the pods stand; a zone without any ready pod, whose callers use all others. A waypoint on the way chooses by itself. Concentration may be wanted.',
  cite: 'L3',
  judge(mesh, trace) {
    const { service, choice, caller, waypoint, port } = trace;
    if (!service || waypoint || caller.kind !== 'ambient' || !caller.pod || !choice?.preference) return null;
    if (choice.preference.startsWith('internalTrafficPolicy')) return null;
    const near = choice.endpoints.length;
    const all = chooseEndpoints(mesh, service, port).endpoints.length;
    const beside = callersBeside(mesh, caller.pod, choice.preference);
    if (near === 0 || near >= all * FEW || beside.near <= beside.all * MANY) return null;
    const subject = ref('Service', service.namespace, service.name);
    return {
      subject,
      sentence: `\`${nameOf(subject)}\` prefers near pods: ${beside.near} of the ${beside.all} pods of \`${caller.name}\` call only ${near} of its ${all} ready pods.`,
      evidence: [
        field(subject, 'spec.trafficDistribution', choice.preference.replace('trafficDistribution: ', '')),
        field(subject, 'ready pods beside the callers', `${near} of ${all}`, 'in proportion to the callers'),
        field(
          ref(caller.pod.workload.kind, caller.namespace, caller.pod.workload.name),
          'pods there',
          `${beside.near} of ${beside.all}`,
        ),
      ],
      objects: [ref('Node', '', caller.node)],
      fix: [
        remedy(
          'Spread the pods over the zones with topologySpreadConstraints, or take the preference away.',
          `kubectl -n ${service.namespace} patch service ${service.name} --type=merge -p '{"spec":{"trafficDistribution":null}}'`,
          changed(subject, ['spec', 'trafficDistribution'], service.trafficDistribution, null),
        ),
      ],
    };
  },
};

const FEW = 0.2;
const MANY = 0.5;

/** How many pods of the caller's workload share its zone, or its node where that is what is preferred. */
function callersBeside(mesh: Mesh, pod: Pod, preference: string): { near: number; all: number } {
  const pods = (mesh.pods.byWorkload.get(`${pod.namespace}/${pod.workload.kind}/${pod.workload.name}`) ?? []).filter(
    (one) => !isFinished(one) && one.deletedAt === null,
  );
  const place = (one: Pod): string => {
    if (/PreferSameNode/i.test(preference)) return one.node;
    const locality = localityOfNode(mesh, one.node);
    return `${locality?.region}/${locality?.zone}`;
  };
  return { near: pods.filter((one) => place(one) === place(pod)).length, all: pods.length };
}
