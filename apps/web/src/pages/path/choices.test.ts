import { expect, it } from 'vitest';
import { filterChoices, listCallers, listPods, listTargets, nearestChoices } from './choices.ts';
import type { Ends } from './ends.ts';

const ends: Ends = {
  services: [
    { kind: 'service', namespace: 'shop', name: 'cart', ports: [{ port: 80, protocol: 'http', to: 'shop/cart:80' }] },
    {
      kind: 'service',
      namespace: 'payments',
      name: 'ledger',
      ports: [
        { port: 8080, protocol: 'http', to: 'payments/ledger:8080' },
        { port: 9090, protocol: 'TCP', to: 'payments/ledger:9090' },
      ],
    },
    {
      kind: 'external',
      namespace: 'payments',
      name: 'api.bank.example',
      ports: [{ port: 443, protocol: 'HTTPS', to: 'host:api.bank.example:443' }],
    },
  ],
  workloads: [
    { kind: 'Deployment', namespace: 'web', name: 'frontend', pods: 3, readyPods: 2, from: 'web/frontend' },
    { kind: 'Deployment', namespace: 'payments', name: 'ledger', pods: 0, readyPods: 0, from: 'payments/ledger' },
  ],
};

it('offers each port of each Service by namespace, and hosts outside last', () => {
  expect(listTargets(ends).map(({ group, label }) => `${group} ${label}`)).toEqual([
    'payments ledger:8080',
    'payments ledger:9090',
    'shop cart:80',
    'Outside the mesh api.bank.example:443',
  ]);
});

it('offers workloads with how many pods are ready, and always the outside', () => {
  const callers = listCallers(ends, null);
  expect(callers[0]).toMatchObject({ value: 'payments/ledger', hint: 'Deployment, no pods' });
  expect(callers[1]).toMatchObject({ value: 'web/frontend', hint: 'Deployment, 2 of 3 ready' });
  expect(callers.slice(-2).map(({ value }) => value)).toEqual(['apiserver', 'outside']);
});

it('narrows by every word, in name, namespace and hint', () => {
  const targets = listTargets(ends);
  expect(filterChoices(targets, 'pay 9090').map(({ value }) => value)).toEqual(['payments/ledger:9090']);
  expect(filterChoices(targets, 'payments/led')).toHaveLength(2);
  expect(filterChoices(targets, 'nothing')).toEqual([]);
  const shadowed = [{ value: 'data/cart-db:80', group: 'data', label: 'cart-db:80', hint: '' }, ...targets];
  expect(filterChoices(shadowed, 'cart').map(({ value }) => value)).toEqual(['shop/cart:80', 'data/cart-db:80']);
});

it('finds what a mistyped name may have meant', () => {
  const found = nearestChoices(listTargets(ends), 'payments/legder:8080');
  expect(found.map(({ value }) => value)).toEqual(['payments/ledger:8080', 'payments/ledger:9090']);
  expect(nearestChoices(listTargets(ends), 'web/cart:80')[0]?.value).toBe('shop/cart:80');
  expect(nearestChoices(listTargets(ends), 'web/zebra:80')).toEqual([]);
});

it('offers single pods with where they run', () => {
  const pods = [{ name: 'frontend-1', node: 'node-1', ready: false, from: 'pod:web/frontend-1' }];
  expect(listPods('web', pods)).toEqual([
    { value: 'pod:web/frontend-1', group: 'web', label: 'frontend-1', hint: 'pod on node-1, not ready' },
  ]);
});
