import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openFileStore } from './file-store.ts';
import { unpack } from './packing.ts';
import { decodeChecked } from './signed-file.ts';
import { hashToken } from './tokens.ts';

const folder = mkdtempSync(join(tmpdir(), 'hopscope-version-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function openKept(): Promise<string> {
  // A file of the first version, as it was written then. It is never written anew: it must open with all versions to come.
  copyFileSync(join(import.meta.dirname, 'version-1.snapshot'), join(folder, 'AAAAAAAAAAAAAAAA.snapshot'));
  const opened = await openFileStore(folder);
  if (!opened.ok) throw new Error(opened.reason);
  const record = await opened.store.byToken(hashToken('T'.repeat(32)));
  expect(record).toMatchObject({ title: 'Kept since version 1', state: 'active', pin: null });
  const text = await unpack((await opened.store.body(record!.id))!);
  await opened.store.close();
  return text!;
}

it('a snapshot that version 1 kept opens, with its digest and its signature', async () => {
  const read = decodeChecked(await openKept());
  if (!read.ok) throw new Error(read.reason);
  expect(read.signature).toBe('valid');
  expect(read.snapshot.document.paths[0]).toMatchObject({ verdict: 'blocked' });
  expect(read.snapshot.document.graph.nodes.id.length).toBeGreaterThan(20);
});

it('one turned letter of the document or of the signature is found', async () => {
  const text = await openKept();
  expect(decodeChecked(text.replace('"verdict":"blocked"', '"verdict":"delivered"'))).toMatchObject({ ok: false });
  const { signature } = JSON.parse(text) as { signature: { value: string } };
  const turned = `${signature.value.startsWith('A') ? 'B' : 'A'}${signature.value.slice(1)}`;
  expect(decodeChecked(text.replace(signature.value, turned))).toMatchObject({
    ok: false,
    reason: expect.stringContaining('signature'),
  });
});
