import type { Condition } from '../../state/metadata.ts';
import { nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { conditionEvidence, remedy } from '../evidence.ts';
import { badListeners, listenerWords, severityByListener } from './bad-listeners.ts';

/** Catalogue 150 (ST4): the certificate of a listener cannot be used. */
export const gatewayTlsSecretProblem: Check = {
  id: 'gateway-tls-secret-problem',
  number: 150,
  stage: 'gateways',
  title: 'The certificate of a listener cannot be used',
  blame: 'configuration',
  severity: 'broken',
  hops: ['gateway'],
  tier: 0,
  needs: ['Gateway'],
  uses: ['GatewayClass', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'Namespace'],
  why: 'A listener that ends TLS takes its certificate from a Secret. Where that is missing, holds no certificate, or lies in a namespace that does not permit it, clients get no TLS connection.',
  notProof:
    "Secrets are never read: what the gateway's controller says of them is believed, and a certificate that has only expired does not show. Istio's own Gateway objects have no such condition.",
  cite: 'ST4; analyze IST0101, IST0161, IST0171',
  detect: (mesh) =>
    badListeners(mesh, isUnusable).map(({ subject, all, bad }) => {
      const { condition, hostname } = bad[0]!;
      const isForbidden = condition.reason === 'RefNotPermitted';
      const host = hostname === '' ? '' : ` for host \`${hostname}\``;
      return {
        subject,
        severity: bad.length < all ? ('degraded' as const) : ('broken' as const),
        sentence: isForbidden
          ? `The TLS certificate${host} of \`${nameOf(subject)}\`, ${listenerWords(bad)}, may not be used from its namespace.`
          : `The TLS certificate${host} of \`${nameOf(subject)}\`, ${listenerWords(bad)}, is missing or invalid.`,
        evidence: bad.slice(0, 4).map((entry) => conditionEvidence(subject, entry.condition)),
        since: condition.since,
        fix: [
          isForbidden
            ? remedy(
                'Permit the Gateway to use the Secret with a ReferenceGrant in its namespace.',
                'kubectl get referencegrants -A',
              )
            : remedy(
                'Create the Secret of type `kubernetes.io/tls` in the namespace that the listener names.',
                `kubectl -n ${subject.namespace} create secret tls NAME --cert=FILE --key=FILE`,
              ),
        ],
      };
    }),
  onPath: (mesh, trace) => severityByListener(mesh, trace, isUnusable),
};

const isUnusable = ({ type, status, reason }: Condition): boolean =>
  type === 'ResolvedRefs' && status === 'False' && (reason === 'InvalidCertificateRef' || reason === 'RefNotPermitted');
