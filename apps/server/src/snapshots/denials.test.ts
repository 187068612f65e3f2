import { expect, it } from 'vitest';
import { createDenials } from './denials.ts';

it('writes after whoever asked was answered, and can be waited for', async () => {
  const [written, failed]: [string[], string[]] = [[], []];
  const denials = createDenials(
    async (id, who) => {
      if (id === 'bad') throw new Error('disk full');
      written.push(`${id} ${who}`);
    },
    ({ message }) => failed.push(message),
  );
  for (const id of ['a', 'bad', 'b']) denials.add(id, id === 'b' ? null : 'eve');
  expect(written).toEqual([]);
  await Promise.resolve();
  expect(written).toEqual([]);
  await denials.settle();
  expect([written, failed]).toEqual([['a eve', 'b null'], ['disk full']]);
  await denials.settle();
});
