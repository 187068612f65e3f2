import { isRedirected } from '../../mesh/enrolment.ts';
import { appliesToWorkload, convertPolicy, isEmptyMatch, reachesZtunnel } from '../../mesh/policy.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 115 (A7): a DENY policy of HTTP fields only: it denies nothing. */
export const l7DenyNoop: Check = {
  id: 'l7-deny-noop',
  number: 115,
  stage: 'policy',
  title: 'A DENY policy with HTTP rules blocks nothing',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'Pod'],
  why: 'ztunnel drops HTTP fields from DENY rules; a clause of which nothing is left never matches. What was meant to be blocked passes.',
  notProof: 'Policies with a rule that still matches something, and policies bound to a waypoint.',
  cite: 'A7, ST3',
  detect(mesh) {
    return mesh.state.authorizationPolicies
      .filter((policy) => policy.action === 'DENY' && reachesZtunnel(mesh, policy) && policy.rules.length > 0)
      .filter((policy) =>
        convertPolicy(mesh, policy).converted.every(
          (rule) => rule.hasL7 && (rule.clauses ?? []).some((clause) => clause.every(isEmptyMatch)),
        ),
      )
      .filter((policy) => mesh.state.pods.some((pod) => isRedirected(pod) && appliesToWorkload(mesh, policy, pod)))
      .map((policy) => {
        const subject = ref('AuthorizationPolicy', policy.namespace, policy.name);
        return {
          subject,
          sentence: `DENY policy \`${nameOf(policy)}\` does not block anything, because ztunnel cannot check HTTP fields.`,
          evidence: [
            field(subject, 'spec.rules', 'every rule depends on HTTP fields', 'targetRefs to a waypoint or Service'),
          ],
          fix: [
            remedy(
              'Add a waypoint and bind the policy to it with targetRefs.',
              `istioctl waypoint apply -n ${policy.namespace} --enroll-namespace`,
            ),
          ],
        };
      });
  },
  onPath: (mesh, trace, _hop, found) => {
    const policy = mesh.state.authorizationPolicies.find(
      (item) => item.namespace === found.subject.namespace && item.name === found.subject.name,
    );
    return policy && trace.destination && appliesToWorkload(mesh, policy, trace.destination) ? 'degraded' : null;
  },
};
