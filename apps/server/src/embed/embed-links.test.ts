import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openEmbedLinks } from './embed-links.ts';
import type { Grant } from './embed-token.ts';

const root = mkdtempSync(join(tmpdir(), 'hopscope-links-'));
afterAll(() => rmSync(root, { recursive: true }));
const grant: Grant = { panel: 'map', locked: { namespaces: null }, editable: [], origin: '' };
const wish = { owner: 'alice', title: 'wiki', grant };

describe('openEmbedLinks', () => {
  it('finds what it made until it ends, also after a restart, and keeps no token', async () => {
    const folder = mkdtempSync(join(root, 'a-'));
    const links = await openEmbedLinks(folder, () => 0);
    const made = (await links.create(wish, 60))!;
    expect(readFileSync(join(folder, 'embed-links.json'), 'utf8')).not.toContain(made.token);
    expect((await openEmbedLinks(folder, () => 59_999)).find(made.token)).toEqual(made.link);
    expect((await openEmbedLinks(folder, () => 60_000)).find(made.token)).toBeNull();
    for (const text of ['', made.link.id, made.link.tokenHash, `${made.token}A`]) expect(links.find(text)).toBeNull();
  });

  it('revokes for its owner or an administrator, and for nobody else', async () => {
    const links = await openEmbedLinks(null, () => 0);
    const made = (await links.create(wish, 60))!;
    expect(await links.revoke(made.link.id, 'bob')).toBe(false);
    expect(links.list('bob')).toEqual([]);
    expect(await links.revoke(made.link.id, 'alice')).toBe(true);
    expect(links.find(made.token)).toBeNull();
    const other = (await links.create(wish, 60))!;
    expect(await links.revoke(other.link.id, null)).toBe(true);
  });

  it('has an end of how many one may have', async () => {
    const links = await openEmbedLinks(null, () => 0);
    for (let count = 0; count < 100; count++) expect(await links.create(wish, 60)).not.toBeNull();
    expect(await links.create(wish, 60)).toBeNull();
    expect(await links.create({ ...wish, owner: 'bob' }, 60)).not.toBeNull();
  });

  it('takes a damaged file for no links at all', async () => {
    const folder = mkdtempSync(join(root, 'b-'));
    writeFileSync(join(folder, 'embed-links.json'), '{"links":[{"id":1}]}');
    expect((await openEmbedLinks(folder, () => 0)).list(null)).toEqual([]);
  });
});
