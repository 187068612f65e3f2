import { describe, expect, it } from 'vitest';
import type { Painter } from './painter.ts';
import { createPictures } from './pictures.ts';

/** Paints nothing, and remembers what it was asked for. */
function fakePainter(): Painter & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    isAble: true,
    async paint(svg) {
      asked.push(svg);
      return svg === 'bad'
        ? { ok: false, why: 'failed', reason: 'no' }
        : { ok: true, png: Buffer.from(`png of ${svg}`) };
    },
    drawSnapshot: async () => ({ ok: false, why: 'failed', reason: '' }),
    close: async () => {},
  };
}

describe('createPictures', () => {
  it('makes a picture once, and gives it a tag of its bytes', async () => {
    const painter = fakePainter();
    const pictures = createPictures({ painter });
    const made: number[] = [];
    const make = () => `svg ${made.push(1)}`;
    const [one, same] = [pictures.svg('a', make), pictures.svg('a', make)];
    expect([made.length, same]).toEqual([1, one]);
    expect(pictures.svg('b', () => 'svg 1').etag).toBe(one.etag);
    expect(pictures.svg('c', () => 'svg 2').etag).not.toBe(one.etag);
    const both = await Promise.all([pictures.png('d', 10, () => 'x'), pictures.png('d', 10, () => 'x')]);
    expect([painter.asked, both[0]]).toEqual([['x'], both[1]]);
  });

  it('keeps no failure', async () => {
    const painter = fakePainter();
    const pictures = createPictures({ painter });
    expect(await pictures.png('a', 10, () => 'bad')).toMatchObject({ ok: false });
    expect(pictures.has('a')).toBe(false);
    expect(await pictures.png('a', 10, () => 'good')).toMatchObject({ ok: true });
  });

  it('is bounded by bytes and by number; what was used last stays', () => {
    const pictures = createPictures({ painter: fakePainter(), bytes: 1_000 });
    for (const key of ['a', 'b', 'c']) pictures.svg(key, () => 'x'.repeat(300));
    pictures.svg('a', () => 'never');
    pictures.svg('d', () => 'x'.repeat(300));
    expect(['a', 'b', 'c', 'd'].map((key) => pictures.has(key))).toEqual([true, false, true, true]);
    const many = createPictures({ painter: fakePainter() });
    for (let index = 0; index < 500; index++) many.svg(String(index), () => 'x');
    expect([many.has('0'), many.has('99'), many.has('100'), many.has('499')]).toEqual([false, false, true, true]);
    // One that is larger than all there is room for is sent all the same.
    expect(pictures.svg('huge', () => 'x'.repeat(5_000)).bytes).toHaveLength(5_000);
    expect(pictures.has('a')).toBe(false);
  });
});
