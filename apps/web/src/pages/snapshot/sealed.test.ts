import { expect, it } from 'vitest';
import { seal, unseal } from './sealed.ts';

const TEXT = `{"names":"${'shop/cart '.repeat(5_000)}"}`;

it('opens with the key and not without it', async () => {
  const { bytes, key } = await seal(TEXT);
  expect(atob(bytes)).not.toContain('shop/cart');
  expect(await unseal(bytes, key)).toEqual({ ok: true, text: TEXT });
  const other = await seal(TEXT);
  for (const wrong of ['', 'x', other.key, key.slice(1)])
    expect(await unseal(bytes, wrong)).toMatchObject({ ok: false, reason: expect.stringContaining('copied whole') });
});

it('notices a single turned bit', async () => {
  const { bytes, key } = await seal(TEXT);
  const turned = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  turned[40]! ^= 1;
  expect((await unseal(btoa(String.fromCharCode(...turned)), key)).ok).toBe(false);
});

it('what would burst is refused', async () => {
  const { bytes, key } = await seal('a'.repeat(30 * 1024 * 1024));
  expect(bytes.length).toBeLessThan(100_000);
  expect((await unseal(bytes, key)).ok).toBe(false);
});
