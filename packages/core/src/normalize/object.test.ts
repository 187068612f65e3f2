import { setFlagsFromString } from 'node:v8';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { KINDS } from '../state/kinds.ts';
import { emptyState, MeshState } from '../state/mesh-state.ts';
import { assembleState } from './assemble.ts';
import { type Normalized, normalizeObject } from './object.ts';
import { randomJson, randomRow } from './random-json.fixture.ts';

const takenAt = '2026-01-01T00:00:00Z';

/** The state holds what the schema names and nothing else. */
function expectClosed(normalized: readonly Normalized[]): void {
  const state = assembleState({ takenAt, cluster: 'c', normalized });
  expect([...Value.Errors(MeshState, state)].slice(0, 3)).toEqual([]);
  expect(Value.Clean(MeshState, structuredClone(state))).toEqual(state);
}

const object = (kind: string, group: string, extra: object = {}) => ({
  apiVersion: group === '' ? 'v1' : `${group}/v1`,
  kind,
  metadata: { name: kind === 'ConfigMap' ? 'istio' : 'x', namespace: 'n' },
  ...extra,
});

test('every kind of the table is read, and an empty object of it fits the schema', () => {
  for (const { kind, group } of KINDS) {
    const normalized = normalizeObject(object(kind, group));
    expect(normalized, kind).not.toBeNull();
    expectClosed([normalized!]);
  }
});

/** V8's own word for it; only natives tell. */
setFlagsFromString('--allow-natives-syntax');
const haveOneShape = new Function('a', 'b', 'return %HaveSameMap(a, b)') as (a: unknown, b: unknown) => boolean;

const entityOf = (kind: string, group: string): object | null => {
  const read = normalizeObject(object(kind, group));
  return read !== null && 'entity' in read ? read.entity : null;
};

// A ConfigMap becomes settings of the mesh, and is none of many.
test.each(KINDS.filter(({ kind }) => kind !== 'ConfigMap'))(
  'objects of kind $kind share a shape, or whoever reads thousands of them is slow',
  ({ kind, group }) => {
    const [first, ...others] = Array.from({ length: 60 }, () => entityOf(kind, group)).slice(-20);
    expect(first).not.toBeNull();
    expect(others.filter((entity) => !haveOneShape(entity, first))).toEqual([]);
  },
);

test.each([
  ['a namesake in another group', object('Gateway', 'example.io')],
  ['a namesake in another group', object('Service', 'serving.knative.dev')],
  ['a Secret', object('Secret', '')],
  ['an object without a name', { apiVersion: 'v1', kind: 'Pod', metadata: {} }],
  ['an inherited property', object('constructor', '')],
  ['no object', 'Pod'],
  ['no object', null],
  ['no object', []],
])('%s is not read', (_, raw) => {
  expect(normalizeObject(raw)).toBeNull();
});

test.each([
  ['projectcalico.org/v3', 'NetworkPolicy', 'CalicoNetworkPolicy'],
  ['crd.projectcalico.org/v1', 'NetworkPolicy', 'StoredCalicoNetworkPolicy'],
  ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy', 'StoredGlobalNetworkPolicy'],
  ['policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy', 'BaselineAdminNetworkPolicy'],
])('policies of network plugins are kept apart: %s %s', (apiVersion, kind, ours) => {
  expect(normalizeObject({ apiVersion, kind, metadata: { name: 'x' } })).toMatchObject({
    slice: 'markers',
    entity: { kind: ours },
  });
});

test('the Gateways of Istio and of the Gateway API are kept apart', () => {
  expect(normalizeObject(object('Gateway', 'networking.istio.io'))).toMatchObject({ slice: 'istioGateways' });
  expect(normalizeObject(object('Gateway', 'gateway.networking.k8s.io'))).toMatchObject({ slice: 'gateways' });
});

test('an item of a list may come without its apiVersion', () => {
  expect(normalizeObject({ kind: 'Pod', metadata: { name: 'p' } })).toMatchObject({ slice: 'pods' });
});

describe('arbitrary JSON', () => {
  test.each(KINDS.map(({ kind, group }) => [kind, group]))('%s never throws and stays in the schema', (kind, group) => {
    const row = randomRow(kind.length * 7919 + kind.charCodeAt(0));
    const normalized: Normalized[] = [];
    for (let i = 0; i < 25; i++) {
      const parts = {
        spec: randomJson(row, 6),
        status: randomJson(row, 5),
        data: randomJson(row, 3),
        ports: randomJson(row, 3),
        endpoints: randomJson(row, 4),
        webhooks: randomJson(row, 4),
      };
      const raw = {
        ...object(kind, group, parts),
        metadata: { ...(randomJson(row, 4) as object), name: kind === 'ConfigMap' ? 'istio-cni-config' : `x${i}` },
      };
      const one = normalizeObject(raw);
      if (one) normalized.push(one);
    }
    expectClosed(normalized);
  });

  test('of no kind at all', () => {
    const row = randomRow(1);
    for (let i = 0; i < 300; i++) expect(() => normalizeObject(randomJson(row, 6))).not.toThrow();
  });
});

test('a secret in the environment of a pod does not reach the state', () => {
  const secret = 'hunter2-Zm9vYmFy';
  const env = [
    { name: 'PASSWORD', value: secret },
    { name: 'DB_URL', value: `postgres://app:${secret}@db:5432/x?password=${secret}` },
    { name: 'BACKEND_TOKEN', value: secret },
    { name: 'UPSTREAM_HOST', value: `${secret}/x` },
    { name: 'PILOT_SECRET', value: secret },
    { name: 'SERVER', value: `Basic ${secret}` },
  ];
  const container = {
    name: 'a',
    image: 'a',
    env,
    args: [`--password=${secret}`, `--server-key=${secret}`, `http://u:${secret}@h/`],
    command: [secret],
  };
  const pods = ['Pod', 'Deployment'].map((kind) =>
    normalizeObject({
      kind,
      metadata: { name: 'p', labels: { app: 'istiod' }, annotations: { 'my.org/secret': secret } },
      spec: {
        containers: [container],
        template: { metadata: { labels: { app: 'istiod' } }, spec: { containers: [container] } },
      },
    }),
  );
  const text = JSON.stringify(assembleState({ takenAt, cluster: '', normalized: pods.filter((pod) => pod !== null) }));
  expect(text).not.toContain(secret);
  expect(text).not.toContain('hunter2');
  expect(text).toContain('db:5432');
});

test('nothing in, nothing known', () => {
  expect(assembleState({ takenAt, cluster: '', normalized: [] })).toEqual(emptyState(takenAt));
});
