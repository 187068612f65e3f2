import { Value } from 'typebox/value';
import { expect, it } from 'vitest';
import type { SourceState, SourceStatus } from '../state/source-status.ts';
import { reportTiers, TierReport } from './tier-report.ts';

const AT = '2026-11-20T10:00:00Z';
const NOW = Date.parse(AT) + 90_000;

const status = (source: string, tier: number, state: SourceState, more: Partial<SourceStatus> = {}): SourceStatus => ({
  source,
  tier,
  scope: 'istio-system/ztunnel-a',
  state,
  at: AT,
  count: 1,
  message: '',
  permission: null,
  ...more,
});

const tier = (number: number, statuses: readonly SourceStatus[]) => {
  const reports = reportTiers(statuses, NOW);
  for (const report of reports) expect(Value.Errors(TierReport, report)).toEqual([]);
  return reports[number]!;
};

it('tells what is on, how much answered, how old it is and what was not understood', () => {
  const later = { at: '2026-11-20T10:01:00Z', unknownKeys: 3 };
  expect(tier(2, [status('ztunnel-config', 2, 'ok', later), status('istiod-syncz', 2, 'ok')])).toMatchObject({
    state: 'on',
    why: '',
    sources: 2,
    answered: 2,
    newestSeconds: 30,
    oldestSeconds: 90,
    unknown: 3,
  });
});

it.each<[string, SourceStatus[], string, RegExp]>([
  ['nothing was read', [], 'off', /Nothing of it was read/],
  [
    'it is switched off',
    [status('ztunnel-log', 1, 'not-read', { message: 'tier 1 is switched off: start with --tiers 1' })],
    'off',
    /^Tier 1 is switched off/,
  ],
  [
    'a permission is missing in two namespaces',
    ['shop', 'bank'].map((namespace) =>
      status('waypoint-metrics', 1, 'forbidden', {
        permission: { verb: 'get', resource: 'pods/proxy', group: '', namespace },
      }),
    ),
    'off',
    /^2 of 2 may not be read: the permission to get pods\/proxy in shop, bank is missing\.$/,
  ],
  [
    'some may be read',
    [
      status('ztunnel-ready', 1, 'ok'),
      status('waypoint-metrics', 1, 'forbidden', {
        permission: { verb: 'get', resource: 'pods/proxy', group: '', namespace: 'shop' },
      }),
    ],
    'partly',
    /^1 of 2 may not be read/,
  ],
  [
    'one does not answer',
    [status('ztunnel-ready', 1, 'ok'), status('cni-ready', 1, 'failed', { message: 'it took too long' })],
    'partly',
    /^1 of 2 did not answer, for example cni-ready of istio-system\/ztunnel-a: It took too long\.$/,
  ],
  ['it has just begun', [status('ztunnel-ready', 1, 'syncing')], 'off', /1 of 1 are being read/],
])('says why: %s', (_name, statuses, state, why) => {
  const report = tier(1, statuses);
  expect(report.state).toBe(state);
  expect(report.why).toMatch(why);
});

it('what is not there is not missing', () => {
  expect(tier(1, [status('ztunnel-ready', 1, 'ok'), status('waypoint-metrics', 1, 'unserved')])).toMatchObject({
    state: 'on',
    sources: 1,
  });
});
