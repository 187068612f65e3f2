import { analyze, formatAsk, normalizeBundle, parseAsk, readBundleDocument } from '@hopscope/core';
import { demoBundle } from '@hopscope/core/scenarios';
import { expect, it } from 'vitest';
import { endsOfState } from './ends.ts';
import { swapEnds } from './swap-ends.ts';

const read = normalizeBundle(readBundleDocument(demoBundle('rest', '2026-11-20T14:08:00Z')));
if (!read.ok) throw new Error(read.reason);
const { graph } = analyze(read.state);
const ends = endsOfState(read.state);

function swap(text: string): string | null {
  const ask = parseAsk(text);
  if (!ask.ok) throw new Error(ask.reason);
  const back = swapEnds(ask.value, graph, ends);
  return back && formatAsk(back);
}

it('asks for the way back from the workload behind the Service to the Service before the caller', () => {
  expect(swap('web/frontend -> shop/cart:80')).toBe('shop/cart -> web/frontend:80');
});

it('has no way back where an end cannot take the other part', () => {
  expect(swap('outside -> shop/cart:80')).toBeNull();
  expect(swap('web/frontend -> host:api.example:443')).toBeNull();
});
