import { gapOf } from '../../mesh/mesh.ts';
import { healthyPodsOfGateway, podsOfGateway } from '../../mesh/waypoint/waypoint.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy, unreadySince } from '../evidence.ts';
import { boundWaypoints } from './bound-waypoints.ts';

/** Catalogue 87 (W2, W11, W13): bound, and nobody there: fail closed. */
export const waypointNoPods: Check = {
  id: 'waypoint-no-pods',
  number: 87,
  stage: 'waypoint-health',
  title: 'A waypoint has no pods',
  blame: 'istio',
  severity: 'broken',
  hops: ['waypoint'],
  tier: 0,
  needs: ['Gateway', 'Pod', 'Service'],
  uses: ['Namespace', 'Deployment', 'GatewayClass', 'ServiceEntry', 'ConfigMap'],
  explains: ['endpoints-not-ready', 'waypoint-port-blocked', 'gateway-waypoint-empty'],
  why: 'Once a waypoint has been ready its services stay bound to it. With no pods left, every call that must pass it fails; nothing goes round it.',
  notProof:
    'The status of the Gateway keeps saying programmed; it is not asked. A waypoint that was never ready is passed by instead.',
  cite: 'W2, W11, W13',
  detect(mesh) {
    return boundWaypoints(mesh)
      .filter(
        (gateway) => healthyPodsOfGateway(mesh, gateway).length === 0 && gapOf(mesh, 'Pod', gateway.namespace) === null,
      )
      .map((gateway) => {
        const subject = ref('Gateway', gateway.namespace, gateway.name);
        const deployment = mesh.controllers.byNamespace
          .get(gateway.namespace)
          ?.find(
            (item) =>
              item.kind === 'Deployment' && item.labels['gateway.networking.k8s.io/gateway-name'] === gateway.name,
          );
        const deploymentRef = deployment ? ref('Deployment', deployment.namespace, deployment.name) : null;
        const pods = podsOfGateway(mesh, gateway);
        return {
          subject,
          sentence: `Waypoint \`${nameOf(gateway)}\` has ${pods.length === 0 ? 'no running pods' : 'no pod that is ready'}; every call that must pass it fails.`,
          evidence: [
            field(subject, 'status.addresses', gateway.addresses.map((address) => address.value).join(', ')),
            ...(deploymentRef && deployment
              ? [
                  field(deploymentRef, 'spec.replicas', String(deployment.desired), '1 or more'),
                  field(deploymentRef, 'status.readyReplicas', String(deployment.ready), '1 or more'),
                ]
              : []),
          ],
          objects: deploymentRef ? [deploymentRef] : [],
          since: pods.length === 0 ? null : unreadySince(pods),
          fix: [
            remedy(
              'Bring its pods back; removing the use-waypoint label lets calls pass without its rules.',
              `kubectl -n ${gateway.namespace} scale deployment ${deployment?.name ?? gateway.name} --replicas=2`,
            ),
          ],
        };
      });
  },
};
