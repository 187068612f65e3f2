import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { servicesOfPod } from '../../mesh/service/selection.ts';
import { failedHandover } from '../../mesh/told/handover.ts';
import { refusedHandover } from '../../mesh/told/refused-handover.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, reading, remedy } from '../evidence.ts';

/** Catalogue 140 (P10): the application listens, on an address that only its own pod can reach. */
export const appBindsLocalhost: Check = {
  id: 'app-binds-localhost',
  number: 140,
  stage: 'application',
  title: 'The application listens on localhost only',
  blame: 'application',
  severity: 'broken',
  hops: ['destination'],
  tier: 3,
  needs: ['Pod'],
  needsOneOf: ['ztunnel-metrics', 'ztunnel-log'],
  uses: ['Service', 'EndpointSlice'],
  explains: ['app-not-listening'],
  why: 'Every connection to the port is refused, and a setting of the container tells the application to listen on 127.0.0.1. A port-forward works then, a call through the Service does not.',
  notProof:
    'The setting alone, without connections that are refused; pods of which one connection went well. What a process really listens on can only be seen inside the pod.',
  cite: 'P10; analyze IST0143',
  detect: inEachNamespace((mesh, { pods }) => {
    const found = new Map<string, Found>();
    for (const pod of pods) {
      const one = pod.localBinds === undefined ? null : findingOf(mesh, pod);
      if (one && !found.has(`${one.subject.kind}/${one.subject.name}`))
        found.set(`${one.subject.kind}/${one.subject.name}`, one);
    }
    return [...found.values()];
  }),
  judge(mesh, { destination, receivedBy }) {
    return destination?.localBinds && receivedBy ? findingOf(mesh, destination) : null;
  },
};

function findingOf(mesh: Mesh, pod: Pod): Found | null {
  const told = refusals(mesh, pod);
  const setting = pod.localBinds?.[0];
  if (!told || setting === undefined) return null;
  const { kind, name } = pod.workload;
  const object = ref('Pod', pod.namespace, pod.name);
  return {
    subject: ref(kind, pod.namespace, name),
    certainty: 'likely',
    sentence: `\`${pod.namespace}/${name}\` refuses every connection and is told by \`${setting}\` to listen on localhost only.`,
    evidence: [
      reading(
        told.source,
        told.ztunnel,
        `${told.count} connections were refused, none went well`,
        'some that went well',
        told.at,
        told.source === 'ztunnel-log' ? 3 : 1,
      ),
      field(object, `spec.containers ${setting}`, 'localhost', '0.0.0.0 or ::'),
    ],
    objects: [object],
    fix: [
      remedy(
        'Let the application listen on 0.0.0.0, or on :: for both families.',
        `kubectl -n ${pod.namespace} exec ${pod.name} -- ss -ltn`,
      ),
    ],
  };
}

function refusals(mesh: Mesh, pod: Pod): { source: string; ztunnel: string; count: number; at: string | null } | null {
  const refused = refusedHandover(mesh, pod);
  if (refused) return { source: 'ztunnel-log', ztunnel: refused.ztunnel, count: refused.count, at: refused.lastAt };
  for (const service of [...servicesOfPod(mesh, pod), null]) {
    const failed = failedHandover(mesh, pod, service);
    if (failed) return { source: 'ztunnel-metrics', ztunnel: failed.ztunnel, count: failed.failed, at: failed.at };
  }
  return null;
}
