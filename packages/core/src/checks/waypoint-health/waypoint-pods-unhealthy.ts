import { healthyPodsOfGateway, podsOfGateway } from '../../mesh/waypoint/waypoint.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy, unreadySince } from '../evidence.ts';
import { boundWaypoints } from './bound-waypoints.ts';

/** Catalogue 88: the waypoint's pods are there and not well. */
export const waypointPodsUnhealthy: Check = {
  id: 'waypoint-pods-unhealthy',
  number: 88,
  stage: 'waypoint-health',
  title: 'Pods of a waypoint are not ready',
  blame: 'istio',
  severity: 'broken',
  hops: ['waypoint'],
  tier: 0,
  needs: ['Gateway', 'Pod', 'Service'],
  uses: ['Namespace', 'GatewayClass', 'ServiceEntry', 'ConfigMap'],
  explains: ['waypoint-no-pods', 'endpoints-not-ready', 'waypoint-port-blocked', 'gateway-waypoint-empty'],
  why: 'Calls that must pass a waypoint fail when none of its pods is ready, and get slower when only some are.',
  notProof:
    'One of several not ready is a degradation, not a stop; a pod that is going during a rollout does not count.',
  cite: 'W11, W13',
  detect(mesh) {
    return boundWaypoints(mesh).flatMap((gateway) => {
      const pods = podsOfGateway(mesh, gateway).filter((pod) => pod.deletedAt === null);
      const healthy = healthyPodsOfGateway(mesh, gateway).length;
      const sick = pods.filter((pod) => !pod.ready);
      if (sick.length === 0) return [];
      const subject = ref('Gateway', gateway.namespace, gateway.name);
      const reason = reasonOf(sick[0]!);
      const since = unreadySince(sick);
      return [
        {
          subject,
          severity: healthy === 0 ? ('broken' as const) : ('degraded' as const),
          sentence:
            healthy === 0
              ? `None of the ${pods.length} ${pods.length === 1 ? 'pod' : 'pods'} of waypoint \`${nameOf(gateway)}\` is ready${reason}; every call that must pass it fails.`
              : `${sick.length} of the ${pods.length} pods of waypoint \`${nameOf(gateway)}\` ${sick.length === 1 ? 'is' : 'are'} not ready${reason}.`,
          evidence: sick
            .slice(0, 3)
            .map((pod) =>
              field(
                ref('Pod', pod.namespace, pod.name),
                'status.conditions Ready',
                `False${reasonOf(pod)}`,
                'True',
                conditionOf(pod.conditions, 'Ready')?.since ?? null,
              ),
            ),
          objects: sick.map((pod) => ref('Pod', pod.namespace, pod.name)),
          since,
          fix: [
            remedy(
              'See why its pods are not ready.',
              `kubectl -n ${gateway.namespace} describe pod -l gateway.networking.k8s.io/gateway-name=${gateway.name}`,
            ),
          ],
        },
      ];
    });
  },
  // A call takes a pod that is ready: the others weaken the waypoint, not this call.
  onPath: (_mesh, _trace, _hop, found) => (found.severity === 'broken' ? 'broken' : 'latent'),
};

function reasonOf(pod: Pod): string {
  const waiting = pod.containers.find((container) => container.waiting !== '')?.waiting;
  return waiting ? `: ${waiting}` : '';
}
