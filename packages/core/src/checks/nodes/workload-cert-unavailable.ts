import { perSlice } from '../../mesh/look-up.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { certificateOf, podsServedBy, principalOfPod } from '../../mesh/ztunnel.ts';
import type { Pod } from '../../state/kubernetes.ts';
import type { Certificate, ZtunnelDump } from '../../state/readings.ts';
import { ref } from '../../state/refs.ts';
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
  notProof: 'A certificate that is no longer needed, or that has been asked for less than half a minute ago.',
  cite: 'C1, C2; ztunnel: src/identity/manager.rs',
  detect: (mesh) =>
    mesh.state.ztunnelDumps.filter(lacksSome).flatMap((dump) =>
      podsServedBy(mesh, dump).flatMap((pod) => {
        const certificate = certificateOf(mesh, dump, pod);
        return certificate && isMissing(mesh, pod, dump, certificate) ? [finding(mesh, pod, dump, certificate)] : [];
      }),
    ),
};

const lacksSome = perSlice((dump: ZtunnelDump): boolean =>
  dump.certificates.some(({ state }) => state !== 'Available'),
);

function isMissing(mesh: Mesh, pod: Pod, dump: ZtunnelDump, certificate: Certificate): boolean {
  if (certificate.state === 'Unavailable') return !/no longer needed/.test(certificate.error);
  return certificate.state === 'Initializing' && hasHeld(pod.startedAt ?? pod.createdAt, dump.at ?? mesh.takenAt, 30);
}

function finding(mesh: Mesh, pod: Pod, dump: ZtunnelDump, certificate: Certificate): Found {
  const state = certificate.state === 'Unavailable' ? `Unavailable: ${certificate.error}` : certificate.state;
  return {
    subject: ref('Pod', pod.namespace, pod.name),
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
