import type { SourceStatus } from '@hopscope/core';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { createCosts } from './costs.ts';
import { liveTiers } from './tier-facts.ts';
import { subjectOf } from './tiers.ts';

const forbidden = (namespace: string): SourceStatus => ({
  source: 'ztunnel-config',
  tier: 2,
  scope: `${namespace}/a`,
  state: 'forbidden',
  at: null,
  count: 0,
  message: 'may not',
  permission: { verb: 'create', resource: 'pods/portforward', group: '', namespace },
});

it('gives a Role and its binding for each namespace in which a tier is refused', () => {
  const facts = { highest: 3, costs: createCosts(), subject: subjectOf('anna') };
  const tiers = liveTiers(['shop', 'istio-system', 'shop'].map(forbidden), facts, 0);
  const objects = parseAllDocuments(tiers[2]!.rule).map((document) => document.toJS());
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}`)).toEqual([
    'Role istio-system',
    'RoleBinding istio-system',
    'Role shop',
    'RoleBinding shop',
  ]);
  expect(objects[0].rules).toEqual([{ apiGroups: [''], resources: ['pods/portforward'], verbs: ['create', 'get'] }]);
  expect(objects[1].subjects).toMatchObject([{ kind: 'User', name: 'anna' }]);
  expect([tiers[0]!.rule, tiers[1]!.rule, tiers[3]!.rule]).toEqual(['', '', '']);
});

it('tells what asking cost, and nothing of what is not asked', () => {
  const costs = createCosts();
  costs.add(1, { requests: 3, bytes: 1_000, cpuMs: 1.4 }, 0);
  const tiers = liveTiers([], { highest: 1, costs, subject: subjectOf('anna') }, 0);
  expect(tiers[1]!.cost).toEqual({ seconds: 300, requests: 3, bytes: 1_000, cpuMs: 1 });
  expect([tiers[0]!.cost, tiers[2]!.cost]).toEqual([null, null]);
});
