import { createTar } from 'nanotar';
import { describe, expect, it } from 'vitest';
import { isTar, readTar } from './tar.ts';

const text = (data: Uint8Array) => Buffer.from(data).toString();

/** A header block with a good checksum. */
const header = (name: string, size: number, type: string, prefix = ''): Buffer => {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write(type, 156);
  block.write('ustar\0', 257);
  block.write(prefix, 345);
  block.write('        ', 148);
  block.write(
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return block;
};
const padded = (data: string): Buffer =>
  Buffer.concat([Buffer.from(data), Buffer.alloc((512 - (data.length % 512)) % 512)]);
const archive = (...parts: Buffer[]): Buffer => Buffer.concat([...parts, Buffer.alloc(1024)]);
const all = (bytes: Uint8Array) => [...readTar(bytes)];

describe('readTar', () => {
  it('reads what others write', () => {
    const bytes = createTar([
      { name: 'a/b.json', data: '{}' },
      { name: 'a/' },
      { name: 'c.txt', data: 'x'.repeat(600) },
    ]);
    expect(isTar(bytes)).toBe(true);
    const entries = all(bytes).map((entry) => [entry!.path, entry!.kind, entry!.data.length]);
    expect(entries).toEqual([
      ['a/b.json', 'file', 2],
      ['a', 'folder', 0],
      ['c.txt', 'file', 600],
    ]);
  });

  it('reads long names in all three ways', () => {
    const long = `${'d'.repeat(120)}/f.json`;
    const pax = `${long.length + 10} path=${long}\n`;
    const bytes = archive(
      header('f.json', 2, '0', 'some/where'),
      padded('{}'),
      header('x', long.length, 'L'),
      padded(long),
      header('cut', 2, '0'),
      padded('{}'),
      header('x', pax.length, 'x'),
      padded(pax),
      header('cut', 2, '0'),
      padded('{}'),
    );
    expect(all(bytes).map((entry) => entry!.path)).toEqual(['some/where/f.json', long, long]);
  });

  it('names links as links and keeps names inside', () => {
    const bytes = archive(header('l', 0, '2'), header('/../../etc/./passwd', 2, '0'), padded('{}'));
    expect(all(bytes).map((entry) => [entry!.path, entry!.kind])).toEqual([
      ['l', 'link'],
      ['etc/passwd', 'file'],
    ]);
    expect(text(all(bytes)[1]!.data)).toBe('{}');
  });

  it.each([
    ['is cut off', header('a', 4000, '0')],
    ['has a broken header', Buffer.concat([header('a', 0, '0'), Buffer.alloc(512, 7)])],
    ['says a size that is none', Buffer.from(header('a', 0, '0')).fill('z', 124, 135)],
  ])('ends with null where it %s', (_what, bytes) => {
    expect(all(bytes).at(-1)).toBeNull();
  });

  it('tells what is no archive', () => {
    expect(isTar(Buffer.from('{"hopscopeBundle": 1}'.padEnd(600)))).toBe(false);
    expect(isTar(Buffer.alloc(3))).toBe(false);
  });
});
