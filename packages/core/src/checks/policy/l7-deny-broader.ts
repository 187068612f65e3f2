import { convertPolicy, reachesZtunnel } from '../../mesh/policy/policy.ts';
import { nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { hasMeshedPods, httpFinding } from './http-at-ztunnel.ts';
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
  uses: ['Namespace', 'Gateway', 'ConfigMap', 'Node', 'Service'],
  explains: ['waypoint-upstream-refused'],
  why: 'A rule mixes an address or port with HTTP fields. ztunnel drops the HTTP half, so the rest denies far more.',
  notProof: 'Only rules of which an L4 half is left. Until it matches a call that is made, it is a remark.',
  cite: 'A7',
  detect(mesh) {
    return mesh.state.authorizationPolicies
      .filter((policy) => policy.action === 'DENY' && reachesZtunnel(mesh, policy))
      .map((policy) => ({
        policy,
        affected: convertPolicy(mesh, policy).converted.filter((rule) => rule.widened).length,
      }))
      .filter(({ policy, affected }) => affected > 0 && hasMeshedPods(mesh, policy))
      .map(({ policy, affected }) => ({
        ...httpFinding(mesh, policy, affected, sentenceOf(policy)),
        // Whether anybody is refused by it is for the calls to show.
        severity: 'latent' as const,
      }));
  },
  judge(mesh, trace) {
    const refusal = refusalOn(trace);
    if (refusal?.code !== 'l7-deny-broader') return null;
    return refusalFinding(mesh, trace, refusal, sentenceOf(refusal.policy), {
      text: 'Bind the policy to a waypoint with targetRefs; HTTP fields hold there.',
    });
  },
};

const sentenceOf = (policy: { namespace: string; name: string }): string =>
  `DENY policy \`${nameOf(policy)}\` blocks more than written: ztunnel cannot check its HTTP conditions and ignores them.`;
