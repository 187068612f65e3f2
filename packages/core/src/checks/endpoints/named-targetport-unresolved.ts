import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { targetPortOf } from '../../mesh/service/endpoints.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import type { Pod, Service, ServicePort } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import { changed, type SuggestedChange } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 57 (S4): the Service points to a port name that its pods do not declare. */
export const namedTargetportUnresolved: Check = {
  id: 'named-targetport-unresolved',
  number: 57,
  stage: 'endpoints',
  title: 'A Service port points to a name its pods do not declare',
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['resolution', 'upstream-link'],
  tier: 0,
  needs: ['Service', 'Pod'],
  explains: ['waypoint-no-healthy-upstream'],
  why: 'When targetPort is a name, each pod is asked for a container port of that name. A pod without one gets no calls on this port.',
  notProof:
    'Ports of init containers count only when the container keeps running; where some pods have the name the port works in part.',
  cite: 'S4, L2',
  detect: inEachNamespace((mesh, { services }) =>
    services.flatMap((service) => service.ports.flatMap((port) => unresolved(mesh, service, port))),
  ),
  judge(mesh, trace) {
    const port = trace.choice?.servicePort;
    const found = trace.backend && port ? unresolved(mesh, trace.backend, port)[0] : undefined;
    return found ? { ...found, hop: trace.choiceHop } : null;
  },
};

type Port = Pick<ServicePort, 'port' | 'protocol' | 'targetPort'>;

function unresolved(mesh: Mesh, service: Service, port: Port): Found[] {
  if (typeof port.targetPort === 'number' || port.protocol === 'UDP' || service.labels['gateway.istio.io/managed'])
    return [];
  const ready = podsOfService(mesh, service).filter((pod) => pod.ready && pod.deletedAt === null);
  const without = ready.filter((pod) => targetPortOf(port, pod) === null);
  if (without.length === 0) return [];
  const subject = ref('Service', service.namespace, service.name);
  const names = without[0]!.containers
    .flatMap((container) => container.ports.map((candidate) => candidate.name))
    .filter((name) => name !== '');
  return [
    {
      subject,
      severity: without.length === ready.length ? 'broken' : 'degraded',
      sentence: `Port ${port.port} of \`${service.namespace}/${service.name}\` points to the container port name \`${port.targetPort}\`, which ${without.length === ready.length ? 'none of its pods declares' : `${without.length} of its ${ready.length} pods do not declare`}.`,
      evidence: [
        field(subject, `spec.ports[${port.port}].targetPort`, port.targetPort),
        field(
          ref('Pod', without[0]!.namespace, without[0]!.name),
          'spec.containers ports',
          names.join(', ') || 'no named port',
          port.targetPort,
        ),
      ],
      objects: [ref('Pod', without[0]!.namespace, without[0]!.name)],
      fix: [
        remedy(
          'Name the port in the pod template, or use its number in the Service.',
          `kubectl -n ${service.namespace} get service ${service.name} -o yaml`,
          ...repointed(service, port, without[0]!),
        ),
      ],
    },
  ];
}

/** Where the pods have one port alone, that is the one meant: by its name, else by its number. */
function repointed(service: Service, port: Port, pod: Pod): SuggestedChange[] {
  const open = pod.containers.filter(({ init }) => !init).flatMap(({ ports }) => ports);
  const [sole, ...more] = open.filter(({ protocol }) => protocol === port.protocol);
  const at = service.ports.findIndex((one) => one.port === port.port && one.protocol === port.protocol);
  if (!sole || more.length > 0 || at < 0) return [];
  const object = ref('Service', service.namespace, service.name);
  const path = ['spec', 'ports', at, 'targetPort'];
  return [changed(object, path, port.targetPort, sole.name === '' ? sole.port : sole.name, { port: port.port })];
}
