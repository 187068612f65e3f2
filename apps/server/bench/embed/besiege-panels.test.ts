import { expect, it } from 'vitest';
import { besiegePanels } from './besiege-panels.ts';

it('1,000 hostile requests: no failure, no leak, nothing opened, made or ended', async () => {
  const { sent, failures, leaks, broken, statuses } = await besiegePanels(1_000, 7);
  expect({ sent, failures, leaks, broken }).toEqual({ sent: 1_000, failures: [], leaks: [], broken: [] });
  expect(Object.keys(statuses)).toEqual(expect.arrayContaining(['200', '400', '401', '403', '404']));
}, 60_000);
