import { type AuthorityEnd, authorityEndOf, hasAuthorityEnded } from '../../mesh/control-plane/authority.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, reading, remedy, secondsBetween } from '../evidence.ts';

const SOON = 30 * 86_400;

/** Catalogue 10 (C2, C5): the certificate that every other one rests on runs out. */
export const rootCaExpiring: Check = {
  id: 'root-ca-expiring',
  number: 10,
  stage: 'control-plane',
  title: "The mesh's root certificate runs out",
  blame: 'istio',
  severity: 'latent',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 0,
  persistence: 0,
  needs: ['ConfigMap'],
  uses: ['ztunnel-config', 'istiod-metrics', 'Pod'],
  explains: ['workload-cert-expired', 'workload-cert-unavailable'],
  why: 'Every workload proves who it is with a certificate that the root, or an intermediate below it, vouches for. When that one expires, no encrypted connection of the mesh can start.',
  notProof:
    'A bundle in which another root lives on: roots are replaced that way. More than thirty days left. Where an external authority signs, its root is in the same ConfigMap.',
  cite: 'C2, C5; istio: security/pkg/server/ca/monitoring.go',
  detect(mesh) {
    const end = authorityEndOf(mesh);
    const left = end && secondsBetween(mesh.takenAt, end.expiresAt);
    return end && left !== null && left < SOON ? [finding(mesh, end)] : [];
  },
  judge(mesh, trace) {
    if (!hasAuthorityEnded(mesh) || !trace.legs.some(({ protocol }) => protocol !== 'TCP')) return null;
    const end = authorityEndOf(mesh);
    return end && { ...finding(mesh, end), hop: trace.served ? 'source-ztunnel' : 'destination-ztunnel' };
  },
};

function finding(mesh: Mesh, end: AuthorityEnd): Found {
  const { what, expiresAt, serials, from, isPast } = end;
  const which = what === 'root' ? "The mesh's root certificate" : 'An intermediate certificate of the mesh';
  const subject = ref('ConfigMap', mesh.rootNamespace, 'istio-ca-root-cert');
  const observed = `expires ${expiresAt} (${serials.join(', ')})`;
  return {
    subject,
    severity: isPast ? 'broken' : 'latent',
    sentence: isPast
      ? `${which} has expired on ${expiresAt.slice(0, 10)}; no encrypted connection can start any more.`
      : `${which} expires on ${expiresAt.slice(0, 10)}; all encrypted traffic stops then.`,
    evidence: [
      'object' in from
        ? field(from.object, 'data root-cert.pem', observed, 'more than 30 days left')
        : reading(from.source, from.pod, observed, 'more than 30 days left', from.at),
    ],
    since: isPast ? expiresAt : null,
    fix: [
      remedy(
        'Renew it as the authority is set up: replace the secret `cacerts`, or rotate the root with both roots in the bundle for a while.',
        `kubectl -n ${subject.namespace} get configmap istio-ca-root-cert -o jsonpath='{.data.root-cert\\.pem}' | openssl x509 -noout -dates`,
      ),
    ],
  };
}
