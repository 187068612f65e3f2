import { explain, parseAsk } from '@hopscope/core';
import { expect, it } from 'vitest';
import { demoState } from '../routes/serve-scenario.ts';
import { podsOnPath, targetsOnDemand } from './path-targets.ts';
import { targetsOf } from './targets.ts';

const state = demoState('rest');
const targets = targetsOf(state);

const asked = (text: string): string[] => {
  const query = parseAsk(text);
  if (!query.ok) throw new Error(query.reason);
  return targetsOnDemand(targets, podsOnPath(explain(state, query.value))).map(
    ({ signal, pod }) => `${signal.source} ${pod.name.replace(/-.*/, '')}`,
  );
};

it('asks the ztunnels of both ends and every pod of the waypoint between', () => {
  const ztunnel = ['ztunnel-ready ztunnel', 'ztunnel-config ztunnel', 'ztunnel-log ztunnel'];
  const waypoint = ['waypoint-clusters waypoint', 'waypoint-log waypoint'];
  expect(asked('web/frontend -> shop/cart:80').sort()).toEqual(
    [...ztunnel, ...ztunnel, ...waypoint, ...waypoint].sort(),
  );
});

it('asks nobody where no component stands on the path, and not everybody where many do', () => {
  expect(targetsOnDemand(targets, ['shop/cart-1'])).toEqual([]);
  const all = targets.map(({ pod }) => `${pod.namespace}/${pod.name}`);
  const pods = new Set(targetsOnDemand(targets, [...new Set(all)]).map(({ pod }) => pod.name));
  expect(pods.size).toBeLessThanOrEqual(8);
});
