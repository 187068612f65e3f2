import { expect, test } from 'vitest';
import { istiod } from '../policy/small-policies.ts';
import { meshConfig, namespace, service, smallMesh } from '../small-mesh.ts';
import { configuredScopeOf, scopeOfService } from './service-scope.ts';

const matching = (matchLabels: Record<string, string>) => ({ matchLabels, matchExpressions: [] });
const rule = (scope: string, of: Record<string, string>, where: Record<string, string> = {}) => ({
  scope,
  service: matching(of),
  namespace: matching(where),
});
const labels = { 'istio.io/global': 'true' };
const one = service('shop/s', { labels });
const meshOf = (rules: ReturnType<typeof rule>[], flag = 'true') =>
  smallMesh({
    namespaces: [namespace('shop', { team: 'a' })],
    services: [one],
    meshConfig: meshConfig({ serviceScopes: rules }),
    controllers: [istiod({ AMBIENT_ENABLE_MULTI_NETWORK: flag })],
  });

test.each([
  ['no rule', [], 'local'],
  ['a rule for its labels', [rule('GLOBAL', labels)], 'global'],
  ['a rule for its namespace', [rule('GLOBAL', {}, { team: 'a' })], 'global'],
  ['a rule for another namespace', [rule('GLOBAL', labels, { team: 'b' })], 'local'],
  ['a local rule before a global one', [rule('LOCAL', labels), rule('GLOBAL', labels)], 'global'],
])('MC3: with %s', (_name, rules, expected) => {
  expect(configuredScopeOf(meshOf(rules), one)).toBe(expected);
  expect(scopeOfService(meshOf(rules), one)).toBe(expected);
});

test('MC1, MC3: without the flag, and in a namespace that is not there, everything is local', () => {
  const rules = [rule('GLOBAL', labels)];
  expect(scopeOfService(meshOf(rules, 'false'), one)).toBe('local');
  expect(configuredScopeOf(meshOf(rules), service('web/s', { labels }))).toBe('local');
});
