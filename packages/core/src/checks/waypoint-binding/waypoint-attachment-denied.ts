import { ref } from '../../state/refs.ts';
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
  detect: (mesh) => failedRequests(mesh, 'denied').map(finding),
  judge(mesh, trace) {
    const request = failedRequestOn(mesh, trace, 'denied');
    return request ? finding(request) : null;
  },
};

function finding(request: FailedRequest): Found {
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
        ['   allowedRoutes:', '     namespaces:', '-      from: Same', '+      from: All'],
      ),
    ],
  };
}
