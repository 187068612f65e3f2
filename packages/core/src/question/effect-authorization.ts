/** A1-A8: an AuthorizationPolicy, at ztunnel by its selector or at waypoints and gateways by its targets. */

import { isForRevision } from '../mesh/enrolment/seen-config.ts';
import { isFinished } from '../mesh/memory/pod-addresses.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { appliesToWorkload, convertPolicy, isEmptyMatch } from '../mesh/policy/policy.ts';
import { ztunnelStatusOf } from '../mesh/policy/policy-status.ts';
import type { AuthorizationPolicy } from '../state/istio.ts';
import { enforcedForPods } from './effect-places.ts';
import { targetEffect } from './effect-targets.ts';
import type { Effect, NotEnforced, RuleEffect } from './policy-answer.ts';

/** The effect of one of that name. */
export function authorizationEffect(mesh: Mesh, namespace: string, name: string): Effect | null {
  const policy = mesh.state.authorizationPolicies.find((one) => one.namespace === namespace && one.name === name);
  if (!policy) return null;
  if (!isForRevision(mesh, policy.labels)) return nowhere('it', 'belongs to another revision of Istio', 'S7');
  if (policy.targetRefs.length > 0) return withDryRun(policy, { ...targetEffect(mesh, policy), rules: [] });
  const status = ztunnelStatusOf(mesh, policy);
  if (!status?.accepted) return nowhere('it', refusalOf(policy), 'A4');
  const selected = mesh.pods.all().filter((pod) => !isFinished(pod) && appliesToWorkload(mesh, policy, pod));
  const rules = ruleEffects(mesh, policy);
  if (selected.length === 0) return { ...nothingSelected(policy), rules };
  const places = enforcedForPods(selected);
  const enforced = places.enforced.map((place) => ({
    ...place,
    sentence: `${place.sentence}${consequence(policy, rules)}`,
  }));
  return { enforced, notEnforced: places.notEnforced, rules };
}

function nowhere(what: string, why: string, rule: string): Effect {
  return { enforced: [], notEnforced: [{ what, why, rule }], rules: [] };
}

function withDryRun(policy: AuthorizationPolicy, effect: Effect): Effect {
  if (!policy.dryRun) return effect;
  const why = 'is a dry run: it is logged and refuses nobody';
  return { ...effect, enforced: [], notEnforced: [{ what: 'it', why, rule: 'A4' }, ...effect.notEnforced] };
}

const refusalOf = ({ dryRun, action }: AuthorizationPolicy): string =>
  dryRun ? 'is a dry run, which ztunnel is not told of' : `has action ${action}, which ztunnel does not know`;

/** A3: an empty selector is not the same as none. */
function nothingSelected(policy: AuthorizationPolicy): { enforced: []; notEnforced: NotEnforced[] } {
  const isEmpty = policy.selector !== null && Object.keys(policy.selector).length === 0;
  const why = isEmpty ? 'has an empty selector, which selects no workload' : 'selects no pod';
  return { enforced: [], notEnforced: [{ what: 'it', why, rule: 'A3' }] };
}

/** A6, A8: an ALLOW policy without a rule that can match refuses everybody. */
function consequence({ action }: AuthorizationPolicy, rules: readonly RuleEffect[]): string {
  const isVoid = rules.every(({ effect }) => effect === 'dropped' || effect === 'never');
  if (!isVoid) return '';
  return action === 'ALLOW' ? ', where it refuses everybody that no other policy admits' : ', where it refuses nobody';
}

/** A5-A8: each rule as ztunnel keeps it. */
function ruleEffects(mesh: Mesh, policy: AuthorizationPolicy): RuleEffect[] {
  return convertPolicy(mesh, policy).converted.map(({ clauses, hasL7, widened }, i) => {
    const rule = i + 1;
    if (clauses === null)
      return {
        rule,
        effect: 'dropped',
        sentence: 'It asks for HTTP, which ztunnel does not know: the whole rule is left out.',
      };
    const isDead = clauses.some((clause) => clause.length > 0 && clause.every(isEmptyMatch));
    if (isDead)
      return {
        rule,
        effect: 'never',
        sentence: hasL7 ? 'Without its HTTP part it never matches.' : 'It never matches.',
      };
    if (widened)
      return { rule, effect: 'broader', sentence: 'Its HTTP part is left out, so it matches more than written.' };
    return { rule, effect: 'as-written', sentence: 'It holds as written.' };
  });
}
