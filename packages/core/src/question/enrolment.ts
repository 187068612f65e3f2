/** Is a workload in the mesh? Asked of everybody who has a say: labels, istio-cni's annotation, what is told by xDS, and ztunnel's live proxies. */
import { type Static, Type } from 'typebox';
import { isFinished } from '../mesh/memory/pod-addresses.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { meshOf } from '../report/meshes.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { nullable } from '../state/metadata.ts';
import { type Behind, behindIn } from './enrolment-behind.ts';
import { type PodWays, waysOf } from './enrolment-ways.ts';

export const EnrolmentWay = Type.Object({
  /** `label`: what labels and selectors ask for; `annotation`: what istio-cni did; `xds`: what istiod tells; `proxy`: what runs */
  way: Type.Enum(['label', 'annotation', 'xds', 'proxy']),
  state: Type.Enum(['yes', 'no', 'unknown']),
  /** field = value, or why it is not known */
  evidence: Type.String(),
  /** since when it is so, RFC 3339, where anything tells */
  since: nullable(Type.String()),
  /** when whoever tells was asked; null for objects, which are watched */
  at: nullable(Type.String()),
});
export type EnrolmentWay = Static<typeof EnrolmentWay>;

export const PodEnrolment = Type.Object({
  pod: Type.String(),
  node: Type.String(),
  /** always four, in the order above */
  ways: Type.Array(EnrolmentWay),
  /** where they differ: who is behind, in one sentence; '' otherwise */
  sentence: Type.String(),
  behind: nullable(Type.Enum(['istio-cni', 'istiod', 'ztunnel'])),
});
export type PodEnrolment = Static<typeof PodEnrolment>;

export const Enrolment = Type.Object({
  /** of all pods together; `mixed`: they differ among each other */
  ways: Type.Array(
    Type.Object({
      way: EnrolmentWay.properties.way,
      state: Type.Enum(['yes', 'no', 'unknown', 'mixed']),
      /** `3 of 4 pods`, or what all have in common */
      detail: Type.String(),
    }),
  ),
  sentence: Type.String(),
  /** those that differ first */
  pods: Type.Array(PodEnrolment),
  /** pods that are not listed: more than an answer holds */
  omitted: Type.Integer(),
});
export type Enrolment = Static<typeof Enrolment>;

const MOST = 50;

/** Of the living pods of a workload; null where it has none. */
export function enrolmentOf(
  state: MeshState,
  { kind, namespace, name }: { kind: string; namespace: string; name: string },
): Enrolment | null {
  const mesh = meshOf(state);
  const pods = (mesh.pods.byWorkload.get(`${namespace}/${kind}/${name}`) ?? []).filter((pod) => !isFinished(pod));
  if (pods.length === 0) return null;
  const all = pods.map((pod) => enrolmentOfPod(mesh, pod));
  const differing = all.filter(({ sentence }) => sentence !== '');
  const others = all.filter(({ sentence }) => sentence === '');
  const more = differing.length > 1 ? ` The same or something alike is true of ${differing.length - 1} more pods.` : '';
  return {
    ways: summed(all),
    sentence: differing[0] ? `${differing[0].sentence}${more}` : '',
    pods: [...differing, ...others].slice(0, MOST),
    omitted: Math.max(0, all.length - MOST),
  };
}

function enrolmentOfPod(mesh: Mesh, pod: Pod): PodEnrolment {
  const ways: PodWays = waysOf(mesh, pod);
  const behind: Behind | null = behindIn(mesh, pod, ways);
  return {
    pod: pod.name,
    node: pod.node,
    ways: [ways.label, ways.annotation, ways.xds, ways.proxy],
    sentence: behind?.sentence ?? '',
    behind: behind?.component ?? null,
  };
}

function summed(pods: readonly PodEnrolment[]): Enrolment['ways'] {
  return pods[0]!.ways.map(({ way }, i) => {
    const told = pods.map(({ ways }) => ways[i]!);
    const states = new Set(told.map(({ state }) => state));
    const enrolled = told.filter(({ state }) => state === 'yes').length;
    const evidence = new Set(told.map((one) => one.evidence));
    const detail = evidence.size === 1 ? told[0]!.evidence : `${enrolled} of ${pods.length} pods`;
    return { way, state: states.size === 1 ? told[0]!.state : 'mixed', detail };
  });
}
