/** Where ztunnels believe something else of a Service or a workload than follows from the objects (Z5). */
import { type Static, Type } from 'typebox';
import { isFinished } from '../mesh/memory/pod-addresses.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { fromPod } from '../mesh/service/workloads.ts';
import { type WaypointBinding, waypointOfPod, waypointOfService } from '../mesh/waypoint/waypoint.ts';
import {
  compareWorkload,
  hasSettled,
  isOnDemand,
  isSettled,
  isWhole,
  waypointTold,
} from '../mesh/ztunnel/stale-view.ts';
import { endpointDivergenceIn } from '../mesh/ztunnel/told-endpoints.ts';
import { serviceIn, waypointIn, workloadIn } from '../mesh/ztunnel/ztunnel.ts';
import { meshOf } from '../report/meshes.ts';
import type { Pod, Service } from '../state/kubernetes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { conditionOf, nullable } from '../state/metadata.ts';
import type { ZtunnelDump } from '../state/readings.ts';

export const Drift = Type.Object({
  /** one sentence; '' where nobody could be asked */
  sentence: Type.String(),
  /** ztunnels whose whole view is known */
  asked: Type.Integer(),
  differences: Type.Array(
    Type.Object({
      /** `namespace/name` of the ztunnel, and its node */
      ztunnel: Type.String(),
      node: Type.String(),
      /** the pod that it is about; '' for the Service itself */
      pod: Type.String(),
      what: Type.Enum(['unknown', 'waypoint', 'endpoints', 'address', 'health', 'policies']),
      believes: Type.String(),
      expected: Type.String(),
      /** when that ztunnel was asked */
      at: nullable(Type.String()),
      /** since when what is expected holds, where objects tell: it missed the news of that time */
      since: nullable(Type.String()),
    }),
  ),
  /** differences that are not listed: more than an answer holds */
  omitted: Type.Integer(),
});
export type Drift = Static<typeof Drift>;

type Difference = Drift['differences'][number];

/** Of a Service: its waypoint (W8) and its endpoints (L1). */
export function driftOfService(
  state: MeshState,
  { namespace, name }: { namespace: string; name: string },
): Drift | null {
  const mesh = meshOf(state);
  const service = mesh.services.byName.get(`${namespace}/${name}`);
  return service ? driftIn(mesh, (dump) => differencesOfService(mesh, dump, service)) : null;
}

/** Of the pods of a workload: address, health, policies, and the waypoint of each. */
export function driftOfWorkload(
  state: MeshState,
  { kind, namespace, name }: { kind: string; namespace: string; name: string },
): Drift | null {
  const mesh = meshOf(state);
  const pods = (mesh.pods.byWorkload.get(`${namespace}/${kind}/${name}`) ?? []).filter((pod) => !isFinished(pod));
  if (pods.length === 0) return null;
  return driftIn(mesh, (dump) => pods.flatMap((pod) => differencesOfPod(mesh, dump, pod)));
}

const MOST = 50;

function driftIn(
  mesh: Mesh,
  differencesIn: (dump: ZtunnelDump) => readonly Omit<Difference, 'ztunnel' | 'node' | 'at'>[],
): Drift {
  const asked = mesh.state.ztunnelDumps.filter(isWhole);
  const all = asked.flatMap((dump) => {
    const node = mesh.pods.byName.get(dump.pod)?.node ?? '';
    return differencesIn(dump).map((difference) => ({ ztunnel: dump.pod, node, at: dump.at, ...difference }));
  });
  const differing = new Set(all.map(({ ztunnel }) => ztunnel)).size;
  return {
    sentence: sentenceOf(asked.length, differing),
    asked: asked.length,
    differences: all.slice(0, MOST),
    omitted: Math.max(0, all.length - MOST),
  };
}

function sentenceOf(asked: number, differing: number): string {
  if (asked === 0) return '';
  const all = asked === 1 ? 'The only ztunnel that was asked' : `All ${asked} ztunnels that were asked`;
  if (differing === 0) return `${all} ${asked === 1 ? 'believes' : 'believe'} the same as follows from the objects.`;
  if (differing === asked)
    return `${all} ${asked === 1 ? 'believes' : 'believe'} something else: istiod may be behind, or our own reckoning may be wrong.`;
  return `${differing} of ${asked} ztunnels that were asked ${differing === 1 ? 'believes' : 'believe'} something else: ${differing === 1 ? 'it is' : 'they are'} behind.`;
}

function differencesOfService(mesh: Mesh, dump: ZtunnelDump, service: Service) {
  const at = dump.at ?? mesh.takenAt;
  const bound = conditionOf(service.conditions, 'istio.io/WaypointBound')?.since ?? service.createdAt;
  const isOld = hasSettled(bound, at);
  if (!serviceIn(dump, service.namespace, service.name))
    return isOld && isNews(mesh, (other) => serviceIn(other, service.namespace, service.name))
      ? [
          {
            pod: '',
            what: 'unknown' as const,
            believes: 'no such Service',
            expected: 'known',
            since: service.createdAt,
          },
        ]
      : [];
  return [...waypointOf(mesh, dump, service, isOld ? bound : undefined), ...endpointsOf(mesh, dump, service)];
}

/** Only what another one knows was told at all. */
const isNews = (mesh: Mesh, knows: (dump: ZtunnelDump) => unknown): boolean =>
  !isOnDemand(mesh) && mesh.state.ztunnelDumps.some((other) => isWhole(other) && knows(other) !== undefined);

function waypointOf(mesh: Mesh, dump: ZtunnelDump, service: Service, since: string | null | undefined) {
  const expected = expectedOf(waypointOfService(mesh, service));
  const believes = waypointTold(dump, service);
  if (since === undefined || expected === null || believes === null || believes === expected) return [];
  return [{ pod: '', what: 'waypoint' as const, believes, expected, since }];
}

/** W8: what follows from the objects; null where not all that decides it was read. */
function expectedOf(binding: WaypointBinding): string | null {
  if (binding.state === 'unknown') return null;
  return binding.state === 'bound' ? `${binding.gateway.namespace}/${binding.gateway.name}` : 'none';
}

function endpointsOf(mesh: Mesh, dump: ZtunnelDump, service: Service) {
  const found = endpointDivergenceIn(mesh, service, dump);
  if (!found) return [];
  const names = (list: readonly string[]): string =>
    list.length > 4 ? `${list.slice(0, 4).join(', ')} and ${list.length - 4} more` : list.join(', ');
  const left = found.left.map((pod) => pod.name);
  const parts = [
    ...(found.extra.length > 0 ? [`also ${names(found.extra)}`] : []),
    ...(left.length > 0 ? [`not ${names(left)}`] : []),
  ];
  const since = found.left.map(readySince).sort().at(-1) ?? null;
  return [{ pod: '', what: 'endpoints' as const, believes: parts.join('; '), expected: 'the ready pods', since }];
}

const readySince = (pod: Pod): string | null =>
  conditionOf(pod.conditions, 'Ready')?.since ?? pod.startedAt ?? pod.createdAt;

const WHAT = { missing: 'unknown', address: 'address', health: 'health', policies: 'policies' } as const;

function differencesOfPod(mesh: Mesh, dump: ZtunnelDump, pod: Pod) {
  const workload = pod.deletedAt === null && isSettled(mesh, dump, pod) ? fromPod(mesh, pod) : null;
  if (!workload) return [];
  const told = workloadIn(dump, pod.namespace, pod.name);
  const isTold = told !== undefined || isNews(mesh, (other) => workloadIn(other, pod.namespace, pod.name));
  const difference = isTold ? compareWorkload(mesh, workload, told) : null;
  const since = readySince(pod);
  const found = difference
    ? [
        {
          pod: pod.name,
          what: WHAT[difference.what as keyof typeof WHAT],
          believes: difference.observed,
          expected: difference.expected,
          since,
        },
      ]
    : [];
  const expected = expectedOf(waypointOfPod(mesh, pod));
  if (!told || expected === null) return found;
  const at = told.waypoint ? waypointIn(dump, told.waypoint) : null;
  const believes = told.waypoint ? (at ? `${at.namespace}/${at.name}` : told.waypoint.destination) : 'none';
  return believes === expected
    ? found
    : [...found, { pod: pod.name, what: 'waypoint' as const, believes, expected, since }];
}
