import { comparePaths } from '@hopscope/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ComparePaths } from './ComparePaths.tsx';
import { blocked, delivered } from './sample-paths.ts';

const draw = (a: typeof blocked, b: typeof blocked): string =>
  renderToStaticMarkup(<ComparePaths comparison={comparePaths(a, b)} left={a} right={b} actions={(side) => side} />);

const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, '');

it('says in one sentence where they part, marks the row, and opens it on both sides', () => {
  const html = draw(blocked, delivered);
  expect(textOf(html)).toMatch(/^They part at hop/);
  const parting = [...html.matchAll(/<li data-parting="true">.*?<\/h2>/g)].map(([row]) => textOf(row));
  expect(parting).toEqual(['node proxyThey part here']);
  expect([...html.matchAll(/<details[^>]* open=""/g)].length).toBe(2);
});

it('is an ordered list with both ways in every row', () => {
  const html = draw(blocked, delivered);
  const list = /<ol class="hs-compare-rows"[^>]*>(.*)<\/ol><h2/.exec(html)?.[1] ?? '';
  const rows = list.split('<li data-parting').slice(1);
  expect(rows.length).toBeGreaterThanOrEqual(blocked.traces[0]!.hops.length);
  for (const row of rows) expect(row.split('hs-compare-cell').length - 1).toBe(2);
});

it('marks no row where nothing parts them', () => {
  const html = draw(delivered, delivered);
  expect(textOf(html)).toMatch(/^Nothing parts them: both arrive\./);
  expect(html).not.toContain('data-parting="true"');
  expect(textOf(html)).toContain('In nothing that the rules of this mesh ask for.');
});
