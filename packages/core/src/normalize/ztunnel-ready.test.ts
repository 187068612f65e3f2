import { expect, test } from 'vitest';
import { readZtunnelReadiness } from './ztunnel-ready.ts';

const answered = { pod: 'n/z', at: null };

test.each([
  ['ready\n', true, []],
  ['OK', true, []],
  ['not ready, pending: state manager\n', false, ['state manager']],
  ['not ready, pending: workload proxy manager, dns proxy', false, ['workload proxy manager', 'dns proxy']],
  ['not ready', false, []],
  [{ ready: true }, true, []],
  [{ ready: false, pending: ['proxy'] }, false, ['proxy']],
  [{ pending: ['proxy'] }, false, ['proxy']],
  [{ status: 500, body: 'not ready, pending: proxy' }, false, ['proxy']],
  [true, true, []],
])('%j', (body, ready, pending) => {
  expect(readZtunnelReadiness(body, answered)).toEqual({ ...answered, ready, pending });
});

test.each([[''], ['<html>'], [{}], [[]], [null], [7]])('%j says neither', (body) => {
  expect(readZtunnelReadiness(body, answered)).toBeNull();
});
