/** What every keeper of links must do: asked of the file and of PostgreSQL alike. */
import { describe, expect, it } from 'vitest';
import type { EmbedLinks } from './embed-links.ts';
import type { Grant } from './embed-token.ts';

export const GRANT: Grant = {
  panel: 'map',
  locked: { namespaces: ['shop'] },
  editable: ['time'],
  origin: '',
};
export const WISH = { owner: 'alice', title: 'wiki', grant: GRANT };

interface Clock {
  at: number;
}

/** `open` gives an empty keeper with a clock; `reopen` closes one and opens what it kept. */
export function describeLinks(
  name: string,
  kept: { open(clock: Clock): Promise<EmbedLinks>; reopen(links: EmbedLinks, clock: Clock): Promise<EmbedLinks> },
): void {
  const opened = async () => {
    const clock = { at: Date.parse('2026-11-20T10:00:00Z') };
    return { clock, links: await kept.open(clock) };
  };

  describe(`links in ${name}`, () => {
    it('are found until they end, also after a restart, and by their token alone', async () => {
      const { clock, links } = await opened();
      const { token, link } = (await links.create(WISH, 60))!;
      for (const text of ['', link.id, link.tokenHash, `${token}A`, "' or 1=1 --"])
        expect(await links.find(text)).toBeNull();
      const again = await kept.reopen(links, clock);
      clock.at += 59_999;
      expect(await again.find(token)).toEqual(link);
      clock.at += 1;
      expect(await again.find(token)).toBeNull();
      expect(await again.list(null)).toEqual([]);
      expect(await again.revoke(link.id, null)).toBe(false);
      await again.close();
    });

    it('are revoked by their owner or an administrator, and by nobody else', async () => {
      const { clock, links } = await opened();
      const { token, link } = (await links.create(WISH, 60))!;
      expect(await links.revoke(link.id, 'bob')).toBe(false);
      expect(await links.list('bob')).toEqual([]);
      expect(await links.list('alice')).toEqual([link]);
      expect(await links.revoke(link.id, 'alice')).toBe(true);
      expect(await links.find(token)).toBeNull();
      const other = (await links.create(WISH, 60))!;
      expect(await links.revoke(other.link.id, null)).toBe(true);
      const again = await kept.reopen(links, clock);
      expect([await again.find(token), await again.find(other.token)]).toEqual([null, null]);
      await again.close();
    });

    it('are told the newest first', async () => {
      const { clock, links } = await opened();
      for (const title of ['first', 'second', 'third']) {
        await links.create({ ...WISH, title, owner: title === 'second' ? 'bob' : 'alice' }, 600);
        clock.at += 1_000;
      }
      expect((await links.list(null)).map(({ title }) => title)).toEqual(['third', 'second', 'first']);
      expect((await links.list('alice')).map(({ title }) => title)).toEqual(['third', 'first']);
      await links.close();
    });

    it('are so many for one owner at most; what is over makes room', async () => {
      const { clock, links } = await opened();
      const made = await Promise.all(Array.from({ length: 105 }, () => links.create(WISH, 60)));
      expect(made.filter((one) => one !== null)).toHaveLength(100);
      expect(await links.create({ ...WISH, owner: 'bob' }, 60)).not.toBeNull();
      clock.at += 60_000;
      expect(await links.create(WISH, 60)).not.toBeNull();
      await links.close();
    });
  });
}
