import type { Mesh } from '../../mesh/mesh.ts';
import { isWaypointGateway } from '../../mesh/waypoint/waypoint.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { conditionEvidence, field, remedy } from '../evidence.ts';
import { failedRequestOn } from '../waypoint-binding/unbound-waypoint.ts';

/** Catalogue 86.5 (ST4): a waypoint without the one listener that makes it one. */
export const waypointListenerInvalid: Check = {
  id: 'waypoint-listener-invalid',
  number: 86.5,
  stage: 'waypoint-health',
  title: 'A waypoint does not listen as a waypoint must',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution', 'waypoint'],
  tier: 0,
  needs: ['Gateway', 'GatewayClass'],
  uses: ['Service', 'ServiceEntry', 'Namespace', 'Pod', 'ConfigMap'],
  explains: ['waypoint-never-ready'],
  why: 'A waypoint has exactly one listener: port 15008 with protocol HBONE. With any other, Istio does not set it up, and it never gets an address.',
  notProof: 'Waypoints with an inbound binding use another listener on purpose.',
  cite: 'ST4',
  detect: (mesh) => mesh.state.gateways.filter((gateway) => isInvalid(mesh, gateway)).map(finding),
  judge(mesh, trace) {
    const gateway = trace.waypoint?.gateway ?? failedRequestOn(mesh, trace, 'never-ready')?.binding.gateway;
    if (!gateway || !isInvalid(mesh, gateway)) return null;
    return { ...finding(gateway), hop: trace.waypoint ? 'waypoint' : 'resolution' };
  },
};

const INBOUND_BINDING = 'ambient.istio.io/waypoint-inbound-binding';

function isInvalid(mesh: Mesh, gateway: Gateway): boolean {
  const ofClass = mesh.gatewayClasses.get(gateway.className);
  if (!isWaypointGateway(mesh, gateway) || INBOUND_BINDING in { ...gateway.annotations, ...ofClass?.annotations })
    return false;
  const [only, ...more] = gateway.listeners;
  return more.length > 0 || only?.port !== 15008 || only.protocol !== 'HBONE';
}

function finding(gateway: Gateway): Found {
  const subject = ref('Gateway', gateway.namespace, gateway.name);
  const written = gateway.listeners.map(({ port, protocol }) => `${protocol} ${port}`).join(', ') || 'none';
  const said = gateway.listenerStatus
    .map(({ conditions }) => conditionOf(conditions, 'Accepted'))
    .find((condition) => condition?.status === 'False');
  return {
    subject,
    sentence: `Waypoint \`${nameOf(gateway)}\` has not the one listener that makes it a waypoint.`,
    evidence: [
      field(subject, 'spec.listeners', written, 'HBONE 15008 alone'),
      ...(said ? [conditionEvidence(subject, said)] : []),
    ],
    since: said?.since ?? null,
    fix: [
      remedy(
        'Make it anew.',
        `istioctl waypoint generate -n ${gateway.namespace} --name ${gateway.name} | kubectl apply -f -`,
      ),
    ],
  };
}
