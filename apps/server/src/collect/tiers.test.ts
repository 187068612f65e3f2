import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { SIGNALS } from './signals.ts';
import { POD_TIERS, renderTierRole, subjectOf, TIER_RULES } from './tiers.ts';

const documents = (text: string) => parseAllDocuments(text).map((document) => document.toJS());

it('each signal of a pod belongs to a tier with a rule', () => {
  expect(new Set(SIGNALS.map(({ tier }) => tier))).toEqual(new Set(POD_TIERS));
  for (const { tier } of SIGNALS) expect(TIER_RULES[tier].verbs.length).toBeGreaterThan(0);
});

it('gives one permission in one namespace to whoever runs', () => {
  const [role, binding] = documents(
    renderTierRole(1, 'istio-system', subjectOf('system:serviceaccount:tools:hopscope')),
  );
  expect(role).toMatchObject({
    kind: 'Role',
    metadata: { name: 'hopscope-tier-1', namespace: 'istio-system' },
    rules: [{ apiGroups: [''], resources: ['pods/proxy'], verbs: ['get'] }],
  });
  expect(binding).toMatchObject({
    kind: 'RoleBinding',
    metadata: { name: 'hopscope-tier-1', namespace: 'istio-system' },
    roleRef: { kind: 'Role', name: 'hopscope-tier-1' },
    subjects: [{ kind: 'ServiceAccount', name: 'hopscope', namespace: 'tools' }],
  });
});

it.each(['kubernetes-admin', 'anna@example.com', 'on', 'a: b', 'he said "no"\nkind: Secret', '42'])(
  'a user called %j stays one',
  (name) => {
    const [, binding] = documents(renderTierRole(3, 'a', subjectOf(name)));
    expect(binding.subjects).toEqual([{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name }]);
  },
);

it('there is nothing to give for objects and Prometheus', () => {
  expect([0, 4].map((tier) => renderTierRole(tier, 'a', subjectOf('me')))).toEqual(['', '']);
});
