import type { Mesh } from '../../mesh/mesh.ts';
import { trafficTypeOf } from '../../mesh/waypoint/waypoint.ts';
import { ref } from '../../state/refs.ts';
import { relabelled } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { askerOf, type FailedRequest, failedRequestOn, failedRequests, wanted } from './unbound-waypoint.ts';

/** Catalogue 69 (W4, W9): the waypoint handles another kind of traffic. */
export const waypointTrafficTypeMismatch: Check = {
  id: 'waypoint-traffic-type-mismatch',
  number: 69,
  stage: 'waypoint-binding',
  title: 'A waypoint does not handle traffic to services',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Gateway', 'GatewayClass', 'Service'],
  uses: ['Namespace', 'ServiceEntry', 'ConfigMap'],
  why: 'A waypoint is for services, for workloads, for all or for none. A Service cannot use one that is for workloads; its calls go past it.',
  notProof: 'The label may sit on the GatewayClass; no label means services.',
  cite: 'W4, W9; analyze IST0171',
  detect: (mesh) => failedRequests(mesh, 'traffic-type').map((request) => finding(mesh, request)),
  judge(mesh, trace) {
    const request = failedRequestOn(mesh, trace, 'traffic-type');
    return request ? finding(mesh, request) : null;
  },
};

function finding(mesh: Mesh, request: FailedRequest): Found {
  const gateway = request.binding.gateway!;
  const subject = ref('Gateway', gateway.namespace, gateway.name);
  const type = trafficTypeOf(mesh, gateway);
  return {
    subject: request.labelled,
    // A namespace's label for a waypoint of workloads is meant for its pods; rules lost by it have findings of their own.
    severity: request.binding.level === 'namespace' && type === 'workload' ? 'latent' : 'degraded',
    sentence: `${askerOf(request)} asks for waypoint \`${wanted(request)}\`, which is for ${type === 'none' ? 'no' : type} traffic; calls to services go past it and HTTP rules are not applied.`,
    evidence: [
      field(subject, 'label istio.io/waypoint-for', gateway.labels['istio.io/waypoint-for'] ?? type, 'service or all'),
    ],
    objects: [subject, ...request.clients],
    fix: [
      remedy(
        'Let the waypoint handle services too.',
        `kubectl -n ${gateway.namespace} label gateway ${gateway.name} istio.io/waypoint-for=all --overwrite`,
        relabelled(subject, gateway.labels, 'istio.io/waypoint-for', 'all'),
      ),
    ],
  };
}
