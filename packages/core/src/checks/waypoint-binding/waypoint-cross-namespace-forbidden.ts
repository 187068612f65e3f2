import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, field, remedy } from '../evidence.ts';
import { type FailedRequest, failedRequestOn, failedRequests, wanted } from './unbound-waypoint.ts';

/** Catalogue 83 (W9): private entries stay with waypoints of their own namespace. */
export const waypointCrossNamespaceForbidden: Check = {
  id: 'waypoint-cross-namespace-forbidden',
  number: 83,
  stage: 'waypoint-binding',
  title: 'A private ServiceEntry cannot use a waypoint elsewhere',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['ServiceEntry', 'Gateway', 'Service', 'Namespace'],
  uses: ['ConfigMap', 'GatewayClass', 'Pod'],
  why: 'A ServiceEntry that only its own namespace may see is not given to a waypoint of another one. Calls go past that waypoint, and its rules are not applied.',
  notProof: 'Public entries, and waypoints of the same namespace.',
  cite: 'W9, ST1',
  detect: (mesh) => failedRequests(mesh, 'cross-namespace').map(finding),
  judge(mesh, trace) {
    const request = failedRequestOn(mesh, trace, 'cross-namespace');
    return request ? finding(request) : null;
  },
};

function finding(request: FailedRequest): Found {
  const entry = request.clients[0]!;
  const { requested } = request.binding;
  return {
    subject: request.labelled,
    sentence: `ServiceEntry \`${nameOf(entry)}\` is private to its namespace and cannot use waypoint \`${wanted(request)}\`, which lies in another one.`,
    evidence: [
      field(request.labelled, 'label istio.io/use-waypoint', requested.name),
      evaluation('W9', 'visibility NAMESPACE', 'PUBLIC, or a waypoint of the same namespace', entry),
    ],
    objects: [...request.clients, ref('Gateway', requested.namespace, requested.name)],
    fix: [
      remedy(
        'Use a waypoint of its own namespace, or make the entry public.',
        `kubectl -n ${entry.namespace} get serviceentry ${entry.name} -o yaml`,
      ),
    ],
  };
}
