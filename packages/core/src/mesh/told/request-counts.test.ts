import { expect, test } from 'vitest';
import { reading, series } from '../../graph/small-traffic.fixture.ts';
import type { TrafficReading } from '../../state/traffic.ts';
import { requestsFrom, requestsOf } from './request-counts.ts';

const bad = (value: number) => series({ code: '503', value });
const ofWaypoint = reading([series({ value: 900 }), bad(90)], { pod: 'shop/waypoint-1', unit: 'total' });
const lately = reading([series({ value: 0.5 })], { pod: 'shop/waypoint-1', seconds: 60 });
const second = reading([series({ value: 100 })], { pod: 'shop/waypoint-2', unit: 'total' });
const ofPrometheus = reading([series({ value: 2 }), bad(1)], { seconds: 60 });

test.each<[string, TrafficReading[], number | undefined, number | undefined, string | undefined]>([
  ['what waypoints counted since they started', [ofWaypoint, second], 1090, 90, 'shop/waypoint-1'],
  ['what they counted lately, and nothing from before', [ofWaypoint, lately, second], 130, 0, 'shop/waypoint-1'],
  ['what Prometheus says, and nobody beside it', [ofWaypoint, lately, ofPrometheus], 180, 60, ''],
  ['nothing of what other proxies say', [reading([series({ reporter: 'source' })])], undefined, undefined, undefined],
])('requests are %s', (_name, readings, total, errors, who) => {
  const count = requestsOf(readings, 'shop/api');
  expect([count?.total, count?.errors, count?.who]).toEqual([total, errors, who]);
  expect(requestsFrom(readings, 'shop/api', 'shop/web')?.total).toBe(total);
});
