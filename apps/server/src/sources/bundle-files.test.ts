import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createTar } from 'nanotar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS, readBundleFiles } from './bundle-files.ts';

let folder = '';
const noStdin = async () => Buffer.alloc(0);
const read = (name: string, limits = LIMITS) => readBundleFiles(join(folder, name), noStdin, limits);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hopscope-files-'));
  mkdirSync(join(folder, 'dump/deep'), { recursive: true });
  writeFileSync(join(folder, 'dump/a.yaml'), 'kind: Pod\n');
  writeFileSync(join(folder, 'dump/deep/b.json'), '{}');
  writeFileSync(join(folder, 'dump/core.bin'), 'x');
  symlinkSync('/etc/passwd', join(folder, 'dump/passwd.yaml'));
  symlinkSync('/etc', join(folder, 'dump/etc'));
  const tar = createTar([
    { name: 'top/a.yaml', data: 'kind: Pod\n' },
    { name: 'top/core.bin', data: 'x' },
  ]);
  writeFileSync(join(folder, 'a.tar.gz'), gzipSync(tar));
  writeFileSync(join(folder, 'a.tar'), tar);
  writeFileSync(join(folder, 'bomb.json.gz'), gzipSync(Buffer.alloc(1 << 20)));
  writeFileSync(join(folder, 'cut.json.gz'), gzipSync('{"a": 1}').subarray(0, 15));
  writeFileSync(join(folder, 'cut.tar'), tar.subarray(0, 515));
  writeFileSync(join(folder, 'a.zip'), 'PK\u0003\u0004');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('readBundleFiles', () => {
  it('reads a folder, follows no link, and says what it left out', async () => {
    const result = await read('dump');
    expect(result.ok && result.files.map(({ path }) => path)).toEqual(['a.yaml', 'deep/b.json']);
    expect(result.ok && result.ignored.map(({ path }) => path)).toEqual(['core.bin', 'etc', 'passwd.yaml']);
  });

  it.each(['a.tar.gz', 'a.tar'])('reads %s', async (name) => {
    const result = await read(name);
    expect(result).toMatchObject({ ok: true, files: [{ path: 'top/a.yaml', text: 'kind: Pod\n' }] });
    expect(result.ok && result.ignored.map(({ path }) => path)).toEqual(['top/core.bin']);
  });

  it('reads standard input, whatever its form', async () => {
    const result = await readBundleFiles('-', async () => gzipSync('{"a": 1}'));
    expect(result).toMatchObject({ ok: true, files: [{ path: 'standard input', text: '{"a": 1}' }] });
  });

  it.each([
    ['nowhere', /^There is no file or folder .*nowhere\.$/],
    ['cut.json.gz', /damaged or cut off/],
    ['cut.tar', /damaged archive/],
    ['a.zip', /zip archive/],
  ])('says in a sentence what is wrong with %s', async (name, reason) => {
    const result = await read(name);
    expect(result.ok === false && result.reason).toMatch(reason);
  });

  it('has bounds', async () => {
    const small = { bytes: 1000, files: 2 };
    expect(await read('bomb.json.gz', small)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('too large'),
    });
    expect(await read('dump', small)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('more than 2 files'),
    });
    expect(await read('a.tar', { ...small, bytes: 100_000, files: 1 })).toMatchObject({ ok: false });
    const endless = await readBundleFiles('-', async () => null, small);
    expect(endless).toMatchObject({ ok: false, reason: expect.stringContaining('too large') });
  });

  it.skipIf(process.getuid?.() === 0)('says that it may not', async () => {
    writeFileSync(join(folder, 'secret.json'), '{}');
    chmodSync(join(folder, 'secret.json'), 0);
    expect(await read('secret.json')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('permission denied'),
    });
  });
});
