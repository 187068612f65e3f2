import { expect, test } from 'vitest';
import { readAuthorizationPolicy, readPeerAuthentication, readRequestAuthentication } from './istio-policies.ts';

const policy = (spec: unknown, annotations = {}) =>
  readAuthorizationPolicy({ metadata: { name: 'p', namespace: 'n', annotations }, spec });

test.each([
  [{}, { action: 'ALLOW', selector: null, rules: [], targetRefs: [] }],
  [undefined, { action: 'ALLOW', selector: null, rules: [] }],
  [{ selector: {} }, { selector: {} }],
  [{ selector: { matchLabels: { app: 'a' } } }, { selector: { app: 'a' } }],
  [{ action: 'deny' }, { action: 'DENY' }],
  [{ rules: [{}] }, { rules: [{ from: [], to: [], when: [] }] }],
  [{ rules: [null, 'x'] }, { rules: [] }],
])('the forms of %j', (spec, expected) => {
  expect(policy(spec)).toMatchObject(expected);
});

test('targetRef and targetRefs are one list, in the namespace of the policy', () => {
  const { targetRefs } = policy({
    targetRef: { group: 'core', kind: 'Service', name: 'a' },
    targetRefs: [{ kind: 'Gateway', name: 'b', namespace: 'm' }],
  });
  expect(targetRefs).toEqual([
    { group: '', kind: 'Service', namespace: 'n', name: 'a' },
    { group: '', kind: 'Gateway', namespace: 'm', name: 'b' },
  ]);
});

test('clauses with every attribute, and a port written as a number', () => {
  const [rule] = policy({
    rules: [
      {
        from: [{ source: { principals: ['p'], notNamespaces: ['x'] } }, {}],
        to: [{ operation: { ports: [80], methods: ['GET'] } }],
        when: [{ key: 'k', values: ['v'] }],
      },
    ],
  }).rules;
  expect(rule!.from[0]).toMatchObject({ principals: ['p'], notNamespaces: ['x'], ipBlocks: [] });
  expect(rule!.from).toHaveLength(2);
  expect(rule!.to[0]).toMatchObject({ ports: ['80'], methods: ['GET'] });
  expect(rule!.when).toEqual([{ key: 'k', values: ['v'], notValues: [] }]);
});

test('a dry run says so in an annotation', () => {
  expect(policy({}, { 'istio.io/dry-run': 'true' }).dryRun).toBe(true);
  expect(policy({}, { 'istio.io/dry-run': 'false' }).dryRun).toBe(false);
});

test('mTLS modes', () => {
  const read = (spec: unknown) => readPeerAuthentication({ metadata: { name: 'p', namespace: 'n' }, spec });
  expect(read({})).toMatchObject({ mode: 'UNSET', selector: null, portModes: {} });
  expect(read({ mtls: { mode: 'STRICT' }, portLevelMtls: { 8080: { mode: 'DISABLE' }, 9: {} } })).toMatchObject({
    mode: 'STRICT',
    portModes: { 8080: 'DISABLE', 9: 'UNSET' },
  });
});

test('of a RequestAuthentication the issuers, never the keys', () => {
  const read = readRequestAuthentication({
    metadata: { name: 'p', namespace: 'n' },
    spec: { jwtRules: [{ issuer: 'https://i.example', jwks: '{"keys":["hunter2"]}' }, {}] },
  });
  expect(read.issuers).toEqual(['https://i.example']);
  expect(JSON.stringify(read)).not.toContain('hunter2');
});

test.each([
  ['{"keys":[]}', ['i']],
  ['no json', ['i']],
  ['{"keys":[{"kty":"RSA","n":"x"}]}', ['i']],
  ['{"keys":[{"kty":"RSA","n":"x","e":"AQAB"}]}', []],
  ['{"keys":[{"kty":"EC","x":"x","y":"y"}]}', []],
  ['{"keys":[{"kty":"moon"},{"kty":"oct","k":"x"}]}', []],
  ['', []],
])('R12: whether an inline key set can hold a key: %s', (jwks, without) => {
  const spec = { jwtRules: [{ issuer: 'i', jwks }] };
  expect(readRequestAuthentication({ metadata: { name: 'p', namespace: 'n' }, spec }).withoutKeys).toEqual(without);
});

test('R8: a token may be looked for elsewhere than in Authorization', () => {
  const read = (rule: object) =>
    readRequestAuthentication({ metadata: { name: 'p', namespace: 'n' }, spec: { jwtRules: [rule] } }).readsOtherPlaces;
  expect([read({}), read({ fromHeaders: [{ name: 'x' }] }), read({ fromParams: ['t'] })]).toEqual([false, true, true]);
});

test('who is asked, and when somebody edited it last', () => {
  const managedFields = [
    { manager: 'kubectl', time: '2026-01-01T00:00:00Z' },
    { manager: 'helm', time: '2026-01-02T00:00:00Z' },
    { manager: 'istio-ambient-ztunnel-policy', time: '2026-01-03T00:00:00Z' },
    { manager: 'argocd', subresource: 'status', time: '2026-01-04T00:00:00Z' },
    { manager: 'odd', time: 7 },
  ];
  const raw = { metadata: { name: 'p', namespace: 'n', managedFields }, spec: { provider: { name: 'login' } } };
  expect(readAuthorizationPolicy(raw)).toMatchObject({ provider: 'login', editedAt: '2026-01-02T00:00:00Z' });
  expect(readPeerAuthentication(raw)).toMatchObject({ editedAt: '2026-01-02T00:00:00Z' });
  expect(policy({ provider: 'x' })).not.toHaveProperty('provider');
  expect(policy({})).not.toHaveProperty('editedAt');
});
