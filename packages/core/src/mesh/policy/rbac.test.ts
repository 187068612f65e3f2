import { expect, test } from 'vitest';
import type { ZtunnelPolicy } from '../../state/readings.ts';
import { emptyMatch } from './policy.ts';
import { decideRbac, matchString, policyMatches } from './rbac.ts';

const SEEN = { identity: 'td/ns/web/sa/client', sourceIp: '10.0.0.2', destinationIp: '10.0.0.1', destinationPort: 80 };
const PLAIN = { ...SEEN, identity: '' };
const exact = (value: string) => ({ kind: 'Exact', value });
const held = (name: string, action: string, rules: ZtunnelPolicy['rules'], dryRun = false): ZtunnelPolicy => ({
  name,
  namespace: 'shop',
  scope: 'Namespace',
  action,
  rules,
  dryRun,
});
const EVERYTHING: ZtunnelPolicy['rules'] = [[]];

test.each([
  ['no rules', [], false],
  ['a rule without clauses', [[]], true],
  ['a clause without matches', [[[]]], true],
  ['a match without attributes', [[[emptyMatch()]]], false],
  ['an empty match beside a full one', [[[emptyMatch(), { ...emptyMatch(), destinationPorts: [80] }]]], true],
])('A7, A8: %s matches: %s', (_name, rules, expected) => {
  expect(policyMatches({ rules }, SEEN)).toBe(expected);
});

test.each([
  ['principals', exact('td/ns/web/sa/client'), 'notPrincipals'],
  ['namespaces', exact('web'), 'notNamespaces'],
  ['serviceAccounts', exact('web/client'), 'notServiceAccounts'],
] as const)('A11: without an identity no %s match, so every negative one does', (field, pattern, negative) => {
  const positive = { rules: [[[{ ...emptyMatch(), [field]: [pattern] }]]] };
  const inverted = { rules: [[[{ ...emptyMatch(), [negative]: [pattern] }]]] };
  expect([policyMatches(positive, SEEN), policyMatches(inverted, SEEN)]).toEqual([true, false]);
  expect([policyMatches(positive, PLAIN), policyMatches(inverted, PLAIN)]).toEqual([false, true]);
});

test('A11: an empty pattern does not match a missing identity either', () => {
  for (const kind of ['Prefix', 'Suffix', 'Exact', 'Presence'])
    expect(policyMatches({ rules: [[[{ ...emptyMatch(), principals: [{ kind, value: '' }] }]]] }, PLAIN)).toBe(false);
});

test('A11: a principal written with the scheme matches nobody', () => {
  expect(
    policyMatches({ rules: [[[{ ...emptyMatch(), principals: [exact('spiffe://td/ns/web/sa/client')] }]]] }, SEEN),
  ).toBe(false);
});

test('addresses and ports in both directions', () => {
  const both = { ...emptyMatch(), sourceIps: ['10.0.0.0/24'], notDestinationPorts: [81], destinationIps: ['10.0.0.1'] };
  expect(policyMatches({ rules: [[[both]]] }, SEEN)).toBe(true);
  expect(policyMatches({ rules: [[[{ ...both, notSourceIps: ['10.0.0.2/32'] }]]] }, SEEN)).toBe(false);
});

test('A9: DENY first, then ALLOW, else everything', () => {
  const deny = held('d', 'Deny', EVERYTHING);
  const allow = held('a', 'Allow', EVERYTHING);
  const nothing = held('n', 'Allow', []);
  expect(decideRbac([], SEEN)).toEqual({ allowed: true, by: null });
  expect(decideRbac([allow, deny], SEEN)).toMatchObject({ allowed: false, because: 'denied', by: deny });
  expect(decideRbac([nothing, allow], SEEN)).toEqual({ allowed: true, by: allow });
  expect(decideRbac([nothing], SEEN)).toMatchObject({ allowed: false, because: 'not-allowed', considered: [nothing] });
  expect(decideRbac([held('d', 'Deny', [])], SEEN)).toEqual({ allowed: true, by: null });
});

test('A4: a dry run decides nothing', () => {
  expect(decideRbac([held('d', 'Deny', EVERYTHING, true), held('n', 'Allow', [], true)], SEEN).allowed).toBe(true);
});

test.each([
  ['Exact', 'a', 'a', true],
  ['Exact', 'a', 'ab', false],
  ['Prefix', 'a', 'ab', true],
  ['Prefix', 'b', 'ab', false],
  ['Suffix', 'b', 'ab', true],
  ['Suffix', 'a', 'ab', false],
  ['Presence', '', 'x', true],
  ['Presence', '', '', false],
  ['Regex', '.*', 'x', false],
])('%s %j on %j: %s', (kind, value, text, expected) => {
  expect(matchString({ kind, value }, text)).toBe(expected);
});
