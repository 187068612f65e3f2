import type { JustBefore as Before, PathResult } from '@hopscope/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { JustBefore } from './JustBefore.tsx';
import { formatPathText } from './path-text.ts';
import { blocked, delivered } from './sample-paths.ts';

const before: Before = {
  since: '2026-11-20T13:47:00Z',
  toldBy: 'verdict',
  changes: [
    {
      at: '2026-11-20T13:46:20Z',
      seconds: 40,
      kind: 'object',
      object: { kind: 'AuthorizationPolicy', namespace: 'payments', name: 'ledger-only-api' },
      near: 'path',
      sentence: 'AuthorizationPolicy payments/ledger-only-api was changed: rules.',
    },
    {
      at: '2026-11-20T13:42:00Z',
      seconds: 300,
      kind: 'object',
      object: null,
      near: 'namespace',
      sentence: 'Service payments/other was created.',
    },
  ],
  more: 3,
  unknown: '',
};
const result: PathResult = { ...blocked, justBefore: before };

const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, '');

it('tells since when, what changed before, how long before and how near', () => {
  const html = renderToStaticMarkup(
    <JustBefore result={result} momentHref={(at) => `/path?at=${at}`} objectHref={({ name }) => `/o/${name}`} />,
  );
  expect([...html.matchAll(/<li.*?<\/li>/g)].map(([item]) => textOf(item))).toEqual([
    '40 s beforeAuthorizationPolicy payments/ledger-only-api was changed: rules.',
    '5 min beforeService payments/other was created. (in a namespace of this path)',
  ]);
  expect(html).toContain('<a href="/path?at=2026-11-20T13:46:59Z">See this path just before</a>');
  expect(html).toMatch(/<a href="\/path\?at=2026-11-20T13:46:20Z"[^>]*><time[^>]*>40 s before/);
  expect(html).toMatch(/<a href="\/o\/ledger-only-api">[^<]*was changed: rules/);
  expect(textOf(html)).toContain('and 3 more in these minutes');
});

it('says that nothing is known, where nothing is', () => {
  const unknown = 'Nothing tells since when it fails.';
  const nothing = { ...before, since: null, changes: [], more: 0, unknown };
  const html = renderToStaticMarkup(<JustBefore result={{ ...blocked, justBefore: nothing }} />);
  expect(textOf(html)).toContain('No change is known of what stands on the way.');
  expect(textOf(html)).toContain(unknown);
  expect(html).not.toContain('<a ');
});

it('is nothing where nothing fails', () => {
  expect(renderToStaticMarkup(<JustBefore result={delivered} />)).toBe('');
});

it('stands in the copied text, also in its one line', () => {
  const text = formatPathText(result, '');
  expect(text.split('\n')[1]).toContain(
    'since 2026-11-20 13:47 UTC (21 min), 40 s after AuthorizationPolicy payments/ledger-only-api was changed: rules',
  );
  expect(text).toContain('What changed just before:\n- 40 s before: AuthorizationPolicy');
});
