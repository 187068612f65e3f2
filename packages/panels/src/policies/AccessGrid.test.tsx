import type { AccessMatrix } from '@hopscope/core';
import { ref } from '@hopscope/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { AccessDetail } from './AccessDetail.tsx';
import { AccessGrid } from './AccessGrid.tsx';
import { decisionLook, filterAccess, rowTitle } from './decision-look.ts';
import { walkGrid } from './walk-grid.ts';

const end = (text: string, kind: 'workload' | 'outside' = 'workload') => ({
  text,
  kind,
  namespace: text.split('/')[0]!,
  name: text.split('/')[1] ?? text,
  pods: 1,
  identity: '',
});
const usual = {
  confirmed: true,
  expected: 'delivered' as const,
  certainty: null,
  waypoint: null,
  skipped: '',
  encrypted: true,
};
const matrix: AccessMatrix = {
  namespace: 'shop',
  targets: [
    { text: 'shop/cart:80', service: 'cart', port: 80 },
    { text: 'shop/stock:80', service: 'stock', port: 80 },
  ],
  moreTargets: 0,
  rows: [
    { callers: 3, namespaces: ['web'], ends: ['web/a', 'web/b', 'web/c'].map((text) => end(text)), cells: [0, 1] },
    { callers: 1, namespaces: [''], ends: [{ ...end('outside', 'outside'), namespace: '' }], cells: [2, 2] },
  ],
  moreRows: 0,
  answers: [
    {
      ...usual,
      decision: 'allowed',
      verdict: 'delivered',
      blame: null,
      sentence: 'No policy restricts it.',
      deciders: [],
    },
    {
      ...usual,
      decision: 'denied',
      verdict: 'blocked',
      blame: 'configuration',
      sentence: 'The destination admits only listed callers (AuthorizationPolicy `shop/only`).',
      deciders: [
        {
          hop: 'destination-ztunnel',
          effect: 'refuses',
          object: ref('AuthorizationPolicy', 'shop', 'only'),
          rule: 2,
          check: 'ztunnel-default-deny',
        },
      ],
    },
    {
      ...usual,
      decision: 'unknown',
      verdict: 'unknown',
      blame: null,
      sentence: 'Not known: Ingress was not read.',
      deciders: [],
    },
  ],
  notKnown: [],
};

describe('AccessGrid', () => {
  const markup = renderToStaticMarkup(
    <AccessGrid
      matrix={matrix}
      rows={matrix.rows}
      selected={{ from: 'web/b', to: 'shop/stock:80' }}
      onSelect={() => undefined}
    />,
  );

  it('is one stop of Tab, with a spoken name and a word in every cell', () => {
    expect(markup.match(/tabindex="0"/g)).toHaveLength(1);
    expect(markup).toContain('aria-label="3 callers of web to shop/stock:80: denied by a policy"');
    expect(markup).toContain('>unknown</span>');
  });

  it('marks the cell that any of its callers names', () => {
    expect(markup.match(/aria-pressed="true"/g)).toHaveLength(1);
    expect(markup).toContain('data-open="true"');
  });

  it('has a legend of the looks in use alone', () => {
    const legend = markup.slice(markup.indexOf('Legend'));
    expect(legend).toContain('allowed');
    expect(legend).not.toContain('depends');
  });
});

it('tells what decides, and leads from each caller to its path', () => {
  const markup = renderToStaticMarkup(
    <AccessDetail
      matrix={matrix}
      row={matrix.rows[0]!}
      target={matrix.targets[1]!}
      hrefOf={(from, to) => `/path?from=${from}&to=${to}`}
      onClose={() => undefined}
    />,
  );
  expect(markup).toContain('AuthorizationPolicy shop/only');
  expect(markup).toContain(', rule 2,');
  expect(markup).toContain('href="/path?from=web/a&amp;to=shop/stock:80"');
});

it('never shows as certain what is not confirmed', () => {
  const looks = (['allowed', 'denied'] as const).map((decision) => decisionLook({ decision, confirmed: false }));
  expect(looks.map(({ mark, short }) => `${mark} ${short}`)).toEqual(['would-pass allowed?', 'would-block denied?']);
});

it('names rows and finds them by caller or namespace', () => {
  expect(matrix.rows.map(rowTitle)).toEqual(['3 callers of web', 'anybody outside']);
  expect(filterAccess(matrix.rows, 'WEB/c')).toHaveLength(1);
  expect(filterAccess(matrix.rows, 'outside')).toEqual([matrix.rows[1]]);
});

describe('walkGrid', () => {
  const size = { rows: 3, columns: 4, far: false };
  it.each([
    ['ArrowRight', { row: 0, column: 0 }, { row: 0, column: 1 }],
    ['ArrowLeft', { row: 0, column: 0 }, { row: 0, column: 0 }],
    ['ArrowDown', { row: 2, column: 1 }, { row: 2, column: 1 }],
    ['End', { row: 1, column: 0 }, { row: 1, column: 3 }],
    ['PageUp', { row: 2, column: 1 }, { row: 0, column: 1 }],
    ['Enter', { row: 0, column: 0 }, null],
  ])('%s leads from %o to %o', (key, from, to) => {
    expect(walkGrid(from, key, size)).toEqual(to);
  });

  it('goes to the corners with Ctrl', () => {
    expect(walkGrid({ row: 0, column: 0 }, 'End', { ...size, far: true })).toEqual({ row: 2, column: 3 });
    expect(walkGrid({ row: 2, column: 3 }, 'Home', { ...size, far: true })).toEqual({ row: 0, column: 0 });
  });
});
