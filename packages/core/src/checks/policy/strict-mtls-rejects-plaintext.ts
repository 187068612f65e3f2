import { nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { enrolling } from './admit-caller.ts';
import { refusalFinding, refusalOn } from './refusal.ts';

/** Catalogue 123: the destination accepts encrypted calls only. */
export const strictMtlsRejectsPlaintext: Check = {
  id: 'strict-mtls-rejects-plaintext',
  number: 123,
  stage: 'policy',
  title: 'The destination accepts encrypted calls only',
  blame: 'configuration',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'PeerAuthentication', 'Pod'],
  uses: ['Namespace', 'Gateway', 'Service', 'ConfigMap', 'Node'],
  explains: ['policy-needs-identity-but-plaintext'],
  why: 'With mTLS mode STRICT ztunnel refuses every connection without an identity. Callers outside the mesh have none.',
  notProof: 'Health probes are exempt; a caller that should be in the mesh and is not captured is the deeper cause.',
  cite: 'M1, M2, M4',
  judge(mesh, trace) {
    const refusal = refusalOn(trace);
    if (refusal?.code !== 'strict-mtls-rejects-plaintext') return null;
    const destination = nameOf({ namespace: trace.destination!.namespace, name: trace.destination!.workload.name });
    return refusalFinding(
      mesh,
      trace,
      refusal,
      `\`${destination}\` accepts only mesh-encrypted calls, and \`${trace.caller.name}\` sends plain text.`,
      { text: 'Take the caller into the mesh, or make an exception for this port.', changes: enrolling(mesh, trace) },
    );
  },
};
