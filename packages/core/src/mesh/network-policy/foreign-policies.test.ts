import { expect, test } from 'vitest';
import type { Marker } from '../../state/kubernetes.ts';
import { metadata, smallMesh } from '../small-mesh.ts';
import { foreignPoliciesOf, foreignPolicyGap } from './foreign-policies.ts';

const marker = (kind: string, name: string): Marker => ({
  ...metadata(name),
  kind,
  selector: null,
  target: '',
  at: null,
});
const markers = [
  marker('CiliumNetworkPolicy', 'shop/a'),
  marker('ClusterNetworkPolicy', 'all'),
  marker('CalicoNetworkPolicy', 'shop/knp.default.b'),
  marker('Lease', 'shop/c'),
];

test('those of the namespaces, and of the whole cluster; copies and other kinds are none', () => {
  const names = (...namespaces: string[]) =>
    foreignPoliciesOf(smallMesh({ markers }), namespaces).map(({ name }) => name);
  expect(names('shop', 'shop')).toEqual(['all', 'a']);
  expect(names('web')).toEqual(['all']);
  expect(foreignPoliciesOf(smallMesh({}), ['shop'])).toEqual([]);
});

test('N1: they are said, with up to three names, and not evaluated', () => {
  expect(foreignPolicyGap(smallMesh({ markers }), ['shop'])).toMatchObject({
    source: 'ClusterNetworkPolicy',
    why: 'policies of the network plugin are not evaluated (ClusterNetworkPolicy all, CiliumNetworkPolicy shop/a)',
  });
  expect(foreignPolicyGap(smallMesh({ markers: markers.slice(0, 1) }), ['web'])).toBeNull();
});

test('Calico keeps its policies in two groups: each is named once', () => {
  const both = [marker('CalicoNetworkPolicy', 'shop/a'), marker('StoredCalicoNetworkPolicy', 'shop/a')];
  expect(foreignPolicyGap(smallMesh({ markers: both }), ['shop'])?.why).toContain('(Calico NetworkPolicy shop/a)');
});

test.each([
  ['forbidden', null, ['shop'], true],
  ['forbidden', 'shop', ['shop'], true],
  ['forbidden', 'shop', ['web'], false],
  ['failed', null, ['shop'], true],
  ['not-read', null, ['shop'], false],
  ['unserved', null, ['shop'], false],
] as const)('a kind that is %s in %s, asked for %j: a gap %s', (state, scope, namespaces, expected) => {
  const sources = smallMesh({}).state.sources.map((status) =>
    status.source === 'CiliumNetworkPolicy' ? { ...status, state, scope } : status,
  );
  expect(foreignPolicyGap(smallMesh({ sources }), namespaces) !== null).toBe(expected);
});
