import type { Mesh } from '../../mesh/mesh.ts';
import { isWaypointGateway, podsOfGateway } from '../../mesh/waypoint/waypoint.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { conditionEvidence, field, hasHeld, remedy } from '../evidence.ts';
import { failedRequestOn } from '../waypoint-binding/unbound-waypoint.ts';

/** Catalogue 86 (W7): nobody made the proxy of a waypoint. */
export const waypointDeploymentNotCreated: Check = {
  id: 'waypoint-deployment-not-created',
  number: 86,
  stage: 'waypoint-health',
  title: 'Istio did not create the proxy of a waypoint',
  blame: 'istio',
  severity: 'degraded',
  hops: ['resolution', 'waypoint'],
  tier: 0,
  needs: ['Gateway', 'GatewayClass', 'Deployment', 'Pod'],
  uses: ['Service', 'ServiceEntry', 'Namespace', 'ConfigMap'],
  explains: ['waypoint-never-ready'],
  why: 'istiod makes a Deployment for each waypoint. Without one there is no proxy: another revision may own the Gateway, or istiod could not make it.',
  notProof:
    'Waypoints that name their own address are run by hand; the first minute; pods that are there without a Deployment.',
  cite: 'W7',
  detect: (mesh) =>
    mesh.state.gateways.filter((gateway) => isWithoutProxy(mesh, gateway)).map((gateway) => finding(mesh, gateway)),
  judge(mesh, trace) {
    const gateway = trace.waypoint?.gateway ?? failedRequestOn(mesh, trace, 'never-ready')?.binding.gateway;
    if (!gateway || !isWithoutProxy(mesh, gateway)) return null;
    return { ...finding(mesh, gateway), hop: trace.waypoint ? 'waypoint' : 'resolution' };
  },
};

function isWithoutProxy(mesh: Mesh, gateway: Gateway): boolean {
  if (!isWaypointGateway(mesh, gateway) || gateway.specAddresses.length > 0) return false;
  const isMade = (mesh.controllers.byNamespace.get(gateway.namespace) ?? []).some(
    (item) => item.kind === 'Deployment' && gatewayOf(item.labels, item.template) === gateway.name,
  );
  return !isMade && podsOfGateway(mesh, gateway).length === 0 && hasHeld(gateway.createdAt, mesh.takenAt, 60);
}

const NAME = 'gateway.networking.k8s.io/gateway-name';

const gatewayOf = (own: Readonly<Record<string, string>>, template: Readonly<Record<string, string>>): string =>
  own[NAME] ?? template[NAME] ?? template['istio.io/gateway-name'] ?? '';

function finding(mesh: Mesh, gateway: Gateway): Found {
  const subject = ref('Gateway', gateway.namespace, gateway.name);
  const revision = gateway.labels['istio.io/rev'] ?? mesh.namespaces.get(gateway.namespace)?.labels['istio.io/rev'];
  const isForeign = revision !== undefined && mesh.revision !== '' && revision !== mesh.revision;
  return {
    subject,
    blame: isForeign ? 'configuration' : 'istio',
    sentence: `Istio did not create the proxy of waypoint \`${nameOf(gateway)}\`${isForeign ? `: it is labelled for control plane \`${revision}\`` : ''}.`,
    evidence: [
      field(subject, 'Deployment with its gateway-name label', 'none', 'one'),
      ...(isForeign ? [field(subject, 'label istio.io/rev', revision, mesh.revision)] : []),
      ...gateway.conditions
        .filter((condition) => condition.status !== 'True')
        .map((condition) => conditionEvidence(subject, condition)),
    ],
    since: gateway.createdAt,
    fix: [
      isForeign
        ? remedy(
            'Label it for a control plane that runs.',
            `kubectl -n ${gateway.namespace} label gateway ${gateway.name} istio.io/rev-`,
          )
        : remedy(
            'Read what istiod says of it.',
            `kubectl -n ${mesh.rootNamespace} logs deploy/istiod | grep -i ${gateway.name}`,
          ),
    ],
  };
}
