import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { lastingFailures, summed } from '../../mesh/told/connection-log.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, reading, remedy } from '../evidence.ts';

const RESERVED = new Set([15001, 15006, 15008]);

/** Catalogue 42 (P1, P10): a port that belongs to ztunnel. */
export const appDialsReservedPort: Check = {
  id: 'app-dials-reserved-port',
  number: 42,
  stage: 'client',
  title: 'The call goes to a port reserved by ztunnel',
  blame: 'application',
  severity: 'broken',
  hops: ['source-ztunnel', 'destination-ztunnel', 'outbound-link'],
  tier: 0,
  needs: ['Pod'],
  uses: ['ztunnel-log'],
  why: 'Ports 15001, 15006 and 15008 inside a meshed pod belong to ztunnel; it refuses calls to them.',
  notProof: 'Pods outside the mesh may use these ports.',
  cite: 'P1, P10; ztunnel: src/config.rs',
  detect: inEachNamespace((mesh, { pods }) =>
    mesh.logs.size === 0 ? [] : pods.flatMap((pod) => loggedOf(mesh, pod) ?? []),
  ),
  judge(_mesh, trace) {
    const port = trace.endpoint?.port ?? trace.port;
    if (!RESERVED.has(port) || (!trace.served && !trace.receivedBy)) return null;
    const subject = trace.destination
      ? ref('Pod', trace.destination.namespace, trace.destination.name)
      : ref('Service', trace.service?.namespace ?? '', trace.service?.name ?? '');
    return {
      subject,
      sentence: `Port ${port} is reserved by ztunnel; inside the mesh no application can be reached on it.`,
      evidence: [evaluation('P10', `destination port ${port}`, 'any port but 15001, 15006 and 15008', subject)],
      fix: [remedy('Let the application listen on another port.')],
    };
  },
};

/** What ztunnel says of calls to one of its own ports in the pod. */
function loggedOf(mesh: Mesh, pod: Pod): Found | null {
  const told = pod.ips.flatMap((ip) => lastingFailures(mesh, ip, ({ kind }) => kind === 'self-call'));
  const [first] = told;
  if (!first) return null;
  const { times, lastAt } = summed(told);
  return {
    subject: ref('Pod', pod.namespace, pod.name),
    sentence: `Port ${first.fact.to.port} of pod \`${nameOf(pod)}\` is reserved by ztunnel; ${times} calls to it were refused.`,
    evidence: [
      reading(
        'ztunnel-log',
        first.pod,
        `${times} calls to port ${first.fact.to.port} of ztunnel itself`,
        'none',
        lastAt,
        3,
      ),
    ],
    fix: [remedy('Let the application listen on another port, and callers ask for that one.')],
  };
}
