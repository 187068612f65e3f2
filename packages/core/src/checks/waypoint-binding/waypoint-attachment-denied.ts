import type { Mesh } from '../../mesh/mesh.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import { nameOf, ref } from '../../state/refs.ts';
import { changed, type SuggestedChange } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, field, remedy } from '../evidence.ts';
import { askerOf, type FailedRequest, failedRequestOn, failedRequests, wanted } from './unbound-waypoint.ts';

/** Catalogue 68 (W5, W15): the waypoint does not take objects of that namespace. */
export const waypointAttachmentDenied: Check = {
  id: 'waypoint-attachment-denied',
  number: 68,
  stage: 'waypoint-binding',
  title: 'A waypoint does not accept services of a namespace',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Gateway', 'Service', 'Namespace'],
  uses: ['GatewayClass', 'ServiceEntry', 'ConfigMap', 'Pod'],
  why: 'A waypoint serves its own namespace unless its HBONE listener allows others. Calls go past it, and its HTTP rules are not applied.',
  notProof: 'Evaluated on the listener that is really bound.',
  cite: 'W5, W15; analyze IST0171; Kiali KIA1313',
  detect: (mesh) => failedRequests(mesh, 'denied').map((request) => finding(mesh, request)),
  judge(mesh, trace) {
    const request = failedRequestOn(mesh, trace, 'denied');
    return request ? finding(mesh, request) : null;
  },
};

function finding(mesh: Mesh, request: FailedRequest): Found {
  const { requested } = request.binding;
  const gateway = ref('Gateway', requested.namespace, requested.name);
  return {
    subject: request.labelled,
    sentence: `${askerOf(request)} asks for waypoint \`${wanted(request)}\`, which does not accept it; calls go straight to the pods and HTTP rules are not applied.`,
    evidence: [
      field(request.labelled, 'label istio.io/use-waypoint', requested.name),
      evaluation('W5', 'allowedRoutes does not admit the namespace', 'from: All, or a Selector that matches', gateway),
    ],
    objects: [gateway, ...request.clients],
    fix: [
      remedy(
        'Let the HBONE listener allow that namespace.',
        `kubectl -n ${requested.namespace} edit gateway ${requested.name}`,
        ...openedFor(request.clients[0]?.namespace ?? request.labelled.name, mesh.gateways.get(nameOf(gateway))),
      ),
    ],
  };
}

/** The listener takes one namespace more: everything from now on where it took its own alone. */
function openedFor(namespace: string, gateway: Gateway | undefined): SuggestedChange[] {
  const at = gateway?.listeners.findIndex(({ protocol }) => protocol === 'HBONE') ?? -1;
  const listener = gateway?.listeners[at];
  if (!gateway || !listener || listener.allowedFrom === 'Selector') return [];
  const path = ['spec', 'listeners', at, 'allowedRoutes', 'namespaces'];
  const after = { from: 'Selector', selector: { matchExpressions: [admitting([gateway.namespace, namespace])] } };
  const object = ref('Gateway', gateway.namespace, gateway.name);
  return [changed(object, path, { from: listener.allowedFrom }, after, { name: listener.name })];
}

const admitting = (values: readonly string[]) => ({ key: 'kubernetes.io/metadata.name', operator: 'In', values });
