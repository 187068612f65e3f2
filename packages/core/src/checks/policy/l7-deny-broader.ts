import { nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { refusalFinding, refusalOn } from './refusal.ts';

/** Catalogue 116: a DENY policy blocks more than written. */
export const l7DenyBroader: Check = {
  id: 'l7-deny-broader',
  number: 116,
  stage: 'policy',
  title: 'A DENY policy blocks more than written',
  blame: 'configuration',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'PeerAuthentication', 'Pod'],
  uses: ['Namespace', 'Gateway'],
  why: 'A rule mixes an address or port with HTTP fields. ztunnel drops the HTTP half, so the rest denies far more.',
  notProof: 'Only rules of which an L4 half is left, and matches this call.',
  cite: 'A7',
  judge(mesh, trace) {
    const refusal = refusalOn(trace);
    if (refusal?.code !== 'l7-deny-broader') return null;
    return refusalFinding(
      mesh,
      trace,
      refusal,
      `DENY policy \`${nameOf(refusal.policy)}\` blocks more than written: ztunnel cannot check its HTTP conditions and ignores them.`,
      { text: 'Bind the policy to a waypoint with targetRefs; HTTP fields hold there.' },
    );
  },
};
