import type { Reach } from '@hopscope/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ReachList } from './ReachList.tsx';

const end = (text: string) => ({
  text,
  kind: 'workload' as const,
  namespace: 'web',
  name: text,
  pods: 1,
  identity: '',
});
const group = {
  verdict: 'delivered' as const,
  expected: 'delivered' as const,
  blame: null,
  certainty: null,
  sentence: 'Admitted by AuthorizationPolicy `shop/cart`, rule 1.',
  deciders: [],
  waypoint: { kind: 'Gateway', namespace: 'shop', name: 'waypoint' },
  skipped: '',
  encrypted: true,
  ends: [end('web/a')],
};
const reach: Reach = {
  about: 'shop/cart:80',
  direction: 'to',
  sentence: '1 of 6 possible callers reach shop/cart:80; 5 do not get through.',
  counts: { delivered: 1, blocked: 5 },
  groups: [
    group,
    {
      ...group,
      verdict: 'blocked',
      blame: 'configuration',
      sentence: 'The destination admits only listed callers.',
      waypoint: null,
      ends: ['b', 'c', 'd', 'e', 'f'].map((name) => end(`web/${name}`)),
    },
  ],
  notKnown: ['Pod objects in namespace dark may not be listed'],
  refusal: '',
  asOf: '',
};

describe('ReachList', () => {
  const markup = renderToStaticMarkup(<ReachList reach={reach} hrefOf={({ text }) => `/path?from=${text}`} />);

  it('names what decides, in words beside the sign', () => {
    expect(markup).toContain('1 of 6 possible callers');
    expect(markup).toMatch(/<code[^>]*>shop\/cart<\/code><span>, rule 1\./);
    expect(markup).toContain('through waypoint shop/waypoint · encrypted by the mesh');
    expect(markup).toContain('Configuration');
    expect(markup).toContain('Pod objects in namespace dark may not be listed');
  });

  it('leads from every end to its path, and folds long lists', () => {
    expect(markup).toContain('<a href="/path?from=web/a">web/a</a>');
    expect(markup.match(/<a /g)).toHaveLength(6);
    expect(markup.match(/<details>/g)).toHaveLength(1);
    expect(markup).toContain('5 of them');
  });
});
