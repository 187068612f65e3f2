import { expect, it } from 'vitest';
import { besiege } from './besiege.ts';

it('500 hostile requests: no failure, no leak, nothing opened or ended', async () => {
  const { sent, failures, leaks, broken, statuses } = await besiege(500, 7);
  expect({ sent, failures, leaks, broken }).toEqual({ sent: 500, failures: [], leaks: [], broken: [] });
  expect(Object.keys(statuses)).toEqual(expect.arrayContaining(['400', '404']));
}, 60_000);
