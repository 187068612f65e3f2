import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openFileLinks } from './file-links.ts';
import { describeLinks, WISH } from './links-contract.ts';

const root = mkdtempSync(join(tmpdir(), 'hopscope-links-'));
afterAll(() => rmSync(root, { recursive: true }));
const folders = new WeakMap<object, string>();

async function openAt(folder: string, clock: { at: number }) {
  const links = await openFileLinks(folder, () => clock.at);
  folders.set(links, folder);
  return links;
}

describeLinks('a file', {
  open: (clock) => openAt(mkdtempSync(join(root, 'a-')), clock),
  reopen: (links, clock) => openAt(folders.get(links)!, clock),
});

describe('openFileLinks', () => {
  it('keeps no token', async () => {
    const folder = mkdtempSync(join(root, 'b-'));
    const links = await openFileLinks(folder, () => 0);
    const { token } = (await links.create(WISH, 60))!;
    expect(readFileSync(join(folder, 'embed-links.json'), 'utf8')).not.toContain(token);
  });

  it('forgets them with the process where there is no folder', async () => {
    const links = await openFileLinks(null, () => 0);
    const { token, link } = (await links.create(WISH, 60))!;
    expect(await links.find(token)).toEqual(link);
    expect(await (await openFileLinks(null, () => 0)).find(token)).toBeNull();
  });

  it('takes a damaged file for no links at all', async () => {
    const folder = mkdtempSync(join(root, 'c-'));
    writeFileSync(join(folder, 'embed-links.json'), '{"links":[{"id":1}]}');
    expect(await (await openFileLinks(folder, () => 0)).list(null)).toEqual([]);
  });
});
