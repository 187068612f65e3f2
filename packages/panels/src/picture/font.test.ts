import { describe, expect, it } from 'vitest';
import { cutText, widthOf, wrapText } from './font.ts';

const NAMES = [
  'recommendations',
  'a',
  'payments-ledger-reconciliation.v2',
  'WWWWWWWWWWWWWWWW',
  'iiiiiiiiiiiiiiiiiiiiiii',
  '東京東京東京',
];

describe('cutText', () => {
  it.each(NAMES)('%s fits into any room', (name) => {
    for (let room = 0; room < 240; room += 7) {
      const cut = cutText(name, room, 13);
      expect(widthOf(cut, 13)).toBeLessThanOrEqual(room);
      expect(cut === name || cut === '' || cut.endsWith('…')).toBe(true);
    }
  });

  it('counts letters by their widths: of narrow ones more fit', () => {
    expect(cutText('iiiiiiiiiiiiiiii', 60, 13)).toBe('iiiiiiiiiiiiiiii');
    expect(cutText('WWWWWWWWWWWWWWWW', 60, 13).length).toBeLessThan(6);
  });
});

describe('wrapText', () => {
  const sentence = 'Policy payments/ledger-only-api admits the caller but not the waypoint that calls in its name.';

  it('breaks after words, and loses none of them', () => {
    const lines = wrapText(sentence, 260, 9, 14, 600);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join(' ').replaceAll('/ ', '/')).toBe(sentence);
    for (const line of lines) expect(widthOf(line, 14, 600)).toBeLessThanOrEqual(260);
  });

  it('cuts what is left on the last line', () => {
    const lines = wrapText(sentence, 260, 2, 14, 600);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
  });

  it('ends for words longer than a line, rooms without room, and texts without end', () => {
    expect(wrapText('x'.repeat(100), 50, 3, 14)).toHaveLength(3);
    expect(wrapText(sentence, 0, 3, 14).length).toBeLessThanOrEqual(3);
    expect(wrapText('a '.repeat(1_000_000), 200, 4, 14)).toHaveLength(4);
    expect(wrapText('', 200, 4, 14)).toEqual([]);
  });
});
