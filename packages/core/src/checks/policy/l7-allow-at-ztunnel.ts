import { isRedirected } from '../../mesh/enrolment.ts';
import { appliesToWorkload, hasL7, reachesZtunnel } from '../../mesh/policy.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { refusalFinding, refusalOn } from './refusal.ts';

/** Catalogue 112 (A6): HTTP rules in an ALLOW policy that only ztunnel enforces: nothing is admitted any more. */
export const l7AllowAtZtunnel: Check = {
  id: 'l7-allow-at-ztunnel',
  number: 112,
  stage: 'policy',
  title: 'An ALLOW policy with HTTP rules denies everything',
  blame: 'configuration',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'PeerAuthentication', 'Pod'],
  uses: ['Namespace', 'Gateway'],
  why: 'ztunnel cannot see HTTP. It drops every ALLOW rule with an HTTP field; when none is left, the policy admits nothing. Its status still says accepted.',
  notProof: 'Policies of which a rule without HTTP fields is left, and policies bound to a waypoint.',
  cite: 'A6, ST3',
  detect(mesh) {
    return mesh.state.authorizationPolicies
      .filter(
        (policy) =>
          policy.action === 'ALLOW' &&
          reachesZtunnel(mesh, policy) &&
          policy.rules.length > 0 &&
          policy.rules.every(hasL7),
      )
      .filter((policy) => mesh.state.pods.some((pod) => isRedirected(pod) && appliesToWorkload(mesh, policy, pod)))
      .map((policy) => {
        const subject = ref('AuthorizationPolicy', policy.namespace, policy.name);
        return {
          subject,
          sentence: `Policy \`${nameOf(policy)}\` uses HTTP rules that ztunnel cannot check, so it now denies all traffic to the pods it selects.`,
          evidence: [field(subject, 'spec.rules', 'every rule has HTTP fields', 'targetRefs to a waypoint or Service')],
          fix: [
            remedy(
              'Add a waypoint and bind the policy to it with targetRefs.',
              `istioctl waypoint apply -n ${policy.namespace} --enroll-namespace`,
            ),
          ],
        };
      });
  },
  judge(mesh, trace) {
    const refusal = refusalOn(trace);
    if (refusal?.code !== 'l7-allow-at-ztunnel') return null;
    const sentence = `Policy \`${nameOf(refusal.policy)}\` uses HTTP rules that ztunnel cannot check, so it now denies all traffic to the pods it selects.`;
    return refusalFinding(mesh, trace, refusal, sentence, {
      text: 'Add a waypoint and bind the policy to it with targetRefs.',
    });
  },
};
