import { inEachNamespace, type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { revocations, summed } from '../../mesh/told/connection-log.ts';
import { lastCalls } from '../../mesh/told/proxy-counts.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { reading, remedy } from '../evidence.ts';

/** Catalogue 138 (C5): a certificate stands on the list of those that must not be trusted any more. */
export const certRevoked: Check = {
  id: 'cert-revoked',
  number: 138,
  stage: 'destination',
  title: 'A certificate was revoked',
  blame: 'configuration',
  severity: 'broken',
  hops: ['outbound-link', 'upstream-link', 'destination-ztunnel'],
  tier: 1,
  needs: ['Pod'],
  needsOneOf: ['ztunnel-metrics', 'ztunnel-log'],
  why: 'ztunnel was given a list of revoked certificates and ends connections with whoever shows one of them.',
  notProof: 'Connections that ended in any other way; an address whose calls went well afterwards.',
  cite: 'C5; ztunnel: src/proxy/metrics.rs',
  detect: inEachNamespace((mesh, { pods }) => {
    const counted = revokedPeers(mesh);
    if (counted.size === 0 && mesh.logs.size === 0) return [];
    const seen = new Set<string>();
    return pods.flatMap((pod) => {
      const key = `${pod.namespace}/${pod.workload.name}`;
      const found = seen.has(key) ? null : findingOf(mesh, pod, counted.get(key));
      if (found) seen.add(key);
      return found ?? [];
    });
  }),
};

interface Counted {
  ztunnel: string;
  times: number;
  at: string | null;
}

/** Workloads whose certificate was refused as revoked: the other end of whoever counted it. */
const revokedPeers = ofMesh((mesh: Mesh): ReadonlyMap<string, Counted> => {
  const found = new Map<string, Counted>();
  for (const { pod, at, series } of lastCalls(mesh.state.traffic)) {
    for (const { measure, flags, reporter, from, to, value } of series) {
      if (measure !== 'connections-closed' || flags !== 'CERT_REVOKED') continue;
      const peer = reporter === 'destination' ? from : to;
      const key = `${peer.namespace}/${peer.workload}`;
      found.set(key, { ztunnel: pod, at, times: (found.get(key)?.times ?? 0) + value });
    }
  }
  return found;
});

function findingOf(mesh: Mesh, pod: Pod, counted: Counted | undefined): Found | null {
  const told = revocations(mesh, pod);
  if (!counted && told.length === 0) return null;
  const logged = summed(told);
  const times = Math.max(counted?.times ?? 0, logged.times);
  return {
    subject: ref('Pod', pod.namespace, pod.name),
    sentence: `The certificate of \`${pod.namespace}/${pod.workload.name}\` was revoked: ${times} connections were ended because of it.`,
    evidence: [
      ...(counted
        ? [
            reading(
              'ztunnel-metrics',
              counted.ztunnel,
              `${counted.times} connections closed as CERT_REVOKED`,
              'none',
              counted.at,
              1,
            ),
          ]
        : []),
      ...(told.length > 0
        ? [
            reading(
              'ztunnel-log',
              logged.pod,
              `${logged.times} connections ended: certificate revoked`,
              'none',
              logged.lastAt,
              3,
            ),
          ]
        : []),
    ],
    objects: [ref(pod.workload.kind, pod.namespace, pod.workload.name)],
    fix: [
      remedy(
        'Issue a new certificate, or take the old one off the list where it stands there by mistake.',
        `kubectl -n ${pod.namespace} delete pod ${pod.name}`,
      ),
    ],
  };
}
