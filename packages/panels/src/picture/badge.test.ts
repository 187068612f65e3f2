import { describe, expect, it } from 'vitest';
import { type BadgeWords, drawBadge } from './badge.ts';
import { elementsOf, readXml, wordsOf } from './read-xml.fixture.ts';

const BADGE: BadgeWords = { label: 'mesh', status: '3 broken', state: 'blocked', spoken: '3 of 61 links fail.' };

describe('drawBadge', () => {
  it('says it in words, in a title and by a mark of its own shape', () => {
    const all = elementsOf(readXml(drawBadge(BADGE, 'light')));
    expect(all.filter(({ name }) => name === 'text').map(wordsOf)).toEqual(['mesh', '3 broken']);
    expect(all.slice(1, 3).map(wordsOf)).toEqual(['mesh: 3 broken', '3 of 61 links fail.']);
    const marks = (['ok', 'blocked', 'degraded', 'varies', 'unknown'] as const).map((state) =>
      elementsOf(readXml(drawBadge({ ...BADGE, state }, 'light')))
        .filter(({ name }) => name === 'path')
        .map(({ attributes }) => attributes.get('d')),
    );
    expect(new Set(marks.map((paths) => paths.at(-1))).size).toBe(5);
  });

  it('stays small and harmless for names of any length', () => {
    const label = `${'<script>'.repeat(300)}"`;
    const svg = drawBadge({ ...BADGE, label, status: label }, 'dark');
    const root = readXml(svg);
    expect(Number(root.attributes.get('width'))).toBeLessThan(720);
    expect(elementsOf(root).map(({ name }) => name)).not.toContain('script');
  });
});
