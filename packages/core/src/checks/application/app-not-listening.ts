import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import { applicationRefusals, summed, type Told } from '../../mesh/told/connection-log.ts';
import { failedHandover, type Handover } from '../../mesh/told/handover.ts';
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
  needs: ['Pod', 'Service'],
  needsOneOf: ['ztunnel-metrics', 'ztunnel-log'],
  uses: ['EndpointSlice'],
  explains: ['waypoint-upstream-refused', 'intermittent-by-endpoint'],
  why: 'The ztunnel of the pod takes the call and tries to hand it over. It counts how that ended, every time as a failure and without a byte that ever came back, or its log says that the application refused.',
  notProof:
    'A workload of which one connection went well, is still open, or was answered at all; fewer than two attempts; refusals in the log that were followed by a call that went well; refusals by policy, which ztunnel counts apart.',
  cite: 'P10; signals 3.4',
  detect: inEachNamespace((mesh, { services }) => services.flatMap((service) => findingsOf(mesh, service))),
  judge(mesh, { destination, receivedBy, service, port, endpoint }) {
    if (!destination || !receivedBy) return null;
    const refused = applicationRefusals(mesh, destination, endpoint?.port ?? null);
    const handover = failedHandover(mesh, destination, service);
    return handover || refused.length > 0 ? finding(destination, service, handover, refused, port) : null;
  },
};

/** One finding for each workload behind a Service: a workload's pods listen, or do not, alike. */
function findingsOf(mesh: Mesh, service: Service): Found[] {
  if (mesh.state.traffic.length === 0 && mesh.logs.size === 0) return [];
  const found = new Map<string, Found>();
  for (const pod of podsOfService(mesh, service)) {
    const key = `${pod.workload.kind}/${pod.workload.name}`;
    if (found.has(key) || !isRedirected(pod) || isComponent(mesh, pod)) continue;
    const refused = refusedOf(mesh, pod, service);
    const handover = failedHandover(mesh, pod, service);
    if (handover || refused.length > 0) found.set(key, finding(pod, service, handover, refused, null));
  }
  return [...found.values()];
}

/** Refusals on the ports that the Service leads to. */
function refusedOf(mesh: Mesh, pod: Pod, service: Service): Told[] {
  if (mesh.logs.size === 0) return [];
  return service.ports.flatMap(({ targetPort }) =>
    typeof targetPort === 'number' ? applicationRefusals(mesh, pod, targetPort) : [],
  );
}

function finding(
  pod: Pod,
  service: Service | null,
  handover: Handover | null,
  refused: readonly Told[],
  port: number | null,
): Found {
  const logged = summed(refused);
  const failed = Math.max(handover?.failed ?? 0, logged.times);
  const asked = service?.ports.find((candidate) => candidate.port === port) ?? service?.ports[0];
  const target = asked ? `port \`${asked.targetPort}\`` : port === null ? 'its port' : `port \`${port}\``;
  const { kind, name } = pod.workload;
  return {
    subject: ref(kind, pod.namespace, name),
    certainty: refused.length > 0 ? 'confirmed' : 'likely',
    sentence: `\`${pod.namespace}/${name}\` is up, but nothing answers on ${target}: all ${failed} connections that ztunnel handed to it failed.`,
    evidence: [
      ...(handover
        ? [
            reading(
              'ztunnel-metrics',
              handover.ztunnel,
              `${handover.failed} connections closed as CONNECT, none went well`,
              'some that went well',
              handover.at,
              1,
            ),
          ]
        : []),
      ...(refused.length > 0
        ? [
            reading(
              'ztunnel-log',
              logged.pod,
              `${logged.times} connections refused by the pod`,
              'none',
              logged.lastAt,
              3,
            ),
          ]
        : []),
      ...(service && asked
        ? [field(ref('Service', service.namespace, service.name), 'spec.ports targetPort', String(asked.targetPort))]
        : []),
    ],
    objects: [
      ref('Pod', pod.namespace, pod.name),
      ...(service ? [ref('Service', service.namespace, service.name)] : []),
    ],
    fix: [
      remedy(
        'Compare targetPort with the port and address the application really listens on; 127.0.0.1 is not reachable from outside the pod.',
        `kubectl -n ${pod.namespace} logs ${pod.name} --tail=50`,
      ),
    ],
  };
}
