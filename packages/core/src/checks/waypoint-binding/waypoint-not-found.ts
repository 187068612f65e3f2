import type { Mesh } from '../../mesh/mesh.ts';
import { isWaypointGateway } from '../../mesh/waypoint/waypoint.ts';
import { nameOf, ref } from '../../state/refs.ts';
import { relabelled } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { askerOf, type FailedRequest, failedRequestOn, failedRequests, labelsOf, wanted } from './unbound-waypoint.ts';

/** Catalogue 66 (W8, W11): the label names a Gateway that does not exist: traffic goes on without it. */
export const waypointNotFound: Check = {
  id: 'waypoint-not-found',
  number: 66,
  stage: 'waypoint-binding',
  title: 'The waypoint asked for does not exist',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Gateway', 'Service'],
  uses: ['Namespace', 'GatewayClass', 'ServiceEntry', 'ConfigMap', 'Pod'],
  why: 'A label asks for a waypoint that is not there. Calls still arrive, straight, and the HTTP rules meant for the waypoint are not applied.',
  notProof:
    'A waypoint that exists and was never ready has the same condition and is another failure; Gateways must have been read.',
  cite: 'W8, W11; analyze IST0171; Kiali KIA1313',
  detect: (mesh) => failedRequests(mesh, 'not-found').map((request) => finding(mesh, request)),
  judge(mesh, trace) {
    const request = failedRequestOn(mesh, trace, 'not-found');
    return request ? finding(mesh, request) : null;
  },
};

function finding(mesh: Mesh, request: FailedRequest): Found {
  const { name } = request.binding.requested;
  const elsewhere = mesh.state.gateways.find((gateway) => gateway.name === name && isWaypointGateway(mesh, gateway));
  const [sole, ...more] = mesh.state.gateways.filter(
    (gateway) => gateway.namespace === request.binding.requested.namespace && isWaypointGateway(mesh, gateway),
  );
  return {
    subject: request.labelled,
    sentence: `${askerOf(request)} asks for waypoint \`${wanted(request)}\`, which does not exist; calls go straight to the pods and HTTP rules are not applied.`,
    evidence: [field(request.labelled, 'label istio.io/use-waypoint', name, 'a Gateway that exists')],
    objects: request.clients,
    fix: [
      elsewhere
        ? remedy(
            `A Gateway of that name is in namespace ${elsewhere.namespace}: say so with istio.io/use-waypoint-namespace beside the label.`,
            `kubectl get gateway -A | grep ${nameOf(elsewhere).split('/')[1]}`,
            relabelled(
              request.labelled,
              labelsOf(mesh, request.labelled),
              'istio.io/use-waypoint-namespace',
              elsewhere.namespace,
            ),
          )
        : remedy(
            'Make the waypoint, or correct the label.',
            `istioctl waypoint apply -n ${request.binding.requested.namespace} --name ${name}`,
            // Where there is one waypoint alone, the label means that one.
            ...(sole && more.length === 0
              ? [relabelled(request.labelled, labelsOf(mesh, request.labelled), 'istio.io/use-waypoint', sole.name)]
              : []),
          ),
    ],
    ...(elsewhere ? { objects: [...request.clients, ref('Gateway', elsewhere.namespace, elsewhere.name)] } : {}),
  };
}
