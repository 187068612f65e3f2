import { expect, test } from 'vitest';
import type { ServiceEntryVisibility } from '../../state/istio.ts';
import { meshConfig, namespace, serviceEntry, smallMesh } from '../small-mesh.ts';
import { visibilityOf } from './visibility.ts';

const selector = (matchLabels: Record<string, string>) => ({ matchLabels, matchExpressions: [] });
const entry = serviceEntry('shop/e');

function told(serviceEntryVisibility: ServiceEntryVisibility) {
  const mesh = smallMesh({
    namespaces: [namespace('shop', { team: 'a' })],
    meshConfig: meshConfig({ serviceEntryVisibility }),
  });
  return visibilityOf(mesh, entry);
}

test('D5: not configured is public', () => {
  expect(visibilityOf(smallMesh({ meshConfig: meshConfig() }), entry)).toBe('public');
});

test.each([
  ['the default', { byDefault: 'NAMESPACE', policies: [] }, 'namespace'],
  ['an unknown word', { byDefault: 'UNSPECIFIED', policies: [] }, 'public'],
  [
    'a policy that selects',
    { byDefault: 'NAMESPACE', policies: [{ visibility: 'PUBLIC', selectors: [selector({ team: 'a' })] }] },
    'public',
  ],
  [
    'a policy that does not',
    { byDefault: 'NAMESPACE', policies: [{ visibility: 'PUBLIC', selectors: [selector({ team: 'b' })] }] },
    'namespace',
  ],
  [
    'the empty selector selects',
    { byDefault: 'PUBLIC', policies: [{ visibility: 'NONE', selectors: [selector({})] }] },
    'none',
  ],
  ['no rules at all select', { byDefault: 'PUBLIC', policies: [{ visibility: 'NONE', selectors: [] }] }, 'none'],
  [
    'every rule must hold',
    { byDefault: 'PUBLIC', policies: [{ visibility: 'NONE', selectors: [selector({}), selector({ team: 'b' })] }] },
    'public',
  ],
  [
    'a rule of an unknown kind never holds',
    { byDefault: 'PUBLIC', policies: [{ visibility: 'NONE', selectors: [null] }] },
    'public',
  ],
  [
    'the first policy wins',
    {
      byDefault: 'PUBLIC',
      policies: [
        { visibility: 'NAMESPACE', selectors: [selector({})] },
        { visibility: 'NONE', selectors: [selector({})] },
      ],
    },
    'namespace',
  ],
])('D5: %s', (_name, rules, expected) => {
  expect(told(rules)).toBe(expected);
});

test('ST2: without MeshConfig istiod’s own condition tells', () => {
  const condition = {
    type: 'istio.io/VisibilityApplied',
    status: 'True',
    reason: 'Namespace',
    message: '',
    since: null,
    observedGeneration: null,
  };
  expect(visibilityOf(smallMesh({}), { ...entry, conditions: [condition] })).toBe('namespace');
  expect(visibilityOf(smallMesh({}), entry)).toBe('public');
});
