import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { findPaintTools } from './find-tools.ts';
import { createPainter, type Painter } from './painter.ts';

const folder = mkdtempSync(join(tmpdir(), 'hopscope-painter-'));
const painters: Painter[] = [];
afterEach(async () => {
  for (const painter of painters.splice(0)) await painter.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#d55e00"/></svg>';
const real = findPaintTools()!;

function start(library: string | null, limits: Parameters<typeof createPainter>[1] = {}): Painter {
  if (library === null) {
    painters.push(createPainter(real, limits));
  } else {
    const file = join(folder, `${painters.length}-${Math.random()}.cjs`);
    writeFileSync(file, library);
    painters.push(createPainter({ library: file, fonts: [] }, limits));
  }
  return painters.at(-1)!;
}

describe('createPainter', () => {
  it('makes a PNG of the width it is asked for, the same each time', async () => {
    const painter = start(null);
    const [one, other] = [await painter.paint(SVG, 80), await painter.paint(SVG, 80)];
    if (!one.ok || !other.ok) throw new Error('no PNG');
    expect(one.png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    expect([one.png.readUInt32BE(16), one.png.readUInt32BE(20)]).toEqual([80, 40]);
    expect(one.png.equals(other.png)).toBe(true);
  });

  it('draws letters with the font that comes along', async () => {
    const painter = start(null);
    const word = (weight: number) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text y="20" font-family="Inter" font-weight="${weight}">mesh</text></svg>`;
    const drawn = await Promise.all(
      [SVG.replace(/<rect[^>]*>/, ''), word(400), word(600)].map((svg) => painter.paint(svg, 90)),
    );
    const sizes = drawn.map((one) => (one.ok ? one.png.length : 0));
    expect(new Set(sizes).size).toBe(3);
    expect(Math.min(...sizes)).toBe(sizes[0]);
  });

  it('refuses what is no SVG, and lives on', async () => {
    const painter = start(null);
    expect(await painter.paint('<svg', 80)).toMatchObject({ ok: false, why: 'failed' });
    expect(await painter.paint(SVG, 80)).toMatchObject({ ok: true });
  });

  it('says that a library is missing or for another machine', async () => {
    expect(await createPainter(null).paint(SVG, 80)).toMatchObject({ ok: false, why: 'missing' });
    const foreign = await start('throw new Error("invalid ELF header\\nsecond line")').paint(SVG, 80);
    expect(foreign).toMatchObject({
      ok: false,
      why: 'missing',
      reason: expect.stringMatching(/resvg-js.*\(invalid ELF header\)$/),
    });
  });

  it('draws snapshots without any library, and says what is none', async () => {
    const painter = createPainter(null);
    painters.push(painter);
    expect(await painter.drawSnapshot('{}', 'preview')).toMatchObject({ ok: false, why: 'failed' });
  });

  it('gives up what is stuck, and takes no more than it may keep', async () => {
    const loop = 'module.exports = { Resvg: class { constructor() { for (;;); } } };';
    const painter = start(loop, { most: 2, stuckMs: 400 });
    const asked = [1, 2, 3].map(() => painter.paint(SVG, 80));
    expect(await asked[2]).toMatchObject({ ok: false, why: 'busy' });
    expect(await asked[0]).toMatchObject({ ok: false, why: 'failed', reason: 'The picture took too long.' });
    expect(await asked[1]).toMatchObject({ ok: false, why: 'failed' });
  });

  it('starts anew after the thread has died or was idle', async () => {
    const dying = start('process.exit(1)');
    expect(await dying.paint(SVG, 80)).toMatchObject({ ok: false, why: 'failed' });
    const idle = start(null, { idleMs: 1 });
    expect(await idle.paint(SVG, 80)).toMatchObject({ ok: true });
    await new Promise((wait) => setTimeout(wait, 50));
    expect(await idle.paint(SVG, 80)).toMatchObject({ ok: true });
  });
});

it('finds nothing where nothing is', () => {
  expect(findPaintTools(folder)).toBeNull();
});
