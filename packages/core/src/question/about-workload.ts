/** One workload: its pods, the Services it stands behind, the waypoint of its pods, and the policies that hold for them. */
import { type Static, Type } from 'typebox';
import { hasSidecar, redirectionOf } from '../mesh/enrolment/enrolment.ts';
import { groupBy } from '../mesh/memory/look-up.ts';
import { isFinished } from '../mesh/memory/pod-addresses.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { servicesOfPod } from '../mesh/service/selection.ts';
import { waypointOfPod } from '../mesh/waypoint/waypoint.ts';
import { meshOf } from '../report/meshes.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { nullable } from '../state/metadata.ts';
import { Ref } from '../state/ref.ts';
import { ref, refId } from '../state/refs.ts';
import { Binding, describeBinding } from './binding-answer.ts';
import { Drift, driftOfWorkload } from './drift.ts';
import { Enrolment, enrolmentOf } from './enrolment.ts';
import { PoliciesOn, policiesOn } from './policies-on.ts';

export const WorkloadPod = Type.Object({
  name: Type.String(),
  node: Type.String(),
  ips: Type.Array(Type.String()),
  phase: Type.String(),
  ready: Type.Boolean(),
  mesh: Type.Enum(['ambient', 'sidecar', 'none']),
  serviceAccount: Type.String(),
  startedAt: nullable(Type.String()),
  containers: Type.Array(
    Type.Object({
      name: Type.String(),
      image: Type.String(),
      ready: Type.Boolean(),
      restarts: Type.Integer(),
      waiting: Type.String({ description: 'reason it waits for, as Kubernetes names it' }),
    }),
  ),
  from: Type.String({ description: 'the `from` of /path for this pod' }),
});
export type WorkloadPod = Static<typeof WorkloadPod>;

export const AboutWorkload = Type.Object({
  workload: Type.Object({ kind: Type.String(), namespace: Type.String(), name: Type.String(), from: Type.String() }),
  pods: Type.Array(WorkloadPod),
  services: Type.Array(Ref, { description: 'Services that its pods stand behind' }),
  bindings: Type.Array(Type.Object({ pods: Type.Integer(), binding: Binding }), {
    description: 'of its pods, for calls to their own addresses: pods with the same answer together',
  }),
  /** whether its pods are in the mesh, by everybody who has a say; null: it has no pods */
  enrolment: nullable(Enrolment),
  /** what ztunnels believe of its pods and is not so; null: it has no pods */
  drift: nullable(Drift),
  ...PoliciesOn.properties,
});
export type AboutWorkload = Static<typeof AboutWorkload>;

/** W10, A1-A3; null where nothing of that name is known. `kind` where several share a name, else the first. */
export function aboutWorkload(state: MeshState, namespace: string, name: string, kind?: string): AboutWorkload | null {
  const mesh = meshOf(state);
  const found = kindOf(mesh, namespace, name, kind);
  if (found === null) return null;
  const pods = (mesh.pods.byWorkload.get(`${namespace}/${found}/${name}`) ?? []).filter((pod) => !isFinished(pod));
  const own = ref(found, namespace, name);
  const services = [...new Map(pods.flatMap((pod) => servicesOf(mesh, pod)).map((one) => [refId(one), one])).values()];
  const bindings = bindingsOf(mesh, pods);
  const [first] = pods;
  const bound = first ? waypointOfPod(mesh, first) : null;
  const waypoint = bound?.state === 'bound' ? bound.gateway : null;
  return {
    workload: { kind: found, namespace, name, from: `${namespace}/${name}` },
    pods: pods.map(podItem),
    services,
    bindings,
    enrolment: enrolmentOf(state, own),
    drift: driftOfWorkload(state, own),
    ...policiesOn(mesh, { namespace, objects: [own, ...services], pods, waypoint }),
  };
}

function kindOf(mesh: Mesh, namespace: string, name: string, kind: string | undefined): string | null {
  const pods = mesh.pods.byWorkloadName.get(`${namespace}/${name}`) ?? [];
  const kinds = [
    ...pods.map((pod) => pod.workload.kind),
    ...mesh.controllers
      .all()
      .filter((one) => one.namespace === namespace && one.name === name)
      .map((one) => one.kind),
  ];
  return (kind === undefined ? kinds.sort()[0] : kinds.find((one) => one === kind)) ?? null;
}

const servicesOf = (mesh: Mesh, pod: Pod): Ref[] =>
  servicesOfPod(mesh, pod).map((service) => ref('Service', service.namespace, service.name));

function bindingsOf(mesh: Mesh, pods: readonly Pod[]): AboutWorkload['bindings'] {
  const described = pods.map((pod) =>
    describeBinding(mesh, ref('Pod', pod.namespace, pod.name), waypointOfPod(mesh, pod), 'Calls to its own address'),
  );
  const groups = groupBy(described, ({ sentence }) => sentence.replace(/Pod `[^`]*`/, 'Pod'));
  return [...groups.values()].map((same) => ({ pods: same.length, binding: same[0]! }));
}

function podItem(pod: Pod): WorkloadPod {
  const { name, namespace, node, ips, phase, ready, serviceAccount, startedAt, containers } = pod;
  return {
    name,
    node,
    ips,
    phase,
    ready,
    mesh: redirectionOf(pod) === 'enabled' ? 'ambient' : hasSidecar(pod) ? 'sidecar' : 'none',
    serviceAccount: serviceAccount || 'default',
    startedAt,
    containers: containers.map((container) => ({
      name: container.name,
      image: container.image,
      ready: container.ready,
      restarts: container.restarts,
      waiting: container.waiting,
    })),
    from: `pod:${namespace}/${name}`,
  };
}
