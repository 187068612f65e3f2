import { expect, it } from 'vitest';
import { nextSort, readSort, sortBy } from './sort-rows.ts';

const COLUMNS = [{ id: 'from' }, { id: 'to' }];

it('reads a column and its way from the address', () => {
  expect(readSort('to', COLUMNS, 'from')).toEqual({ column: 'to', isReversed: false });
  expect(readSort('-to', COLUMNS, 'from')).toEqual({ column: 'to', isReversed: true });
  expect(readSort('mood', COLUMNS, 'from')).toEqual({ column: 'from', isReversed: false });
  expect(readSort('', COLUMNS, 'from')).toEqual({ column: 'from', isReversed: false });
});

it('turns a column round when it is pressed again', () => {
  expect(nextSort({ column: 'to', isReversed: false }, 'to')).toBe('-to');
  expect(nextSort({ column: 'to', isReversed: true }, 'to')).toBe('to');
  expect(nextSort({ column: 'from', isReversed: true }, 'to')).toBe('to');
});

it('keeps empty fields last both ways, and names decide where keys are alike', () => {
  const rows = [
    { name: 'd', key: '' },
    { name: 'c', key: 'x' },
    { name: 'b', key: 'y' },
    { name: 'a', key: 'x' },
  ];
  const sorted = (isReversed: boolean) =>
    sortBy(rows, { key: ({ key }) => key, names: ({ name }) => [name], isReversed }).map(({ name }) => name);
  expect(sorted(false)).toEqual(['a', 'c', 'b', 'd']);
  expect(sorted(true)).toEqual(['b', 'a', 'c', 'd']);
});
