import { describe, expect, it } from 'vitest';
import { SAMPLE_MESH } from '../map/sample-mesh.ts';
import { parseFilter } from './filter-text.ts';
import { choicesOf, suggestFilter } from './suggest-filter.ts';

const choices = choicesOf(SAMPLE_MESH);
const texts = (draft: string) => suggestFilter(draft, choices).map(({ text }) => text);

describe('suggestFilter', () => {
  it('begins with the keys', () => {
    expect(texts('')).toEqual(['ns:', 'state:', 'cause:', 'blame:', 'waypoint:', 'from:', 'to:', 'node:']);
    expect(texts('-n')).toEqual(['-ns:', '-node:']);
  });

  it.each([
    ['ns:', ['ns:data', 'ns:legacy', 'ns:shop', 'ns:web']],
    ['ns:shop,w', ['ns:shop,web']],
    ['-to:cart', ['-to:shop/cart']],
    ['from:', ['from:shop/cart', 'from:web/front']],
    ['cart waypoint:', ['waypoint:shop/waypoint', 'waypoint:none']],
    ['state:b', ['state:blocked', 'state:problem']],
    ['node:"', ['node:node-1', 'node:node-2']],
    ['redis', ['to:data/redis']],
    ['nothing-like-it', []],
  ])('%s', (draft, expected) => {
    expect(texts(draft)).toEqual(expected);
  });

  it('keeps what stands before, and offers nothing that is not understood', () => {
    for (const draft of ['cart ns:', 'cart -blame:', 'cart car', 'state:', 'x cause:w']) {
      for (const one of suggestFilter(draft, choices).filter(({ isWhole }) => isWhole)) {
        expect(one.draft.startsWith(draft.slice(0, draft.lastIndexOf(' ') + 1))).toBe(true);
        expect(parseFilter(one.draft).troubles).toEqual([]);
      }
    }
  });
});
