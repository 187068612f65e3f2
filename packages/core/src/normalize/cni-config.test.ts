import { expect, test } from 'vitest';
import { readCniConfig } from './cni-config.ts';

const SELECTORS = 'AMBIENT_ENABLEMENT_SELECTOR';
const EXCLUDED = 'EXCLUDE_NAMESPACES';
const labelled = (value: string) => `- podSelector:\n    matchLabels: {mesh: ${value}}\n`;
const term = (text: string) => `- namespaceSelector:\n    matchExpressions:\n    - ${text}\n`;

test.each([
  ['two pairs', `${labelled('a')}${labelled('b')}`, 2],
  ['a pair of both halves', '- podSelector: {}\n  namespaceSelector: {}\n', 1],
  ['every operator', term('{key: a, operator: NotIn, values: [b]}') + term('{key: a, operator: Exists}'), 2],
  ['no pair: nobody is captured', '[]', 0],
])('E2: %s', (_name, text, count) => {
  const config = readCniConfig({ [SELECTORS]: text });
  expect(config.enablementSelectors).toHaveLength(count);
  expect(config.unreadable).toBeUndefined();
});

test.each([
  ['no YAML', '{'],
  ['no list', 'podSelector: {}'],
  ['a word', 'nonsense'],
  ['nothing', ''],
  ['a list of words', '[a]'],
  ['a selector that is a word', '- podSelector: a'],
  ['an operator that is none', term('{key: a, operator: Is, values: [b]}')],
  ['an operator without its values', term('{key: a, operator: In}')],
  ['an operator with values it cannot have', term('{key: a, operator: Exists, values: [b]}')],
  ['an expression without a key', term('{operator: Exists}')],
])('E2: %s cannot be understood: the default is assumed, and the key named', (_name, text) => {
  expect(readCniConfig({ [SELECTORS]: text })).toMatchObject({ enablementSelectors: null, unreadable: [SELECTORS] });
});

test('E3: a list that is none cannot be understood, and nobody is let in by it', () => {
  expect(readCniConfig({ [EXCLUDED]: '["a"' })).toMatchObject({
    excludeNamespaces: ['kube-system'],
    unreadable: [EXCLUDED],
  });
  expect(readCniConfig({ [EXCLUDED]: 'a,b,' })).toMatchObject({ excludeNamespaces: ['a', 'b'] });
});

test('E2, E3: absent keys keep the defaults', () => {
  expect(readCniConfig({})).toEqual({
    ambientEnabled: null,
    excludeNamespaces: ['kube-system'],
    enablementSelectors: null,
    dnsCapture: null,
    ipv6: null,
  });
});

test.each([
  ['169.254.9.9', 'fd99::1', { probeAddress: '169.254.9.9', probeAddressV6: 'fd99::1' }],
  [' 169.254.9.9 ', '', { probeAddress: '169.254.9.9' }],
  ['nonsense', 'x:y', {}],
])('N3: probe addresses %j and %j', (four, six, expected) => {
  const { probeAddress, probeAddressV6 } = readCniConfig({ HOST_PROBE_SNAT_IP: four, HOST_PROBE_SNAT_IPV6: six });
  expect({ ...(probeAddress && { probeAddress }), ...(probeAddressV6 && { probeAddressV6 }) }).toEqual(expected);
});
