import type { Mesh } from '../../mesh/mesh.ts';
import { conditionOf } from '../../state/metadata.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { conditionEvidence, field, hasHeld, remedy } from '../evidence.ts';
import { type FailedRequest, failedRequestOn, failedRequests, wanted } from './unbound-waypoint.ts';

/** Catalogue 67 (W2): the Gateway is there and never got an address: fail open. */
export const waypointNeverReady: Check = {
  id: 'waypoint-never-ready',
  number: 67,
  stage: 'waypoint-binding',
  title: 'A waypoint has never become ready',
  blame: 'istio',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Gateway', 'Service'],
  uses: ['Namespace', 'GatewayClass', 'ServiceEntry', 'ConfigMap', 'Pod'],
  why: 'A waypoint is used once its Gateway has had an address. Until then calls go past it, and its HTTP rules are silently not applied.',
  notProof:
    'A waypoint younger than a minute. One that was ready once and lost its pods does the opposite: it stops traffic.',
  cite: 'W2, W11; analyze IST0171',
  detect: (mesh) => perGateway(mesh).map((request) => finding(mesh, request)),
  judge(mesh, trace) {
    const request = failedRequestOn(mesh, trace, 'never-ready');
    return request && hasHeld(request.binding.gateway?.createdAt ?? null, mesh.takenAt, 60)
      ? finding(mesh, request)
      : null;
  },
};

function perGateway(mesh: Mesh): FailedRequest[] {
  const seen = new Map<string, FailedRequest>();
  for (const request of failedRequests(mesh, 'never-ready')) {
    if (hasHeld(request.binding.gateway?.createdAt ?? null, mesh.takenAt, 60) && !seen.has(wanted(request)))
      seen.set(wanted(request), request);
  }
  return [...seen.values()];
}

function finding(mesh: Mesh, request: FailedRequest): Found {
  const gateway = request.binding.gateway!;
  const subject = ref('Gateway', gateway.namespace, gateway.name);
  const accepted = conditionOf(gateway.conditions, 'Accepted');
  const waits = accepted !== undefined && accepted.status !== 'True';
  const unknownClass = !mesh.gatewayClasses.has(gateway.className);
  return {
    subject,
    blame: waits || unknownClass ? 'configuration' : 'istio',
    sentence: `Waypoint \`${wanted(request)}\` has never become ready; calls go past it and its HTTP rules are not applied.`,
    evidence: [
      field(subject, 'status.addresses', 'empty', 'an address'),
      ...gateway.conditions
        .filter((condition) => condition.status !== 'True')
        .map((condition) => conditionEvidence(subject, condition)),
    ],
    objects: request.clients,
    since: gateway.createdAt,
    fix: [
      unknownClass
        ? remedy(
            `Its class \`${gateway.className}\` is not known here; waypoints have class istio-waypoint.`,
            `kubectl get gatewayclass`,
          )
        : remedy('See why its proxy is not up.', `kubectl -n ${gateway.namespace} describe gateway ${gateway.name}`),
    ],
  };
}
