import { afterEach, expect, it, vi } from 'vitest';
import { readViews, renamed, withView, writeViews } from './saved-views.ts';

afterEach(() => vi.unstubAllGlobals());

function stubStorage(text: string | null): { text: string | null } {
  const held = { text };
  vi.stubGlobal('localStorage', {
    getItem: () => held.text,
    setItem: (_key: string, value: string) => {
      held.text = value;
    },
    removeItem: () => {
      held.text = null;
    },
  });
  return held;
}

it('keeps views by name', () => {
  stubStorage(null);
  const views = withView(withView([], 'web', 'q=ns%3Aweb'), ' shop ', 'q=ns%3Ashop');
  expect(writeViews(views)).toBe(true);
  expect(readViews()).toEqual([
    { name: 'shop', search: 'q=ns%3Ashop' },
    { name: 'web', search: 'q=ns%3Aweb' },
  ]);
});

it('replaces, renames, and takes no empty name', () => {
  const views = withView(withView([], 'a', '1'), 'b', '2');
  expect(withView(views, 'a', '3')).toEqual([
    { name: 'a', search: '3' },
    { name: 'b', search: '2' },
  ]);
  expect(withView(views, '  ', '3')).toBe(views);
  expect(renamed(views, 'b', 'c').map(({ name }) => name)).toEqual(['a', 'c']);
  expect(renamed(views, 'b', 'a')).toEqual([{ name: 'a', search: '2' }]);
  expect(renamed(views, 'b', ' ')).toBe(views);
});

it('holds so many and no more', () => {
  const many = Array.from({ length: 50 }, (_, i) => ({ name: `view ${i}`, search: '' }));
  expect(withView(many, 'one more', '')).toBe(many);
  expect(withView(many, 'view 3', 'q=x')).toHaveLength(50);
});

it.each(['{', '{"name":"x"}', '[1,null,{"name":"","search":""},{"name":"x"},{"name":"x","search":7}]'])(
  'takes %s for no view',
  (text) => {
    stubStorage(text);
    expect(readViews()).toEqual([]);
  },
);

it('leaves nothing behind when the last one is deleted', () => {
  const held = stubStorage('[]');
  writeViews([]);
  expect(held.text).toBeNull();
});
