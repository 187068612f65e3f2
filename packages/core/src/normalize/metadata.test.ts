import { expect, test } from 'vitest';
import { readConditions, readLabels, readMetadata, readOwner, readSelector, readSelectorOrNull } from './metadata.ts';

test('of the annotations only those a rule reads are kept', () => {
  const { annotations } = readMetadata(
    {
      metadata: {
        name: 'p',
        annotations: {
          'ambient.istio.io/redirection': 'enabled',
          'kubectl.kubernetes.io/last-applied-configuration': '{"password":"hunter2"}',
          'sidecar.istio.io/status': '{"containers":["istio-proxy"]}',
          'istio.io/dry-run': true,
        },
      },
    },
    true,
  );
  expect(annotations).toEqual({
    'ambient.istio.io/redirection': 'enabled',
    'sidecar.istio.io/status': 'present',
    'istio.io/dry-run': 'true',
  });
});

test('a namespaced object without a namespace is in default, a cluster-scoped one in none', () => {
  expect(readMetadata({ metadata: { name: 'a' } }, true).namespace).toBe('default');
  expect(readMetadata({ metadata: { name: 'a', namespace: 'x' } }, false).namespace).toBe('');
});

test('equal labels share one object', () => {
  expect(readLabels({ app: 'web', tier: 'a' })).toBe(readLabels({ app: 'web', tier: 'a' }));
  expect(readLabels({ app: 'web' })).not.toBe(readLabels({ app: 'api' }));
  expect(readLabels({ app: 1, broken: {} })).toEqual({ app: '1' });
});

test('conditions tolerate what Istio and old servers write', () => {
  expect(
    readConditions([{ type: 'Ready', status: 'True', observedGeneration: '3', lastTransitionTime: 'soon' }, 'x']),
  ).toEqual([{ type: 'Ready', status: 'True', reason: '', message: '', since: null, observedGeneration: 3 }]);
});

test('an absent selector is null, an empty one selects everything', () => {
  expect(readSelectorOrNull(undefined)).toBeNull();
  expect(readSelectorOrNull({})).toEqual({ matchLabels: {}, matchExpressions: [] });
  expect(readSelector({ matchExpressions: [{ key: 'a', operator: 'In', values: ['b', 1] }] }).matchExpressions).toEqual(
    [{ key: 'a', operator: 'In', values: ['b', '1'] }],
  );
});

test('the controlling owner comes before any other', () => {
  const owners = [
    { kind: 'Custom', name: 'c' },
    { kind: 'ReplicaSet', name: 'r', controller: true },
  ];
  expect(readOwner({ metadata: { ownerReferences: owners } })).toEqual({ kind: 'ReplicaSet', name: 'r' });
  expect(readOwner({ metadata: { ownerReferences: [owners[0]] } })).toEqual({ kind: 'Custom', name: 'c' });
  expect(readOwner({})).toBeNull();
});
