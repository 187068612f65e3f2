import { perSlice } from '../../mesh/memory/look-up.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { certificateOf, liveProxyOf, podsServedBy, principalOfPod } from '../../mesh/ztunnel/ztunnel.ts';
import type { Pod } from '../../state/kubernetes.ts';
import type { Certificate, ZtunnelDump } from '../../state/readings.ts';
import { parsePrincipal, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { hasHeld, reading, remedy } from '../evidence.ts';

/** Catalogue 32 (C1, C2): ztunnel has no certificate for a pod it serves. */
export const workloadCertUnavailable: Check = {
  id: 'workload-cert-unavailable',
  number: 32,
  stage: 'nodes',
  title: 'ztunnel has no certificate for a pod',
  blame: 'istio',
  severity: 'broken',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 2,
  persistence: 30,
  needs: ['Pod', 'ztunnel-config'],
  why: 'ztunnel fetches one certificate for each service account of its node. Without it no encrypted connection of that pod can start.',
  notProof:
    'A certificate that is no longer needed, or of a pod that has run for less than half a minute. One that is missing for a pod that ztunnel does not serve belongs to that failure.',
  cite: 'C1, C2; ztunnel: src/identity/manager.rs',
  detect: (mesh) =>
    mesh.state.ztunnelDumps.filter(lacksSome).flatMap((dump) =>
      podsServedBy(mesh, dump).flatMap((pod) => {
        const state = stateOf(mesh, pod, dump, certificateOf(mesh, dump, pod));
        return state === null ? [] : [finding(mesh, pod, dump, state)];
      }),
    ),
};

/** A certificate that is not there yet, or fewer of them than identities that are served. */
const lacksSome = perSlice((dump: ZtunnelDump): boolean => {
  if (dump.certificates.some(({ state }) => state !== 'Available')) return true;
  const served = dump.proxies.filter(({ state, namespace }) => state === 'Up' && namespace !== '');
  const accounts = new Set(served.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`));
  return dump.certificates.length > 0 && dump.certificates.length < accounts.size;
});

/** What is wrong with the certificate of a pod that has been served for long enough; null for nothing. */
function stateOf(mesh: Mesh, pod: Pod, dump: ZtunnelDump, certificate: Certificate | undefined): string | null {
  const hasWaited = hasHeld(pod.startedAt ?? pod.createdAt, dump.at ?? mesh.takenAt, 30);
  if (!certificate) {
    // It is asked for when the pod is taken over: a pod that never was taken over lacks more than that.
    const isServed = liveProxyOf(dump, pod)?.state === 'Up' && dump.certificates.length > 0;
    return isServed && hasWaited && isOfMesh(mesh, dump) ? 'not there' : null;
  }
  if (certificate.state === 'Unavailable')
    return /no longer needed/.test(certificate.error) ? null : `Unavailable: ${certificate.error}`;
  return certificate.state === 'Initializing' && hasWaited ? certificate.state : null;
}

/** Identities are compared by their text, so that certificates of another trust domain are another failure. */
const isOfMesh = (mesh: Mesh, dump: ZtunnelDump): boolean =>
  dump.certificates.every(({ identity }) => parsePrincipal(identity)?.trustDomain === mesh.trustDomain);

function finding(mesh: Mesh, pod: Pod, dump: ZtunnelDump, state: string): Found {
  return {
    subject: ref('Pod', pod.namespace, pod.name),
    certainty: state === 'not there' ? 'likely' : 'confirmed',
    sentence: `ztunnel on node \`${pod.node}\` has no certificate for service account \`${pod.namespace}/${pod.serviceAccount || 'default'}\`, so encrypted connections of pod \`${pod.name}\` cannot start.`,
    evidence: [
      reading(
        'ztunnel-config',
        dump.pod,
        `certificate of ${principalOfPod(mesh, pod)}: ${state}`,
        'Available',
        dump.at,
      ),
    ],
    objects: [ref('Node', '', pod.node)],
    fix: [
      remedy(
        'Follow the error: istiod not reachable, or it refuses to sign.',
        `istioctl ztunnel-config certificate --node ${pod.node}`,
      ),
    ],
  };
}
