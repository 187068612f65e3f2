import { gapOf, inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { remoteEndpointsOf } from '../../mesh/multicluster/networks.ts';
import { entriesOfService, podsOfService, slicesOf } from '../../mesh/service/selection.ts';
import { matchesLabels } from '../../mesh/service/selector.ts';
import type { Controller, Service } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 54 (S3): no pod carries the labels that the Service asks for. */
export const serviceSelectorMatchesNothing: Check = {
  id: 'service-selector-matches-nothing',
  number: 54,
  stage: 'endpoints',
  title: 'A Service selects no pods',
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['resolution', 'upstream-link'],
  tier: 0,
  needs: ['Service', 'Pod'],
  uses: [
    'EndpointSlice',
    'Deployment',
    'StatefulSet',
    'WorkloadEntry',
    'Gateway',
    'ztunnel-config',
    'ServiceEntry',
    'ConfigMap',
    'Namespace',
  ],
  explains: ['waypoint-no-healthy-upstream'],
  why: 'A Service finds its pods by labels. With none that match, there is nobody to send a call to.',
  notProof:
    'A workload scaled to nothing on purpose is said to be so; a Service without selector has its addresses written by hand.',
  cite: 'S3, L1',
  detect: inEachNamespace((mesh, { services }) =>
    services.filter((service) => selectsNothing(mesh, service)).map((service) => finding(mesh, service)),
  ),
  judge(mesh, trace) {
    const { backend: service } = trace;
    if (!service || trace.endpoint?.pod || !selectsNothing(mesh, service)) return null;
    return { ...finding(mesh, service), severity: 'broken', hop: trace.choiceHop };
  },
};

function selectsNothing(mesh: Mesh, service: Service): boolean {
  if (!service.selector || Object.keys(service.selector).length === 0 || service.type === 'ExternalName') return false;
  if (gapOf(mesh, 'Pod', service.namespace) || service.labels['gateway.istio.io/managed']) return false;
  return (
    podsOfService(mesh, service).length === 0 &&
    entriesOfService(mesh, service).length === 0 &&
    remoteEndpointsOf(mesh, service).length === 0 &&
    !slicesOf(mesh, service).some((slice) => slice.endpoints.length > 0)
  );
}

function finding(mesh: Mesh, service: Service): Found {
  const subject = ref('Service', service.namespace, service.name);
  const idle = mesh.controllers.byNamespace
    .get(service.namespace)
    ?.find((item) => item.kind !== 'ReplicaSet' && item.desired === 0 && selects(service, item));
  const labels = Object.entries(service.selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  return {
    subject,
    severity: idle ? 'degraded' : 'broken',
    sentence: idle
      ? `Service \`${service.namespace}/${service.name}\` has no pods: \`${idle.kind} ${idle.name}\` is scaled to nothing.`
      : `Service \`${service.namespace}/${service.name}\` selects no pods: none carries \`${labels}\`.`,
    evidence: [
      field(subject, 'spec.selector', labels, 'labels of at least one pod'),
      ...(idle ? [field(ref(idle.kind, idle.namespace, idle.name), 'spec.replicas', '0', '1 or more')] : []),
    ],
    objects: idle ? [ref(idle.kind, idle.namespace, idle.name)] : [],
    fix: [
      idle
        ? remedy(
            'Scale it up again.',
            `kubectl -n ${idle.namespace} scale ${idle.kind.toLowerCase()} ${idle.name} --replicas=1`,
          )
        : remedy(
            'Compare the selector with the labels of the pods.',
            `kubectl -n ${service.namespace} get pods --show-labels`,
          ),
    ],
  };
}

const selects = (service: Service, item: Controller): boolean => matchesLabels(service.selector ?? {}, item.template);
