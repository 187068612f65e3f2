import type { SourceStatus, TierReport } from '@hopscope/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { TierList } from './TierList.tsx';

const tier = (more: Partial<TierReport>): TierReport => ({
  tier: 1,
  name: 'Readiness and metrics',
  gives: 'whether ztunnel calls itself ready',
  state: 'on',
  why: '',
  sources: 1_240,
  answered: 1_240,
  newestSeconds: 3,
  oldestSeconds: 150,
  unknown: 0,
  cost: null,
  rule: '',
  ...more,
});

const status = (more: Partial<SourceStatus>): SourceStatus => ({
  source: 'ztunnel-ready',
  tier: 1,
  scope: 'istio-system/ztunnel-a',
  state: 'ok',
  at: null,
  count: 0,
  message: '',
  permission: null,
  ...more,
});

const draw = (tiers: readonly TierReport[], statuses: readonly SourceStatus[] = []): string =>
  renderToStaticMarkup(<TierList tiers={tiers} statuses={statuses} />);

it('tells what is read, how old it is and what it costs', () => {
  const cost = { seconds: 300, requests: 412, bytes: 3 << 20, cpuMs: 900 };
  const markup = draw([tier({ cost, unknown: 4 })]);
  for (const part of ['1,240 of 1,240', '3 s to 2 min', '412 requests, 3.0 MiB, 0.3 % of a core', '4 keys or lines'])
    expect(markup).toContain(part);
  expect(markup).not.toContain('<details');
});

it('tells why something is not read, in words, and what to apply', () => {
  const rule = 'kind: Role\nmetadata:\n  namespace: istio-system\n';
  const markup = draw(
    [tier({ state: 'off', why: 'It may not be read.', answered: 0, newestSeconds: null, oldestSeconds: null, rule })],
    [
      status({ state: 'forbidden', message: 'needs the permission to get pods/proxy' }),
      status({ tier: 2, state: 'failed' }),
    ],
  );
  expect(markup).toContain('not read');
  expect(markup).toContain('It may not be read.');
  expect(markup).toContain('namespace: istio-system');
  expect(markup).toContain('1 not read');
  expect(markup).toContain('may not be read, needs the permission to get pods/proxy');
});

it('lists no more than a person reads', () => {
  const statuses = Array.from({ length: 200 }, (_, i) =>
    status({ state: 'failed', scope: `istio-system/ztunnel-${i}` }),
  );
  const markup = draw([tier({ state: 'partly', why: 'Some.' })], statuses);
  expect(markup).toContain('200 not read');
  expect(markup).toContain('And 140 more.');
  expect(markup).not.toContain('ztunnel-60<');
});
