import { normalizeBundle, readBundleDocument } from '@hopscope/core';
import { demoBundle } from '@hopscope/core/scenarios';
import { expect, it } from 'vitest';
import { endsOfState, podsOfState } from './ends.ts';

const read = normalizeBundle(readBundleDocument(demoBundle('rest', '2026-11-20T14:08:00Z')));
if (!read.ok) throw new Error(read.reason);
const { state } = read;

it('lists every Service with the text form of each port', () => {
  const ledger = endsOfState(state).services.find((one) => one.namespace === 'payments' && one.name === 'ledger');
  expect(ledger?.ports.map((port) => port.to)).toEqual(['payments/ledger:80']);
});

it('counts the living pods of a workload and finds them', () => {
  const cart = endsOfState(state).workloads.find(({ from }) => from === 'shop/cart')!;
  const pods = podsOfState(state, 'shop', 'cart');
  expect(cart.pods).toBeGreaterThan(0);
  expect(pods).toHaveLength(cart.pods);
  expect(pods[0]!.from).toMatch(/^pod:shop\/cart-/);
});
