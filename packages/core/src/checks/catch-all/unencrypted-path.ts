import { bypassesInbound, hasSidecar, redirectionOf, shouldCapture } from '../../mesh/enrolment/enrolment.ts';
import { perSlice } from '../../mesh/memory/look-up.ts';
import { gatewayOfPod } from '../../mesh/memory/pod-index.ts';
import { type Mesh, perMesh } from '../../mesh/mesh.ts';
import { connectionCounts } from '../../mesh/told/connection-counts.ts';
import { ztunnelOn } from '../../mesh/ztunnel/ztunnel.ts';
import { hasLostRedirection } from '../../path/caller.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { TrafficEnd, TrafficReading, TrafficSeries } from '../../state/traffic.ts';
import type { Check, Found } from '../check.ts';
import { field, reading, remedy } from '../evidence.ts';

/** Catalogue 184 (P7, E5): both ends ought to be in the mesh, and what goes between them is not encrypted. */
export const unencryptedPath: Check = {
  id: 'unencrypted-path',
  number: 184,
  stage: 'catch-all',
  title: 'Traffic between two workloads of the mesh is not encrypted',
  blame: 'istio',
  severity: 'degraded',
  hops: ['outbound-link', 'upstream-link'],
  tier: 1,
  needs: ['Pod', 'Namespace'],
  needsOneOf: ['ztunnel-metrics', 'prometheus'],
  uses: ['ztunnel-config', 'ztunnel-ready', 'ConfigMap', 'Node', 'Gateway', 'NetworkPolicy'],
  why: 'Labels ask for both workloads to be in the mesh, and ztunnel counted connections between them in plain text.',
  notProof:
    'Health probes, gateways, pods that let plain text in on purpose, workloads with sidecars or outside the mesh. Counters go back to the start of ztunnel: where both ends are captured now and no plain connection is open, it is a remark.',
  cite: 'P7, E5; signals 5',
  detect: (mesh) =>
    [...plainCalls(mesh.state.traffic).keys()].flatMap((workload) => [...plainTo(mesh, workload).values()]),
  judge(mesh, { caller, destination, legs }) {
    if (!caller.pod || !destination || mesh.state.traffic.length === 0) return null;
    const from = `${caller.pod.namespace}/${caller.pod.workload.name}`;
    const to = `${destination.namespace}/${destination.workload.name}`;
    const found = plainTo(mesh, to).get(from);
    // Another pod of the two workloads that is not captured explains the counters; this path is another.
    const isOther =
      found && looseAmong(mesh, from, to) && isCaptured(mesh, caller.pod) && isCaptured(mesh, destination);
    if (isOther) return null;
    const plain = legs.find(({ protocol }) => protocol === 'TCP');
    return found ? { ...found, hop: (plain ?? legs.at(-1))?.hop ?? 'outbound-link' } : null;
  },
};

/** What is known of plain connections to a workload (`namespace/name`), by the caller's. */
const plainTo = perMesh((mesh: Mesh, workload: string): ReadonlyMap<string, Found> => {
  const found = new Map<string, Found>();
  const calls = plainCalls(mesh.state.traffic).get(workload);
  const target = calls && soughtPod(mesh, workload);
  if (!target) return found;
  for (const [from, told] of calls) {
    const source = soughtPod(mesh, from);
    if (source && from !== workload) found.set(from, finding(mesh, source, target, told));
  }
  return found;
});

interface Told {
  plain: number;
  ztunnel: string;
  at: string | null;
  /** per second, which is now, and no sum since the start */
  isRate: boolean;
}

/** Plain connections to each workload, by the caller's; rates where there are any. */
const plainCalls = perSlice((readings: readonly TrafficReading[]): ReadonlyMap<string, ReadonlyMap<string, Told>> => {
  const calls = new Map<string, Map<string, Told>>();
  const add = (from: string, to: string, told: Told): void => {
    if (told.plain === 0 || !from.includes('/') || !to.includes('/')) return;
    const known = calls.get(to) ?? new Map<string, Told>();
    const before = known.get(from);
    const sum = before && !told.isRate ? before.plain + told.plain : told.plain;
    calls.set(to, known.set(from, { ...told, plain: sum }));
  };
  for (const { from, to, plain, ztunnel, at } of connectionCounts(readings))
    add(from, to, { plain, ztunnel, at, isRate: false });
  for (const { unit, at, pod, series } of readings)
    for (const one of unit === 'per-second' ? series : [])
      if (isPlain(one))
        add(workloadOf(one.from), workloadOf(one.to), { plain: one.value, ztunnel: pod, at, isRate: true });
  return calls;
});

const workloadOf = ({ namespace, workload }: TrafficEnd): string =>
  workload === '' || workload === 'unknown' ? '' : `${namespace}/${workload}`;

const isPlain = ({ security, measure, protocol }: TrafficSeries): boolean =>
  security === 'unknown' && protocol === 'tcp' && measure.startsWith('connections-');

/** A pod of a workload that ought to be in the mesh, one that is not captured first; none of a gateway or one with a sidecar. */
function soughtPod(mesh: Mesh, workload: string): Pod | undefined {
  const pods = (mesh.pods.byWorkloadName.get(workload) ?? []).filter(
    (pod) =>
      pod.deletedAt === null &&
      gatewayOfPod(pod) === '' &&
      !hasSidecar(pod) &&
      !bypassesInbound(pod) &&
      shouldCapture(mesh, pod).captured,
  );
  return pods.find((pod) => !isCaptured(mesh, pod)) ?? pods[0];
}

const looseAmong = (mesh: Mesh, ...workloads: readonly string[]): boolean =>
  workloads.some((workload) => {
    const pod = soughtPod(mesh, workload);
    return pod !== undefined && !isCaptured(mesh, pod);
  });

const isCaptured = (mesh: Mesh, pod: Pod): boolean =>
  redirectionOf(pod) === 'enabled' && !hasLostRedirection(mesh, pod);

/** A plain connection of the caller's that is open now, in what ztunnel says of it. */
function openPlain(mesh: Mesh, source: Pod, target: Pod): boolean {
  const proxy = ztunnelOn(mesh, source.node).dump?.proxies.find(({ podUid }) => podUid === source.uid);
  return (proxy?.connections ?? []).some(
    ({ direction, protocol, actualDst }) =>
      direction === 'outbound' && protocol === 'TCP' && target.ips.some((ip) => actualDst.startsWith(`${ip}:`)),
  );
}

function finding(mesh: Mesh, source: Pod, target: Pod, told: Told): Found {
  const [from, to] = [source, target].map((pod) => `${pod.namespace}/${pod.workload.name}`);
  const loose = [source, target].find((pod) => !isCaptured(mesh, pod));
  const isOpen = openPlain(mesh, source, target);
  const isNow = loose !== undefined || isOpen || told.isRate;
  const subject = ref(target.workload.kind, target.namespace, target.workload.name);
  return {
    subject,
    severity: isNow ? 'degraded' : 'latent',
    certainty: isNow ? 'likely' : 'suspected',
    sentence: `Traffic from \`${from}\` to \`${to}\` ${isNow ? 'is' : 'was'} not encrypted, although both ought to be in the mesh.`,
    evidence: [
      reading(
        told.isRate && told.ztunnel === '' ? 'prometheus' : 'ztunnel-metrics',
        told.ztunnel,
        `${told.isRate ? 'plain connections are' : `${told.plain} plain connections were`} counted from ${from}`,
        'mutual_tls',
        told.at,
        1,
      ),
      ...(loose
        ? [field(podRef(loose), 'annotation ambient.istio.io/redirection', redirectionOf(loose), 'enabled and served')]
        : []),
      ...(isOpen ? [field(podRef(source), 'open connections in ztunnel', 'one in plain text', 'none')] : []),
    ],
    objects: [podRef(source), podRef(target)],
    fix: [
      remedy(
        loose
          ? `Find out why pod \`${loose.name}\` is not captured; made anew, it is.`
          : 'See whether the connections that are open now are plain; if none is, they were from before the pods were captured.',
        loose
          ? `kubectl -n ${loose.namespace} delete pod ${loose.name}`
          : `istioctl ztunnel-config connections --node ${source.node}`,
      ),
    ],
  };
}

const podRef = (pod: Pod) => ref('Pod', pod.namespace, pod.name);
