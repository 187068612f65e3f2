import { expect, test } from 'vitest';
import { readStringMatch, readZtunnelPolicy } from './ztunnel-policy.ts';

test.each([
  [{ Exact: 'a' }, [{ kind: 'Exact', value: 'a' }]],
  [{ prefix: 'a' }, [{ kind: 'Prefix', value: 'a' }]],
  [{ Suffix: 'a' }, [{ kind: 'Suffix', value: 'a' }]],
  [{ Presence: [] }, [{ kind: 'Presence', value: '' }]],
  [{ presence: true }, [{ kind: 'Presence', value: '' }]],
  [{ matchType: { Exact: 'a' } }, [{ kind: 'Exact', value: 'a' }]],
  [{ namespace: 'n', serviceAccount: 'a' }, [{ kind: 'Exact', value: 'n/a' }]],
  [{ namespace: 'n', service_account: 'a' }, [{ kind: 'Exact', value: 'n/a' }]],
  ['a', [{ kind: 'Exact', value: 'a' }]],
  [{ Unheard: 'a' }, []],
  [7, []],
])('%j', (raw, matches) => {
  expect(readStringMatch(raw)).toEqual(matches);
});

test('rules in lists of lists, keys in both spellings', () => {
  const policy = readZtunnelPolicy({
    name: 'p',
    namespace: 'n',
    scope: 'WORKLOAD_SELECTOR',
    action: 'DENY',
    dry_run: true,
    rules: [
      [[{ notPrincipals: [{ Presence: [] }], destination_ports: [80, '81', 'x'], sourceIps: ['10.0.0.0/8'] }], []],
    ],
  });
  expect(policy).toMatchObject({ scope: 'WorkloadSelector', action: 'Deny', dryRun: true });
  expect(policy.rules).toHaveLength(1);
  expect(policy.rules[0]).toHaveLength(2);
  expect(policy.rules[0]![0]![0]).toMatchObject({
    notPrincipals: [{ kind: 'Presence', value: '' }],
    destinationPorts: [80, 81],
    sourceIps: ['10.0.0.0/8'],
    principals: [],
  });
});

test('rules in the API form', () => {
  const { rules, scope, action } = readZtunnelPolicy({
    rules: [{ clauses: [{ matches: [{ principals: [{ exact: 'a' }] }] }] }],
  });
  expect(rules[0]![0]![0]!.principals).toEqual([{ kind: 'Exact', value: 'a' }]);
  expect([scope, action]).toEqual(['Global', 'Allow']);
});
