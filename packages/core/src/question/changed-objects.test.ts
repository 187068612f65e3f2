import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { mesh } from '../../scenarios/mesh/mesh.ts';
import { changedObjects, ObjectChange } from './changed-objects.ts';

type Declared = ReturnType<typeof mesh>;

const base = (): Declared => mesh().namespace('shop', { ambient: true }).app('shop/cart');
const changes = (before: Declared, after: Declared): string[] => {
  const found = changedObjects(stateOf(before.bundle()), stateOf(after.bundle()));
  for (const change of found) expect(Value.Check(ObjectChange, change)).toBe(true);
  return found.map(({ ref, what, fields }) => [what, ref.kind, ref.namespace, ref.name, ...fields].join(' '));
};
const allow = (namespace: string) => ({ rules: [{ from: [{ source: { namespaces: [namespace] } }] }] });

describe('changedObjects', () => {
  test('of the same mesh there are none', () => expect(changes(base(), base())).toEqual([]));

  test('what came and what went', () => {
    const strict = base().peerAuthentication('shop/strict', 'STRICT');
    expect(changes(base(), strict)).toEqual(['added PeerAuthentication shop strict']);
    expect(changes(strict, base())).toEqual(['removed PeerAuthentication shop strict']);
  });

  test('which part of an object differs', () => {
    const before = base().authorizationPolicy('shop/cart', allow('web'));
    const after = base().authorizationPolicy('shop/cart', allow('ops'));
    expect(changes(before, after)).toEqual(['changed AuthorizationPolicy shop cart rules']);
  });

  test('a label of a namespace counts, its status and age do not', () => {
    const state = stateOf(base().bundle());
    const [namespace] = state.namespaces.filter(({ name }) => name === 'shop');
    const aged = { ...state, namespaces: [{ ...namespace!, uid: 'other', phase: 'Terminating', labelledAt: null }] };
    const off = { ...state, namespaces: [{ ...namespace!, labels: {} }] };
    const only = { ...state, namespaces: [namespace!] };
    expect(changedObjects(only, aged)).toEqual([]);
    expect(changedObjects(only, off)).toMatchObject([{ what: 'changed', fields: ['labels'] }]);
  });

  test('a Deployment that was scaled changed, one whose pods became ready did not', () => {
    const state = stateOf(base().bundle());
    const alter = (part: object) => ({ ...state, controllers: state.controllers.map((one) => ({ ...one, ...part })) });
    expect(changedObjects(state, alter({ ready: 0, current: 0 }))).toEqual([]);
    const scaled = changedObjects(state, alter({ desired: 0 })).filter(({ ref }) => ref.namespace === 'shop');
    expect(scaled).toMatchObject([{ ref: { kind: 'Deployment', name: 'cart' }, fields: ['desired'] }]);
  });

  test('the settings of the mesh stand for their ConfigMap', () => {
    const state = stateOf(base().bundle());
    const other = { ...state, meshConfig: { ...state.meshConfig!, trustDomain: 'other.example' } };
    expect(changedObjects(state, other)).toMatchObject([
      { ref: { kind: 'ConfigMap', name: 'istio' }, what: 'changed', fields: ['trustDomain'] },
    ]);
    expect(changedObjects(state, { ...state, meshConfig: null })).toMatchObject([{ what: 'removed' }]);
  });
});
