import { hostOf } from '../../mesh/address/host-name.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { ignoresIstioApis } from '../../mesh/waypoint/waypoint-routes.ts';
import { knownAtWaypoint } from '../../mesh/waypoint/waypoint-view.ts';
import type { WalkTrace, WaypointStop } from '../../path/facts.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { hasHeld, reading, remedy } from '../evidence.ts';

/** Catalogue 90 (R7, R9): the waypoint was never told of the Service that is sent to it. */
export const waypointMissingServiceConfig: Check = {
  id: 'waypoint-missing-service-config',
  number: 90,
  stage: 'waypoint-health',
  title: 'The waypoint does not know the Service',
  blame: 'istio',
  severity: 'broken',
  hops: ['waypoint'],
  tier: 2,
  needs: ['Gateway', 'Service', 'Pod', 'waypoint-clusters'],
  uses: ['Namespace', 'GatewayClass'],
  explains: ['waypoint-no-healthy-upstream'],
  why: 'istiod tells a waypoint only of what is bound to it. A port of a Service that the proxy has nothing for is closed to every caller that is sent there.',
  notProof:
    'UDP ports, Services without an address and ports that the Service does not have; a Service that was bound, or a waypoint that was started, less than a minute ago; answers that were cut short, and proxies of another kind.',
  cite: 'R7, R9',
  judge(mesh, trace) {
    const { waypoint, service, port } = trace;
    if (!waypoint?.pod || !service || !isMeant(mesh, trace, service, waypoint)) return null;
    const known = knownAtWaypoint(mesh, waypoint.pod, hostOf(mesh, service), port);
    if (known === null || known.length > 0) return null;
    const subject = ref('Gateway', waypoint.gateway.namespace, waypoint.gateway.name);
    const object = ref('Service', service.namespace, service.name);
    const pod = nameOf(waypoint.pod);
    return {
      hop: 'waypoint',
      subject,
      sentence: `Waypoint \`${nameOf(subject)}\` does not know port ${port} of Service \`${nameOf(object)}\`, although it is bound to it.`,
      evidence: [
        reading(
          'waypoint-clusters',
          pod,
          `nothing for ${hostOf(mesh, service)}:${port}`,
          `inbound-vip|${port}|…|${hostOf(mesh, service)}`,
          mesh.envoyClusters.get(pod)?.at ?? null,
        ),
      ],
      objects: [object, ref('Pod', waypoint.pod.namespace, waypoint.pod.name)],
      fix: [
        remedy(
          'See whether istiod has sent it; make the waypoint anew where istiod says that it has.',
          `istioctl proxy-config cluster ${waypoint.pod.name} -n ${waypoint.pod.namespace} | grep ${service.name}`,
        ),
      ],
    };
  },
};

/** R7: what a waypoint is told of at all, and has had a minute to hear of. */
function isMeant(mesh: Mesh, { choice, endsAt }: WalkTrace, service: Service, waypoint: WaypointStop): boolean {
  if (waypoint.protocol === 'udp' || service.clusterIPs.length === 0 || ignoresIstioApis(mesh, waypoint.gateway))
    return false;
  if (endsAt === null && choice?.servicePort === undefined) return false;
  return isSettled(mesh, service, waypoint.pod!);
}

function isSettled(mesh: Mesh, service: Service, pod: Pod): boolean {
  const bound = conditionOf(service.conditions, 'istio.io/WaypointBound')?.since ?? null;
  const asked = mesh.envoyClusters.get(nameOf(pod))?.at ?? mesh.takenAt;
  const ready = conditionOf(pod.conditions, 'Ready')?.since ?? pod.startedAt;
  return [bound, service.createdAt, ready].every((since) => hasHeld(since, asked, 60));
}
