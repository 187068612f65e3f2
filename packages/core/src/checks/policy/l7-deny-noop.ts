import {
  appliesToWorkload,
  type ConvertedRule,
  convertPolicy,
  isEmptyMatch,
  reachesZtunnel,
} from '../../mesh/policy/policy.ts';
import { nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { hasMeshedPods, httpFinding, rulesOf } from './http-at-ztunnel.ts';

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
  uses: ['Namespace', 'ConfigMap', 'Node'],
  why: 'ztunnel drops HTTP fields from DENY rules; a clause of which nothing is left never matches. What was meant to be blocked passes.',
  notProof: 'Policies bound to a waypoint. Where another rule still blocks something, it is a remark.',
  cite: 'A7, ST3',
  detect(mesh) {
    return mesh.state.authorizationPolicies
      .filter((policy) => policy.action === 'DENY' && reachesZtunnel(mesh, policy))
      .map((policy) => ({ policy, affected: convertPolicy(mesh, policy).converted.filter(isNoop).length }))
      .filter(({ policy, affected }) => affected > 0 && hasMeshedPods(mesh, policy))
      .map(({ policy, affected }) =>
        httpFinding(
          mesh,
          policy,
          affected,
          affected === policy.rules.length
            ? `DENY policy \`${nameOf(policy)}\` does not block anything, because ztunnel cannot check HTTP fields.`
            : `${rulesOf(policy, affected, ['blocks', 'block'])} nothing, because ztunnel cannot check HTTP fields.`,
        ),
      );
  },
  onPath: (mesh, trace, _hop, found) => {
    const policy = mesh.state.authorizationPolicies.find(
      (item) => item.namespace === found.subject.namespace && item.name === found.subject.name,
    );
    return policy && trace.destination && appliesToWorkload(mesh, policy, trace.destination) ? found.severity : null;
  },
};

/** A7: a clause of which nothing is left never matches. */
const isNoop = (rule: ConvertedRule): boolean =>
  rule.hasL7 && (rule.clauses ?? []).some((clause) => clause.every(isEmptyMatch));
