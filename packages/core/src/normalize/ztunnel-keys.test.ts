import { expect, test } from 'vitest';
import { countUnknownKeys } from './ztunnel-keys.ts';

test('each unknown key counts once, in whatever spelling known ones come', () => {
  const unknown = countUnknownKeys();
  for (const key of ['workloads', 'services', 'workload_state']) unknown.top(key);
  unknown.item('workloads', { uid: 'a', workload_ips: [] });
  unknown.item('workloadState', { anything: 1 });
  expect(unknown.count()).toBe(0);
  unknown.top('tomorrow');
  unknown.item('workloads', { tomorrow: 1 });
  unknown.item('workloads', { tomorrow: 2 });
  unknown.item('services', { later: 1 });
  expect(unknown.count()).toBe(3);
});
