import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { type Mesh, perMesh } from '../../mesh/mesh.ts';
import { countsByTarget, flaggedIn } from '../../mesh/told/connection-counts.ts';
import { recentCounts } from '../../mesh/told/proxy-counts.ts';
import { inbound } from '../../mesh/told/refused-handover.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { reading, remedy, secondsBetween } from '../evidence.ts';
import { isComponent, workloadFindings } from './sick-pods.ts';

const ENOUGH = 20;
const MANY = 0.1;
/** Seconds after a restart of ztunnel in which connections are cut by it. */
const DRAIN = 3600;

/** Catalogue 144: connections stand and are then broken off, at the application's end. */
export const appResetsConnections: Check = {
  id: 'app-resets-connections',
  number: 144,
  stage: 'application',
  title: 'The application breaks connections off',
  blame: 'application',
  severity: 'degraded',
  hops: ['destination'],
  tier: 1,
  needs: ['Pod', 'ztunnel-metrics'],
  uses: ['ztunnel-log', 'Gateway'],
  why: 'The ztunnel of the pod hands connections to the application and bytes flow; a good part of them ends with a break instead of an end.',
  notProof:
    'A ztunnel that was replaced or restarted within the hour, which cuts connections itself; fewer than twenty breaks, or less than one in ten. Callers that hang up are counted alike, so it is suspected only, until the log of ztunnel says which end broke off.',
  cite: 'signals 3.4',
  detect: workloadFindings(
    (mesh, pod) => mesh.state.traffic.length > 0 && breaksOf(mesh, pod) !== null,
    (mesh, pods) => finding(mesh, pods[0]!),
  ),
  judge(mesh, { destination, receivedBy }) {
    if (!destination || !receivedBy || mesh.state.traffic.length === 0) return null;
    const { namespace, workload } = destination;
    const pods = mesh.pods.byWorkload.get(`${namespace}/${workload.kind}/${workload.name}`) ?? [];
    const pod = pods.find((candidate) => breaksOf(mesh, candidate) !== null);
    return pod ? finding(mesh, pod) : null;
  },
};

interface Breaks {
  broke: number;
  of: number;
  ztunnel: string;
  at: string | null;
  source: 'ztunnel-metrics' | 'ztunnel-log';
}

const breaksOf = perMesh((mesh: Mesh, pod: Pod): Breaks | null => {
  if (!isRedirected(pod) || isComponent(mesh, pod)) return null;
  const ztunnels = mesh.pods.ztunnels.get(pod.node) ?? [];
  const counted = countedBreaks(mesh, pod, new Set(ztunnels.map(nameOf)));
  if (!counted || ztunnels.some((ztunnel) => isDraining(mesh, ztunnel))) return null;
  const told = inbound(mesh, pod, ['reset', 'destination-closed']);
  const broke = told.reduce((sum, { count }) => sum + count, 0);
  const of = told.reduce((sum, { count, well }) => sum + count + well, 0);
  if (broke > 1 && broke / of >= MANY)
    return { broke, of, ztunnel: told[0]!.ztunnel, at: told[0]!.lastAt, source: 'ztunnel-log' };
  return counted;
});

/** Breaks that ztunnels on the node counted for the workload; something flowed, or it is another failure. */
function countedBreaks(mesh: Mesh, { namespace, workload }: Pod, ztunnels: ReadonlySet<string>): Breaks | null {
  const counts = (countsByTarget(recentCounts(mesh.state.traffic)).get(`${namespace}/${workload.name}`) ?? []).filter(
    ({ reporter, ztunnel }) => reporter === 'destination' && ztunnels.has(ztunnel),
  );
  const [first] = counts;
  const broke = counts.reduce((sum, count) => sum + flaggedIn(count, 'CONNECT'), 0);
  const well = counts.reduce((sum, count) => sum + count.well, 0);
  const bytes = counts.reduce((sum, count) => sum + count.bytes, 0);
  if (!first || broke < ENOUGH || bytes === 0 || broke / (broke + well) < MANY) return null;
  return { broke, of: broke + well, ztunnel: first.ztunnel, at: first.at, source: 'ztunnel-metrics' };
}

function isDraining(mesh: Mesh, ztunnel: Pod): boolean {
  if (ztunnel.deletedAt !== null) return true;
  return ztunnel.containers.some(({ restarts, startedAt }) => {
    const age = secondsBetween(startedAt, mesh.takenAt);
    return restarts > 0 && age !== null && age < DRAIN;
  });
}

function finding(mesh: Mesh, pod: Pod): Found {
  const { broke, of, ztunnel, at, source } = breaksOf(mesh, pod)!;
  const { kind, name } = pod.workload;
  const isTold = source === 'ztunnel-log';
  return {
    subject: ref(kind, pod.namespace, name),
    certainty: isTold ? 'likely' : 'suspected',
    sentence: isTold
      ? `\`${pod.namespace}/${name}\` breaks connections off: ${broke} of ${of} ended so.`
      : `Connections to \`${pod.namespace}/${name}\` are broken off, by the application or its callers: ${broke} of ${of} ended so.`,
    evidence: [
      reading(
        source,
        ztunnel,
        `${broke} of ${of} connections broke after bytes had flowed`,
        'few that break',
        at,
        isTold ? 3 : 1,
      ),
    ],
    objects: [ref('Pod', pod.namespace, pod.name)],
    fix: [
      remedy(
        'Compare how long both ends keep a quiet connection; the callers should give up first.',
        `kubectl -n ${pod.namespace} logs ${pod.name} --tail=100`,
      ),
    ],
  };
}
