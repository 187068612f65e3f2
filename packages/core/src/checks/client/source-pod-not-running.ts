import { isFinished } from '../../mesh/memory/pod-addresses.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import { type Ref, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 34: nobody is there to make the call. */
export const sourcePodNotRunning: Check = {
  id: 'source-pod-not-running',
  number: 34,
  stage: 'client',
  title: 'The caller itself is not running',
  blame: 'application',
  severity: 'broken',
  hops: ['client'],
  tier: 0,
  needs: ['Pod'],
  why: 'A workload without a running pod calls nobody, however well the way is.',
  notProof:
    'Jobs run for a while and then are done: one that has finished is not judged. A pod that only fails its readiness check runs, and calls. Where other pods of the workload are ready, those make the calls.',
  cite: 'Kubernetes; Kiali workload health',
  judge(mesh, { caller }) {
    const { pod } = caller;
    if (!pod || pod.ready || !isDown(pod)) return null;
    const pods = livingOf(mesh, pod);
    if (isOfJob(pod) || pods.some((one) => one.ready || !isDown(one))) return null;
    return {
      ...finding(pods.length > 0 ? pods : [pod], ref(pod.workload.kind, pod.namespace, pod.workload.name)),
      sentence: `The caller \`${caller.name}\` itself is not running: \`${reasonOf(pod)}\`.`,
    };
  },
  refuse(mesh, refusal) {
    if (refusal.code !== 'from-unknown' && refusal.code !== 'from-not-running') return null;
    const subject = refusal.object ?? ref('Namespace', '', '');
    const named = mesh.pods.byName.get(`${subject.namespace}/${subject.name}`);
    const pods = named ? [named] : (mesh.pods.byWorkloadName.get(`${subject.namespace}/${subject.name}`) ?? []);
    return { ...finding(pods, subject), sentence: refusal.sentence };
  },
};

/** No container of it runs, as far as their states are known. */
const isDown = ({ containers, phase }: Pod): boolean => {
  if (phase === 'Pending' || phase === 'Failed' || phase === 'Succeeded') return true;
  const own = containers.filter((container) => !container.init);
  return (
    own.length > 0 &&
    own.every(({ startedAt, waiting, terminated }) => startedAt === null && (waiting !== '' || terminated !== null))
  );
};

const isOfJob = ({ workload }: Pod): boolean => workload.kind === 'Job' || workload.kind === 'CronJob';

const livingOf = (mesh: Mesh, { namespace, workload }: Pod): Pod[] =>
  (mesh.pods.byWorkload.get(`${namespace}/${workload.kind}/${workload.name}`) ?? []).filter(
    (pod) => !isFinished(pod) && pod.deletedAt === null,
  );

function finding(pods: readonly Pod[], subject: Ref): Omit<Found, 'sentence'> {
  const [first] = pods;
  const hasNoNode = first !== undefined && pods.every(isUnplaced);
  return {
    subject,
    ...(hasNoNode ? { blame: 'kubernetes' as const } : {}),
    evidence:
      pods.length === 0
        ? [field(subject, 'pods', '0', '1 or more that run')]
        : pods
            .slice(0, 3)
            .map((pod) => field(ref('Pod', pod.namespace, pod.name), 'status', reasonOf(pod), 'Running and ready')),
    objects: pods.slice(0, 5).map((pod) => ref('Pod', pod.namespace, pod.name)),
    since: first ? (conditionOf(first.conditions, 'Ready')?.since ?? null) : null,
    fix: [
      first
        ? remedy('Look at why it does not start.', `kubectl -n ${first.namespace} describe pod ${first.name}`)
        : remedy(
            'Look at what runs there and why it does not start.',
            `kubectl ${subject.namespace === '' ? '-A' : `-n ${subject.namespace}`} get pods`,
          ),
    ],
  };
}

const isUnplaced = (pod: Pod): boolean =>
  pod.node === '' && conditionOf(pod.conditions, 'PodScheduled')?.status === 'False';

function reasonOf(pod: Pod): string {
  const waiting = pod.containers.find((container) => container.waiting !== '')?.waiting;
  const ended = pod.containers.find((container) => container.terminated !== null)?.terminated?.reason;
  if (isUnplaced(pod)) return `${pod.phase}, ${conditionOf(pod.conditions, 'PodScheduled')?.reason}`;
  return waiting ?? ended ?? (pod.phase || 'not running');
}
