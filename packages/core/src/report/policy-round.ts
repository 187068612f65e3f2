/** One round of asking AuthorizationPolicies, told from the decision: DENY before ALLOW, and what is not enforced last. */
import type { Clause } from '../mesh/policy/asked.ts';
import { clauseTruth } from '../mesh/policy/asked.ts';
import { allOf, anyOf, type Truth } from '../mesh/truth.ts';
import type { Ref } from '../state/refs.ts';
import { clauseReading, resultOf, ruleReading } from './asked-words.ts';
import type { PolicyReading, PolicyRound, RuleReading } from './policy-reading.ts';

/** A policy as it was asked. */
export interface ToldPolicy {
  object: Ref | null;
  /** `namespace/name` */
  name: string;
  action: string;
  /** why it does not count here; '' where it does */
  idle: string;
  rules: readonly ToldRule[];
}

/** `clauses` null: the rule is left out, for the reason in `note`. */
export interface ToldRule {
  number: number;
  clauses: readonly Clause[] | null;
  note: string;
}

/** How the round ended, by the rule that decided it. */
export interface Outcome {
  allowed: boolean | 'undecided';
  /** `namespace/name` of the policy that decided; null where none did */
  by: string | null;
  /** no ALLOW policy matched, where there is one */
  isUnlisted: boolean;
}

/** Policies and rules that are told of one round. */
const MOST_POLICIES = 20;
const MOST_RULES = 20;

/** Null where there is no policy to tell of. */
export function policyRound(title: string, policies: readonly ToldPolicy[], outcome: Outcome): PolicyRound | null {
  if (policies.length === 0) return null;
  const truths = new Map(policies.map((policy) => [policy, policy.rules.map(ruleTruth)]));
  const told = inOrder(policies).map((policy) => readingOf(policy, truths.get(policy)!, outcome));
  const shown = [...told.filter(isTelling), ...told.filter((one) => !isTelling(one))].slice(0, MOST_POLICIES);
  return {
    kind: 'AuthorizationPolicy',
    title,
    sentence: sentenceOf(told, outcome),
    allowed: outcome.allowed === 'undecided' ? null : outcome.allowed,
    policies: told.filter((one) => shown.includes(one)),
    more: told.length - shown.length,
  };
}

const isTelling = ({ role }: PolicyReading): boolean => role === 'decides';

const ORDER: Readonly<Record<string, number>> = { CUSTOM: 0, DENY: 1, ALLOW: 2, AUDIT: 3 };
const placeOf = ({ action, idle }: ToldPolicy): number => (idle === '' ? (ORDER[action] ?? 4) : 5);
const inOrder = (policies: readonly ToldPolicy[]): ToldPolicy[] =>
  [...policies].sort((a, b) => placeOf(a) - placeOf(b));

const ruleTruth = ({ clauses }: ToldRule): Truth => (clauses === null ? false : allOf(clauses.map(clauseTruth)));

function readingOf(policy: ToldPolicy, truths: readonly Truth[], outcome: Outcome): PolicyReading {
  const truth = anyOf(truths);
  const rules = policy.rules.map((rule, i) => ruleOf(rule, truths[i]!));
  // Those that match first, and then those that may: what is left out decides nothing.
  const telling = [...rules].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_RULES);
  const role = roleOf(policy, truth, outcome);
  return {
    object: policy.object,
    name: policy.name,
    action: policy.action,
    role,
    result: resultOf(truth),
    sentence: policyWords(policy, rules, role),
    rules: rules.filter((rule) => telling.includes(rule)),
    more: rules.length - telling.length,
  };
}

const rank = ({ result }: RuleReading): number => ['matches', 'open', 'no'].indexOf(result);

function ruleOf({ number, clauses, note }: ToldRule, truth: Truth): RuleReading {
  if (clauses === null) return { number, result: 'no', sentence: `Rule ${number} is left out: ${note}.`, clauses: [] };
  return ruleReading(number, clauses.map(clauseReading), truth, note === '' ? '' : ` (${note})`);
}

/** A12, A9: DENY is asked before ALLOW, and all ALLOW policies refuse together. */
function roleOf(policy: ToldPolicy, truth: Truth, { allowed, by, isUnlisted }: Outcome): PolicyReading['role'] {
  if (policy.idle !== '') return 'not-enforced';
  if (isUnlisted) return policy.action === 'ALLOW' ? 'decides' : 'asked';
  if (policy.name === by) return 'decides';
  const isDenied = allowed === false;
  if (isDenied && policy.action === 'ALLOW') return 'not-asked';
  return policy.action === 'ALLOW' && allowed === true && truth === true ? 'not-asked' : 'asked';
}

function policyWords(policy: ToldPolicy, rules: readonly RuleReading[], role: PolicyReading['role']): string {
  const matching = rules.find(({ result }) => result === 'matches');
  if (role === 'not-enforced') {
    const would = policy.action === 'DENY' ? 'refuse' : 'admit';
    return `Not enforced here: ${policy.idle}. ${matching ? `Rule ${matching.number} would ${would} this call.` : `No rule of it matches this call.`}`;
  }
  if (role === 'not-asked') return 'Not asked: something before it decided.';
  if (matching) return `Rule ${matching.number} matches.`;
  if (rules.some(({ result }) => result === 'open')) return 'Whether a rule matches hangs on what is not known.';
  return rules.length === 0 ? 'It has no rule, so it matches nothing.' : 'No rule matches.';
}

function sentenceOf(told: readonly PolicyReading[], { allowed, by, isUnlisted }: Outcome): string {
  const decider = told.find(({ name, role }) => name === by && role === 'decides');
  const rule = decider?.rules.find(({ result }) => result === 'matches');
  const whose = rule ? `rule ${rule.number} of \`${by}\`` : `\`${by}\``;
  if (allowed === 'undecided') return `It hangs on what was not given whether policy ${whose} admits the call.`;
  if (allowed)
    return by === null
      ? 'Let through: no ALLOW policy holds here, and no DENY rule matches.'
      : `Let through by ${whose}; no DENY rule matches.`;
  if (!isUnlisted) return `Refused by ${whose}; DENY is asked before any ALLOW.`;
  const allows = told.filter(({ role }) => role === 'decides').map(({ name }) => `\`${name}\``);
  const names = allows.length > 3 ? `the ${allows.length} ALLOW policies` : allows.join(' and ');
  return `Refused: no rule of ${names} matches, and where an ALLOW policy holds, what none admits is refused.`;
}
