import { expect, test } from 'vitest';
import { countUnknownKeys } from './ztunnel-keys.ts';

test('each unknown key counts once, in whatever spelling known ones come', () => {
  expect(countUnknownKeys({ workloads: [{ uid: 'a', workload_ips: [] }], services: {}, workload_state: {} })).toBe(0);
  expect(
    countUnknownKeys({ tomorrow: 1, workloads: [{ tomorrow: 1 }, { tomorrow: 2 }], services: { x: { later: 1 } } }),
  ).toBe(3);
});
