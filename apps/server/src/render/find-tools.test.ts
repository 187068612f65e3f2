import { readFileSync } from 'node:fs';
import { widthOf } from '@hopscope/panels/font';
import { expect, it } from 'vitest';
import { findPaintTools } from './find-tools.ts';

/** Where each table of a TrueType font begins. */
function tablesOf(font: Buffer): Map<string, number> {
  const count = font.readUInt16BE(4);
  const entries = Array.from({ length: count }, (_, index) => 12 + index * 16);
  return new Map(entries.map((at) => [font.toString('latin1', at, at + 4), font.readUInt32BE(at + 8)]));
}

/** The number of the glyph of a letter, from the table of format 4; 0 = it has none. */
function glyphOf(font: Buffer, cmap: number, letter: number): number {
  const count = font.readUInt16BE(cmap + 2);
  const tables = Array.from({ length: count }, (_, index) => cmap + font.readUInt32BE(cmap + 8 + index * 8));
  const at = tables.find((table) => font.readUInt16BE(table) === 4)!;
  const segments = font.readUInt16BE(at + 6) / 2;
  for (let index = 0; index < segments; index++) {
    if (letter > font.readUInt16BE(at + 14 + index * 2)) continue;
    const start = at + 16 + segments * 2 + index * 2;
    if (letter < font.readUInt16BE(start)) return 0;
    const [delta, place] = [font.readInt16BE(start + segments * 2), start + segments * 4];
    const offset = font.readUInt16BE(place);
    if (offset === 0) return (letter + delta) & 0xffff;
    const glyph = font.readUInt16BE(place + offset + (letter - font.readUInt16BE(start)) * 2);
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}

it.each([
  [0, 400],
  [1, 600],
] as const)('names are measured with the widths of the font that draws them (%i)', (index, weight) => {
  const font = readFileSync(findPaintTools()!.fonts[index]!);
  const tables = tablesOf(font);
  const unit = font.readUInt16BE(tables.get('head')! + 18);
  for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;-_/()[]<>&"\'·–’…×\u00a0') {
    const glyph = glyphOf(font, tables.get('cmap')!, letter.codePointAt(0)!);
    const width = font.readUInt16BE(tables.get('hmtx')! + 4 * glyph) / unit;
    expect(glyph, letter).toBeGreaterThan(0);
    expect(Math.abs(widthOf(letter, 1, weight) - width), letter).toBeLessThan(0.0006);
  }
});
