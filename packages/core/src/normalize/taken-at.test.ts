import { expect, test } from 'vitest';
import { newestTime } from './taken-at.ts';

test('the newest moment that is spoken of, by the instant', () => {
  const objects = [
    { metadata: { creationTimestamp: '2026-01-01T00:00:00Z', deletionTimestamp: '2027-01-01T00:00:00Z' } },
    { metadata: { managedFields: [{ time: '2026-01-02T00:00:00Z' }] } },
    { status: { conditions: [{ lastTransitionTime: '2026-01-03T00:30:00+01:00' }] } },
    { lastTimestamp: '2026-01-02T23:45:00Z' },
    'odd',
  ];
  expect(newestTime({ objects, readings: [] })).toBe('2026-01-02T23:45:00Z');
  expect(newestTime({ objects, readings: [{ at: '2026-01-04T00:00:00Z' }, {}] })).toBe('2026-01-04T00:00:00Z');
  expect(newestTime({ objects: [{}], readings: [] })).toBeNull();
});
