import { expect, test } from 'vitest';
import { readConfigMap } from './config-maps.ts';

const map = (name: string, data: unknown, labels = {}) =>
  readConfigMap({ metadata: { name, namespace: 'istio-system', labels }, data });

test('the mesh with its defaults', () => {
  const value = {
    revision: 'default',
    rootNamespace: 'istio-system',
    trustDomain: 'cluster.local',
    discoverySelectors: null,
    outboundTrafficPolicy: 'ALLOW_ANY',
  };
  for (const data of [undefined, {}, { mesh: '' }, { mesh: '{' }, { mesh: '- a' }, { mesh: 7 }, { mesh: '&a [*b]' }]) {
    expect(map('istio', data)).toMatchObject({ config: 'meshConfig', value });
  }
});

test('the mesh as it was written', () => {
  const mesh =
    'rootNamespace: root\ntrustDomain: td.example\noutboundTrafficPolicy:\n  mode: REGISTRY_ONLY\ndiscoverySelectors:\n- matchLabels:\n    mesh: "yes"\n';
  expect(map('istio-canary', { mesh })).toMatchObject({
    value: {
      revision: 'canary',
      rootNamespace: 'root',
      trustDomain: 'td.example',
      outboundTrafficPolicy: 'REGISTRY_ONLY',
      discoverySelectors: [{ matchLabels: { mesh: 'yes' }, matchExpressions: [] }],
    },
  });
  expect(map('istio', { mesh }, { 'istio.io/rev': 'stable' })).toMatchObject({ value: { revision: 'stable' } });
});

test('A12: the services that CUSTOM policies can ask', () => {
  const mesh =
    'extensionProviders:\n- name: login\n  envoyExtAuthzGrpc:\n    service: auth/login.example\n    port: "9000"\n    failOpen: true\n- name: logs\n  zipkin: {service: a, port: 1}\n- 7\n';
  expect(map('istio', { mesh })).toMatchObject({
    value: {
      authorizationProviders: [{ name: 'login', service: 'auth/login.example', port: 9000, failOpen: true }],
    },
  });
  expect(map('istio', { mesh: 'extensionProviders: 7' })?.value).not.toHaveProperty('authorizationProviders');
});

test.each([
  ['kube-system', ['kube-system']],
  ['a,b c\nd', ['a', 'b', 'c', 'd']],
  ['["a","b"]', ['a', 'b']],
  ['', []],
  [undefined, ['kube-system']],
])('excluded namespaces: %j', (text, names) => {
  const data = text === undefined ? {} : { EXCLUDE_NAMESPACES: text };
  expect(map('istio-cni-config', data)).toMatchObject({ config: 'cniConfig', value: { excludeNamespaces: names } });
});

test('enablement selectors and switches of the CNI', () => {
  const selector = '- podSelector:\n    matchLabels: {a: b}\n- namespaceSelector:\n    matchLabels: {c: d}\n';
  expect(
    map('istio-cni-config', {
      AMBIENT_ENABLED: 'true',
      AMBIENT_DNS_CAPTURE: 'false',
      AMBIENT_ENABLEMENT_SELECTOR: selector,
    }),
  ).toMatchObject({
    value: {
      ambientEnabled: true,
      dnsCapture: false,
      ipv6: null,
      enablementSelectors: [
        { pod: { matchLabels: { a: 'b' } }, namespace: { matchLabels: {} } },
        { pod: { matchLabels: {} }, namespace: { matchLabels: { c: 'd' } } },
      ],
    },
  });
  expect(map('istio-cni-config', { AMBIENT_ENABLEMENT_SELECTOR: 'nonsense' })).toMatchObject({
    value: { enablementSelectors: null },
  });
});

test('of Cilium only the keys of the network rules', () => {
  expect(map('cilium-config', { 'cni-exclusive': 'true', 'etcd-config': 'hunter2' })).toMatchObject({
    config: 'ciliumConfig',
    value: { 'cni-exclusive': 'true' },
  });
  expect(JSON.stringify(map('cilium-config', { 'etcd-config': 'hunter2' }))).not.toContain('hunter2');
});

test('a root certificate is there or not, and never kept', () => {
  expect(map('istio-ca-root-cert', { 'root-cert.pem': '-----BEGIN' })).toMatchObject({
    config: 'rootCert',
    value: { namespace: 'istio-system', roots: [] },
  });
  expect(map('istio-ca-root-cert', { 'root-cert.pem': '' })).toMatchObject({ value: null });
  expect(map('istio-ca-root-cert', undefined)).toMatchObject({ value: { roots: [] } });
});

test('any other ConfigMap is nobody', () => {
  for (const name of ['coredns', 'app-settings', 'istio-sidecar-injector'])
    expect(map(name, { password: 'hunter2' })).toBeNull();
});

test('other names of the trust domain, and which Services other clusters see', () => {
  const mesh = [
    'trustDomainAliases: [old.example, 7]',
    'serviceScopeConfigs:',
    '- servicesSelector:',
    '    matchLabels: {istio.io/global: "true"}',
    '  scope: global',
    '- {}',
  ].join('\n');
  expect(map('istio', { mesh })).toMatchObject({
    value: {
      trustDomainAliases: ['old.example', '7'],
      serviceScopes: [
        { scope: 'GLOBAL', service: { matchLabels: { 'istio.io/global': 'true' } }, namespace: { matchLabels: {} } },
        { scope: 'LOCAL', service: { matchLabels: {} }, namespace: { matchLabels: {} } },
      ],
    },
  });
  const bare = map('istio', { mesh: 'rootNamespace: r' });
  expect(bare).not.toHaveProperty('value.trustDomainAliases');
  expect(bare).not.toHaveProperty('value.serviceScopes');
});
