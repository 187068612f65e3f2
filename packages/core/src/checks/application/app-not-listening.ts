import { targetPortOf } from '../../mesh/endpoints.ts';
import { isRedirected } from '../../mesh/enrolment.ts';
import { failedHandover, type Handover } from '../../mesh/handover.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { refusedHandover, type Taken } from '../../mesh/refused-handover.ts';
import { podsOfService } from '../../mesh/selection.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, reading, remedy } from '../evidence.ts';
import { isComponent } from './sick-pods.ts';

/** Catalogue 139 (P10): the pod is up, and nothing takes the connections. */
export const appNotListening: Check = {
  id: 'app-not-listening',
  number: 139,
  stage: 'application',
  title: 'Nothing listens on the port',
  blame: 'application',
  severity: 'broken',
  hops: ['destination'],
  tier: 1,
  needs: ['Pod', 'Service', 'ztunnel-metrics'],
  uses: ['ztunnel-log', 'EndpointSlice'],
  explains: ['intermittent-by-endpoint'],
  why: 'The ztunnel of the pod takes the call and tries to hand it over. It counts how that ended: every time as a failure, and not a byte ever came back.',
  notProof:
    'A workload of which one connection went well, is still open, or was answered at all; fewer than two attempts; refusals by policy, which ztunnel counts apart.',
  cite: 'P10; signals 3.4',
  detect: inEachNamespace((mesh, { services }) => services.flatMap((service) => findingsOf(mesh, service))),
  judge(mesh, { destination, receivedBy, service, port, endpoint }) {
    if (!destination || !receivedBy) return null;
    const refused = refusedHandover(mesh, destination);
    if (refused && refused.port === endpoint?.port) return refusedFinding(destination, service, refused);
    const handover = failedHandover(mesh, destination, service);
    return handover ? finding(destination, service, handover, port) : null;
  },
};

/** One finding for each workload behind a Service: a workload's pods listen, or do not, alike. */
function findingsOf(mesh: Mesh, service: Service): Found[] {
  if (mesh.state.traffic.length === 0 && mesh.state.logs.length === 0) return [];
  const found = new Map<string, Found>();
  for (const pod of podsOfService(mesh, service)) {
    const key = `${pod.workload.kind}/${pod.workload.name}`;
    if (found.has(key) || !isRedirected(pod) || isComponent(mesh, pod)) continue;
    const refused = refusedHandover(mesh, pod);
    const handover = refused ? null : failedHandover(mesh, pod, service);
    if (refused && isTargeted(service, pod, refused.port)) found.set(key, refusedFinding(pod, service, refused));
    else if (handover) found.set(key, finding(pod, service, handover, null));
  }
  return [...found.values()];
}

const isTargeted = (service: Service, pod: Pod, port: number): boolean =>
  service.ports.some((candidate) => targetPortOf(candidate, pod) === port);

/** The log of ztunnel names the port that refused. */
function refusedFinding(pod: Pod, service: Service | null, { ztunnel, port, count, lastAt }: Taken): Found {
  const { kind, name } = pod.workload;
  return {
    subject: ref(kind, pod.namespace, name),
    sentence: `\`${pod.namespace}/${name}\` is up, but nothing listens on port \`${port}\`: all ${count} connections that ztunnel handed to it were refused.`,
    evidence: [
      reading(
        'ztunnel-log',
        ztunnel,
        `${count} connections to port ${port} refused, none went well`,
        'some that went well',
        lastAt,
        3,
      ),
    ],
    objects: [
      ref('Pod', pod.namespace, pod.name),
      ...(service ? [ref('Service', service.namespace, service.name)] : []),
    ],
    fix: [repair(pod)],
  };
}

const repair = (pod: Pod) =>
  remedy(
    'Compare targetPort with the port and address the application really listens on; 127.0.0.1 is not reachable from outside the pod.',
    `kubectl -n ${pod.namespace} logs ${pod.name} --tail=50`,
  );

function finding(pod: Pod, service: Service | null, { ztunnel, at, failed }: Handover, port: number | null): Found {
  const asked = service?.ports.find((candidate) => candidate.port === port) ?? service?.ports[0];
  const target = asked ? `port \`${asked.targetPort}\`` : port === null ? 'its port' : `port \`${port}\``;
  const { kind, name } = pod.workload;
  return {
    subject: ref(kind, pod.namespace, name),
    certainty: 'likely',
    sentence: `\`${pod.namespace}/${name}\` is up, but nothing answers on ${target}: all ${failed} connections that ztunnel handed to it failed.`,
    evidence: [
      reading(
        'ztunnel-metrics',
        ztunnel,
        `${failed} connections closed as CONNECT, none went well`,
        'some that went well',
        at,
        1,
      ),
      ...(service && asked
        ? [field(ref('Service', service.namespace, service.name), 'spec.ports targetPort', String(asked.targetPort))]
        : []),
    ],
    objects: [
      ref('Pod', pod.namespace, pod.name),
      ...(service ? [ref('Service', service.namespace, service.name)] : []),
    ],
    fix: [repair(pod)],
  };
}
