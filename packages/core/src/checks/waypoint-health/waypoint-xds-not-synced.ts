import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { factsOf } from '../../mesh/told/component-logs.ts';
import { sumOf } from '../../mesh/told/component-metrics.ts';
import { podsOfGateway } from '../../mesh/waypoint/waypoint.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import type { SyncEntry } from '../../state/readings.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import type { Evidence } from '../detection.ts';
import { hasHeld, reading, remedy, secondsBetween } from '../evidence.ts';
import { boundWaypoints } from './bound-waypoints.ts';

/** Catalogue 89 (CP2, R12): a waypoint that runs on configuration of yesterday, or on none. */
export const waypointXdsNotSynced: Check = {
  id: 'waypoint-xds-not-synced',
  number: 89,
  stage: 'waypoint-health',
  title: 'A waypoint does not get its configuration',
  blame: 'istio',
  severity: 'degraded',
  hops: ['waypoint'],
  tier: 2,
  needs: ['Gateway', 'Pod', 'istiod-syncz'],
  uses: ['Service', 'ServiceEntry', 'Namespace', 'GatewayClass', 'ConfigMap', 'waypoint-metrics', 'waypoint-log'],
  why: 'A waypoint holds one stream to one istiod replica. One that no replica lists, or that has not taken what was sent for more than a minute, does not know of changes; one that has started without any does not serve.',
  notProof:
    'Missing from one replica proves nothing: all must have answered. A proxy that keeps ending has another trouble. A pod younger than a minute is connecting, and what was sent within the last minute may be on its way. What the proxy refused is another failure.',
  cite: 'CP2; signals 5; Kiali proxy sync',
  detect: (mesh) => boundWaypoints(mesh).flatMap((gateway) => finding(mesh, gateway)),
};

type Trouble = { pod: Pod; what: string; evidence: Evidence[] };

function finding(mesh: Mesh, gateway: Gateway): Found[] {
  const pods = podsOfGateway(mesh, gateway).filter((pod) => pod.deletedAt === null && pod.phase === 'Running');
  const troubled = pods.flatMap((pod) => troubleOf(mesh, pod) ?? []);
  const [first] = troubled;
  if (!first) return [];
  const subject = ref('Gateway', gateway.namespace, gateway.name);
  // Without ready pods it serves nothing, for want of the configuration that these wait for.
  const isDown = troubled.length === pods.length && pods.every((pod) => !pod.ready);
  const share = troubled.length < pods.length ? ` (${troubled.length} of ${pods.length} pods)` : '';
  return [
    {
      subject,
      severity: isDown ? 'broken' : 'degraded',
      sentence: `Waypoint \`${nameOf(subject)}\` is not receiving its configuration: ${first.what}${share}.`,
      evidence: troubled.slice(0, 3).flatMap(({ evidence }) => evidence),
      objects: troubled.map(({ pod }) => ref('Pod', pod.namespace, pod.name)),
      fix: [
        remedy(
          'Check that its pods reach istiod on port 15012, and the token they present.',
          `istioctl proxy-status | grep ${gateway.name}`,
        ),
      ],
    },
  ];
}

function troubleOf(mesh: Mesh, pod: Pod): Trouble | null {
  if (!isUp(mesh, pod)) return null;
  const { complete, entries, at, teller } = syncOf(mesh);
  const entry = entries.get(nameOf(pod));
  const told = (observed: string, expected: string): Evidence =>
    reading('istiod-syncz', teller, observed, expected, at);
  if (entry) {
    const late = entry.errors.length === 0 ? lateTypes(mesh, entry) : [];
    const evidence = [told(`${nameOf(pod)}: ${late.join(', ')} sent and not acknowledged`, 'acknowledged')];
    return late.length > 0 ? { pod, what: 'it has not taken what istiod sent', evidence } : null;
  }
  if (!complete) return null;
  const evidence = [
    told(`${nameOf(pod)} is not listed by any istiod replica`, 'listed by one'),
    ...saidByProxy(mesh, pod),
  ];
  return { pod, what: 'no istiod replica knows of it', evidence };
}

/** It has run for a minute, ready or not: a proxy that keeps ending has another trouble. */
function isUp(mesh: Mesh, { ready, conditions, containers, startedAt }: Pod): boolean {
  if (!hasHeld(conditionOf(conditions, 'Ready')?.since ?? startedAt, mesh.takenAt, 60)) return false;
  return (
    ready ||
    containers.every(
      (one) => one.init || (one.startedAt !== null && one.waiting === '' && hasHeld(one.startedAt, mesh.takenAt, 60)),
    )
  );
}

/** What the proxy itself counted or wrote of its control plane. */
function saidByProxy(mesh: Mesh, pod: Pod): Evidence[] {
  const name = nameOf(pod);
  const failures = sumOf(mesh, name, 'istiod_connection_failures') ?? 0;
  const facts = factsOf(mesh, name, 'control-plane-failed');
  return [
    ...(failures > 0
      ? [reading('waypoint-metrics', name, `istiod_connection_failures ${failures}`, '0', null, 1)]
      : []),
    ...facts
      .slice(-1)
      .map(({ lastAt, reason }) =>
        reading(
          'waypoint-log',
          name,
          `cannot reach the control plane${reason === '' ? '' : `: ${reason}`}`,
          '',
          lastAt,
          3,
        ),
      ),
  ];
}

/** Types that were sent a minute ago and are still pending. */
function lateTypes(mesh: Mesh, { pending, lastSentAt }: SyncEntry): string[] {
  const waited = secondsBetween(lastSentAt, mesh.takenAt);
  return waited !== null && waited > 60 ? pending.map((type) => type.split('.').at(-1) ?? type) : [];
}

/** What the replicas say together; only complete answers can say that a proxy is missing. */
const syncOf = ofMesh((mesh: Mesh) => {
  const { syncStatus } = mesh.state;
  const answered = new Set(syncStatus.map(({ pod }) => pod));
  const istiods = mesh.pods.istiods.filter((pod) => pod.ready);
  return {
    complete: istiods.length > 0 && istiods.every((pod) => answered.has(nameOf(pod))),
    entries: new Map(syncStatus.flatMap(({ proxies }) => proxies.map((entry) => [entry.proxy, entry] as const))),
    at: syncStatus[0]?.at ?? null,
    teller: syncStatus[0]?.pod ?? '',
  };
});
