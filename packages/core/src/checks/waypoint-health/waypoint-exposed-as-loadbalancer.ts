import type { Mesh } from '../../mesh/mesh.ts';
import { isWaypointGateway, waypointAddressOf } from '../../mesh/waypoint/waypoint.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { boundWaypoints } from './bound-waypoints.ts';

/** Catalogue 86.7 (W3.external): the waypoint publishes an address that ztunnel does not know. */
export const waypointExposedAsLoadbalancer: Check = {
  id: 'waypoint-exposed-as-loadbalancer',
  number: 86.7,
  stage: 'waypoint-health',
  title: 'A waypoint publishes its external address',
  blame: 'configuration',
  severity: 'broken',
  hops: ['waypoint'],
  tier: 0,
  needs: ['Gateway', 'Service'],
  uses: ['GatewayClass', 'ServiceEntry', 'Namespace', 'ConfigMap', 'Pod'],
  why: 'A waypoint whose Service has a load balancer publishes only the external address. ztunnel knows waypoints by addresses within the cluster, so it cannot find this one.',
  notProof: 'Waypoints that publish their name or address within the cluster as well.',
  cite: 'W3.external',
  detect: (mesh) => boundWaypoints(mesh).flatMap((gateway) => finding(mesh, gateway)),
};

function finding(mesh: Mesh, gateway: Gateway): Found[] {
  const address = waypointAddressOf(gateway);
  if (!address || !isWaypointGateway(mesh, gateway) || isKnown(mesh, address)) return [];
  const own = (mesh.services.byNamespace.get(gateway.namespace) ?? []).find((service) =>
    service.loadBalancer.includes(address.value),
  );
  if (!own) return [];
  const subject = ref('Gateway', gateway.namespace, gateway.name);
  const service = ref('Service', own.namespace, own.name);
  return [
    {
      subject,
      sentence: `Waypoint \`${nameOf(subject)}\` publishes only its external address \`${address.value}\`, which ztunnel does not know; calls that must pass it fail.`,
      evidence: [
        field(subject, 'status.addresses', address.value, 'a name or address within the cluster'),
        field(service, 'spec.type', own.type, 'ClusterIP'),
      ],
      objects: [service],
      fix: [
        remedy(
          'Give the waypoint a Service within the cluster.',
          `kubectl -n ${gateway.namespace} annotate gateway ${gateway.name} networking.istio.io/service-type=ClusterIP --overwrite`,
        ),
      ],
    },
  ];
}

/** W3: ztunnel finds a waypoint by the host of a Service or by one of its VIPs. */
function isKnown(mesh: Mesh, address: { type: string; value: string }): boolean {
  if (address.type !== 'Hostname') return mesh.services.byVip.has(address.value);
  const suffix = mesh.serviceSuffix;
  return address.value.endsWith(suffix);
}
