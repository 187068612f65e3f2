import { matchesSelector } from '../../mesh/service/selector.ts';
import { podsOfGateway } from '../../mesh/waypoint/waypoint.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { boundWaypoints } from './bound-waypoints.ts';

/** Catalogue 96 (W11): one pod carries everything that must pass the waypoint. */
export const waypointSingleReplica: Check = {
  id: 'waypoint-single-replica',
  number: 96,
  stage: 'waypoint-health',
  title: 'A waypoint runs as a single pod',
  blame: 'istio',
  severity: 'latent',
  hops: ['waypoint'],
  tier: 0,
  needs: ['Gateway', 'Pod', 'Service', 'Deployment', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'],
  uses: ['Namespace', 'GatewayClass', 'ServiceEntry', 'ConfigMap'],
  why: 'Nothing goes round a bound waypoint, so any restart of its only pod interrupts all services behind it.',
  notProof: 'A waypoint with an autoscaler or a disruption budget is cared for.',
  cite: 'W11',
  detect(mesh) {
    return boundWaypoints(mesh).flatMap((gateway) => {
      const pods = podsOfGateway(mesh, gateway);
      const deployment = mesh.controllers.byNamespace
        .get(gateway.namespace)
        ?.find(
          (item) =>
            item.kind === 'Deployment' && item.labels['gateway.networking.k8s.io/gateway-name'] === gateway.name,
        );
      if (pods.length !== 1 || (deployment?.desired ?? 1) !== 1) return [];
      const cared = mesh.state.markers.some((marker) => {
        if (marker.namespace !== gateway.namespace) return false;
        if (marker.kind === 'HorizontalPodAutoscaler')
          return marker.target.endsWith(`/${deployment?.name ?? gateway.name}`);
        return (
          marker.kind === 'PodDisruptionBudget' &&
          marker.selector !== null &&
          matchesSelector(marker.selector, pods[0]!.labels)
        );
      });
      if (cared) return [];
      const subject = ref('Gateway', gateway.namespace, gateway.name);
      return [
        {
          subject,
          sentence: `Waypoint \`${nameOf(gateway)}\` runs as a single pod; any restart of it interrupts all services behind it.`,
          evidence: [field(subject, 'pods', '1', '2 or more')],
          fix: [
            remedy(
              'Run at least two, with a PodDisruptionBudget.',
              `kubectl -n ${gateway.namespace} scale deployment ${deployment?.name ?? gateway.name} --replicas=2`,
            ),
          ],
        },
      ];
    });
  },
};
