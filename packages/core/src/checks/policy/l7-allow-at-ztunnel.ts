import { hasL7, reachesZtunnel } from '../../mesh/policy/policy.ts';
import { nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { hasMeshedPods, httpFinding, rulesOf } from './http-at-ztunnel.ts';
import { movedToService } from './move-to-service.ts';
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
  uses: ['Namespace', 'Gateway', 'GatewayClass', 'ConfigMap', 'Node', 'Service', 'Deployment'],
  explains: ['waypoint-upstream-refused'],
  why: 'ztunnel cannot see HTTP. It drops every ALLOW rule with an HTTP field; when none is left, the policy admits nothing. Its status still says accepted.',
  notProof:
    'Policies bound to a waypoint. Where a rule without HTTP fields is left, the policy still admits what that rule says: then it is a remark.',
  cite: 'A6, ST3',
  detect(mesh) {
    return mesh.state.authorizationPolicies
      .filter((policy) => policy.action === 'ALLOW' && reachesZtunnel(mesh, policy) && policy.rules.some(hasL7))
      .filter((policy) => hasMeshedPods(mesh, policy))
      .map((policy) => {
        const affected = policy.rules.filter(hasL7).length;
        return httpFinding(
          mesh,
          policy,
          affected,
          affected === policy.rules.length
            ? `Policy \`${nameOf(policy)}\` uses HTTP rules that ztunnel cannot check, so it now denies all traffic to the pods it selects.`
            : `${rulesOf(policy, affected, ['uses', 'use'])} HTTP fields that ztunnel cannot check; what only they would admit is refused.`,
        );
      });
  },
  judge(mesh, trace) {
    const refusal = refusalOn(trace);
    if (refusal?.code !== 'l7-allow-at-ztunnel') return null;
    const sentence = `Policy \`${nameOf(refusal.policy)}\` uses HTTP rules that ztunnel cannot check, so it now denies all traffic to the pods it selects.`;
    return refusalFinding(mesh, trace, refusal, sentence, {
      text: 'Add a waypoint and bind the policy to it with targetRefs.',
      changes: movedToService(mesh, refusal.policy.object),
    });
  },
};
