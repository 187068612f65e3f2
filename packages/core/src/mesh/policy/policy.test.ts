import { expect, test } from 'vitest';
import { gateway, meshConfig, namespace, smallMesh } from '../small-mesh.ts';
import {
  appliesToWorkload,
  convertPolicy,
  hasL7,
  policiesAtWaypoint,
  reachesZtunnel,
  scopeOf,
  toMatch,
} from './policy.ts';
import { policyMatches } from './rbac.ts';
import { policy, rule } from './small-policies.ts';

const mesh = smallMesh({});
const POD = { namespace: 'shop', labels: { app: 'a' } };
const SEEN = {
  identity: 'cluster.local/ns/web/sa/client',
  sourceIp: '10.0.0.2',
  destinationIp: '10.0.0.1',
  destinationPort: 8080,
};
const matches = (action: string, ...rules: ReturnType<typeof rule>[]) =>
  policyMatches(convertPolicy(mesh, policy('shop/p', { action, rules })), SEEN);

test.each([
  ['ALLOW', {}, true],
  ['DENY', {}, true],
  ['AUDIT', {}, false],
  ['CUSTOM', {}, false],
  ['ALLOW', { dryRun: true }, false],
  ['ALLOW', { targetRefs: [{ group: '', kind: 'Service', namespace: 'shop', name: 'x' }] }, false],
  ['ALLOW', { labels: { 'istio.io/rev': 'canary' } }, false],
  ['ALLOW', { labels: { 'istio.io/rev': 'default' } }, true],
])('A1, A4, S7: %s %j reaches ztunnel: %s', (action, rest, expected) => {
  expect(reachesZtunnel(mesh, policy('shop/p', { action, ...rest }))).toBe(expected);
});

test('S7: an istiod without a revision takes every object', () => {
  const labelled = policy('shop/p', { labels: { 'istio.io/rev': 'canary' } });
  expect(reachesZtunnel(smallMesh({ meshConfig: meshConfig({ revision: '' }) }), labelled)).toBe(true);
  expect(reachesZtunnel(smallMesh({ meshConfig: meshConfig({ revision: 'canary' }) }), labelled)).toBe(true);
});

test('E13: a policy in a namespace that istiod does not look at is none', () => {
  const discoverySelectors = [{ matchLabels: { seen: 'yes' }, matchExpressions: [] }];
  const namespaces = [namespace('shop', { seen: 'yes' }), namespace('web')];
  const chosen = smallMesh({ namespaces, meshConfig: meshConfig({ discoverySelectors }) });
  expect(reachesZtunnel(chosen, policy('shop/p'))).toBe(true);
  expect(reachesZtunnel(chosen, policy('web/p'))).toBe(false);
});

test.each([
  ['shop/p', null, 'Namespace', true],
  ['web/p', null, 'Namespace', false],
  ['istio-system/p', null, 'Global', true],
  ['shop/p', { app: 'a' }, 'WorkloadSelector', true],
  ['shop/p', { app: 'b' }, 'WorkloadSelector', false],
  ['web/p', { app: 'a' }, 'WorkloadSelector', false],
  ['istio-system/p', { app: 'a' }, 'WorkloadSelector', true],
  ['shop/p', {}, 'WorkloadSelector', false],
])('A3: %s with selector %j is %s and applies: %s', (name, selector, scope, expected) => {
  const one = policy(name, { selector: selector as Record<string, string> | null });
  expect(scopeOf(mesh, one)).toBe(scope);
  expect(appliesToWorkload(mesh, one, POD)).toBe(expected);
});

test('A3: matchLabels written and empty holds every workload, a bare selector none', () => {
  const all = policy('shop/p', { selector: {}, selectsAll: true });
  expect(scopeOf(mesh, all)).toBe('WorkloadSelector');
  expect(appliesToWorkload(mesh, all, POD)).toBe(true);
  expect(appliesToWorkload(mesh, all, { namespace: 'web', labels: { app: 'a' } })).toBe(false);
});

test('A3: a workload without any label is held by every selector, but the bare one', () => {
  const bare = { namespace: 'shop', labels: {} };
  expect(appliesToWorkload(mesh, policy('shop/p', { selector: { app: 'b' } }), bare)).toBe(true);
  expect(appliesToWorkload(mesh, policy('istio-system/p', { selector: { app: 'b' } }), bare)).toBe(true);
  expect(appliesToWorkload(mesh, policy('web/p', { selector: { app: 'b' } }), bare)).toBe(false);
  expect(appliesToWorkload(mesh, policy('shop/p', { selector: {} }), bare)).toBe(false);
});

test('A3: the root namespace is what MeshConfig says', () => {
  const other = smallMesh({ meshConfig: meshConfig({ rootNamespace: 'mesh' }) });
  expect(scopeOf(other, policy('mesh/p'))).toBe('Global');
  expect(appliesToWorkload(other, policy('istio-system/p'), POD)).toBe(false);
});

test.each([
  ['no rules match nothing', [], false],
  ['an empty rule matches everything', [rule({})], true],
  ['a principal', [rule({ from: [{ principals: ['cluster.local/ns/web/sa/client'] }] })], true],
  [
    'a principal with the scheme never matches',
    [rule({ from: [{ principals: ['spiffe://cluster.local/ns/web/sa/client'] }] })],
    false,
  ],
  ['a namespace', [rule({ from: [{ namespaces: ['web'] }] })], true],
  ['not a namespace', [rule({ from: [{ notNamespaces: ['web'] }] })], false],
  ['a service account of the own namespace', [rule({ from: [{ serviceAccounts: ['client'] }] })], false],
  ['a service account with its namespace', [rule({ from: [{ serviceAccounts: ['web/client'] }] })], true],
  ['sources are alternatives', [rule({ from: [{ namespaces: ['x'] }, { namespaces: ['web'] }] })], true],
  ['from and to must both hold', [rule({ from: [{ namespaces: ['web'] }], to: [{ ports: ['9090'] }] })], false],
  ['a port', [rule({ to: [{ ports: ['9090', '8080'] }] })], true],
  [
    'every condition must hold',
    [
      rule({
        when: [
          { key: 'source.namespace', values: ['web'] },
          { key: 'destination.port', values: ['1'] },
        ],
      }),
    ],
    false,
  ],
  ['a block', [rule({ from: [{ ipBlocks: ['10.0.0.0/24'] }] })], true],
  ['a destination address', [rule({ when: [{ key: 'destination.ip', values: ['10.0.0.1'] }] })], true],
  ['rules are alternatives', [rule({ to: [{ ports: ['1'] }] }), rule({})], true],
])('A8, A9: %s', (_name, rules, expected) => {
  expect(matches('ALLOW', ...rules)).toBe(expected);
  expect(matches('DENY', ...rules)).toBe(expected);
});

test('A6: an ALLOW rule with an HTTP attribute is left out, the others stay', () => {
  const http = rule({ from: [{ namespaces: ['web'] }], to: [{ methods: ['GET'] }] });
  expect(matches('ALLOW', http)).toBe(false);
  expect(matches('ALLOW', http, rule({ to: [{ ports: ['8080'] }] }))).toBe(true);
  expect(convertPolicy(mesh, policy('shop/p', { rules: [http] })).rules).toEqual([]);
});

test.each([
  ['only a method: no effect', rule({ to: [{ methods: ['GET'] }] }), false],
  ['a client and a method: no effect', rule({ from: [{ namespaces: ['web'] }], to: [{ methods: ['GET'] }] }), false],
  ['a port and a method: the whole port', rule({ to: [{ ports: ['8080'], methods: ['GET'] }] }), true],
  ['a principal and a token: the principal', rule({ from: [{ namespaces: ['web'], requestPrincipals: ['*'] }] }), true],
  [
    'a header: no effect',
    rule({ from: [{ namespaces: ['web'] }], when: [{ key: 'request.headers[x]', values: ['1'] }] }),
    false,
  ],
])('A7: DENY with %s', (_name, one, expected) => {
  expect(matches('DENY', one)).toBe(expected);
});

test('A5: which rules have HTTP attributes', () => {
  expect(hasL7(rule({ to: [{ notPaths: ['/x'] }] }))).toBe(true);
  expect(hasL7(rule({ from: [{ remoteIpBlocks: ['1.1.1.1'] }] }))).toBe(true);
  expect(hasL7(rule({ when: [{ key: 'request.auth.claims[x]', values: ['1'] }] }))).toBe(true);
  expect(hasL7(rule({ when: [{ key: 'source.ip', values: ['1.1.1.1'] }], to: [{ ports: ['80'] }] }))).toBe(false);
});

test('what is no port or no block is left out, and an emptied match never matches', () => {
  expect(matches('ALLOW', rule({ to: [{ ports: ['http', '8080'] }] }))).toBe(true);
  expect(matches('ALLOW', rule({ to: [{ ports: ['http'] }] }))).toBe(false);
  expect(matches('ALLOW', rule({ to: [{ ports: ['70000'] }] }))).toBe(false);
  expect(matches('ALLOW', rule({ from: [{ ipBlocks: ['everywhere'] }] }))).toBe(false);
});

test.each([
  ['*', { kind: 'Presence', value: '' }],
  ['*-suffix', { kind: 'Suffix', value: '-suffix' }],
  ['prefix-*', { kind: 'Prefix', value: 'prefix-' }],
  ['in*side', { kind: 'Exact', value: 'in*side' }],
  ['*both*', { kind: 'Suffix', value: 'both*' }],
])('pattern %s', (text, expected) => {
  expect(toMatch(text)).toEqual(expected);
});

test('A2: which targets a waypoint enforces', () => {
  const waypoint = gateway('shop/wp');
  const target = (kind: string, name: string, from = 'shop') =>
    policy(`${from}/p-${kind}-${name}`, { targetRefs: [{ group: '', kind, namespace: from, name }] });
  const authorizationPolicies = [
    target('Gateway', 'wp'),
    target('Gateway', 'other'),
    target('Gateway', 'wp', 'web'),
    target('Service', 'cart'),
    target('Service', 'other'),
    target('Service', 'cart', 'web'),
    target('GatewayClass', 'istio-waypoint', 'istio-system'),
    target('GatewayClass', 'istio-waypoint'),
    target('GatewayClass', 'custom', 'istio-system'),
    policy('shop/selector', { selector: {} }),
  ];
  const held = policiesAtWaypoint(smallMesh({ authorizationPolicies }), waypoint, {
    kind: 'Service',
    namespace: 'shop',
    name: 'cart',
  });
  expect(held.map((one) => `${one.namespace}/${one.name}`)).toEqual([
    'shop/p-Gateway-wp',
    'shop/p-Service-cart',
    'istio-system/p-GatewayClass-istio-waypoint',
  ]);
});
