import { describe, expect, it } from 'vitest';
import { choiceOf, fullPath, missingOf, queryOf, titleOf } from './embed-choice.ts';

const query = (page: string, search: string) => {
  const { choice } = choiceOf(page, search);
  return `${choice.panel}?${decodeURIComponent(queryOf(choice).toString())}`;
};

describe('choiceOf', () => {
  it.each([
    ['/', '', 'map?'],
    ['/', '?q=ns:shop,web', 'map?ns=shop,web'],
    ['/', '?selected=service:shop/cart&at=2026-11-20T10:00:00Z', 'map?focus=service:shop/cart&at=2026-11-20T10:00:00Z'],
    ['/', '?selected=a -> b', 'map?'],
    ['/path', '?from=web/a&to=shop/b:80', 'path?ask=web/a+->+shop/b:80'],
    ['/path', '', 'path?'],
    ['/workloads/shop/cart', '?kind=Deployment', 'workload?focus=shop/cart'],
    ['/services/shop/cart', '', 'workload?focus=shop/cart'],
    ['/workloads/shop/%ZZ', '', 'workload?focus=shop/%ZZ'],
    ['/policies', '?namespace=shop', 'namespace?ns=shop'],
    ['/sources', '', 'problems?'],
  ])('of %s%s is %s', (page, search, expected) => {
    if (expected.includes('%ZZ')) expect(choiceOf(page, search).choice.focus).toBe('shop/%ZZ');
    else expect(query(page, search)).toBe(expected);
  });

  it('says where a filter asks more than panels know', () => {
    expect(choiceOf('/', '?q=ns:shop').isFilterCut).toBe(false);
    for (const q of ['ns:shop state:blocked', '-ns:shop', 'cart'])
      expect(choiceOf('/', `?q=${encodeURIComponent(q)}`).isFilterCut).toBe(true);
  });
});

describe('a choice', () => {
  const { choice } = choiceOf('/', '?q=ns:shop');

  it('has an address of what differs alone', () => {
    expect(queryOf({ ...choice, theme: 'dark', hide: ['minimap', 'title'], ns: ' shop, web ' }).toString()).toBe(
      'ns=shop%2Cweb&theme=dark&hide=title%2Cminimap',
    );
  });

  it('says what it lacks, and leads to the page that shows the same', () => {
    expect(missingOf(choice)).toBe('');
    expect(missingOf({ ...choice, panel: 'workload' })).toContain('which workload');
    expect(missingOf({ ...choice, panel: 'edge' })).toContain('which call');
    expect(fullPath(choice)).toBe('/?namespaces=shop');
    expect(titleOf(choice)).toBe('Hopscope: map, shop');
    expect(titleOf({ ...choice, ns: '' })).toBe('Hopscope: map');
  });
});
