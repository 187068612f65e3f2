import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { expect, it } from 'vitest';
import { pack, unpack } from './packing.ts';

const compress = promisify(brotliCompress);

it('gives back what was packed', async () => {
  const text = `{"names":"${'shop/cart '.repeat(10_000)}ü"}`;
  const packed = await pack(text);
  expect(packed.length).toBeLessThan(1_000);
  expect(await unpack(packed)).toBe(text);
});

it('CVE-2021-27358: what would burst is given up before it does, by its ratio and by its size', async () => {
  const byRatio = await compress(Buffer.alloc(15 * 1024 * 1024), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  expect(byRatio.length).toBeLessThan(1_000);
  expect(await unpack(byRatio)).toBeNull();
  const bySize = await compress(randomBytes(21 * 1024 * 1024), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  const before = process.memoryUsage().rss;
  expect(await unpack(bySize)).toBeNull();
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
});

it('takes nothing that is none of ours', async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('plain'), Buffer.from([0x1f, 0x8b, 8, 0])])
    expect(await unpack(bytes)).toBeNull();
  const cut = await pack('x'.repeat(1_000));
  expect(await unpack(cut.subarray(0, cut.length - 2))).toBeNull();
});
