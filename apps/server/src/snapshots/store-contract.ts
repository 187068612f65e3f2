/** What every store of snapshots must do, as tests: each store's own test runs them against itself. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BARE } from './annotation.ts';
import { headerOf } from './header.fixture.ts';
import { FRESH, type SnapshotHeader } from './record.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { createId, hashToken } from './tokens.ts';

const ROOM = { count: 1_000, bytes: 1 << 30 };

/** `open` gives a store that holds nothing; `reopen` the same one as another process, or a later one, sees it. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of tests, as in a file of tests
export function describeStore(
  name: string,
  doors: { open: () => Promise<SnapshotStore>; reopen: (store: SnapshotStore) => Promise<SnapshotStore> },
): void {
  // biome-ignore lint/complexity/noExcessiveLinesPerFunction: as above
  describe(`${name}: the contract of stores`, () => {
    it('gives back header and bytes as they were put', async () => {
      const store = await doors.open();
      const body = randomBytes(300_000);
      const header = headerOf({}, body);
      expect(await store.put(header, body, ROOM)).toBe('stored');
      const record = await store.byToken(header.tokenHash);
      expect(record).toEqual({ ...header, ...FRESH, ...BARE });
      expect(await store.byId(header.id)).toEqual(record);
      expect((await store.body(header.id))?.equals(body)).toBe(true);
      await store.close();
    });

    it('knows nothing of what was never put', async () => {
      const store = await doors.open();
      const id = createId();
      expect(await store.byToken(hashToken('x'))).toBeNull();
      expect([await store.byId(id), await store.body(id), await store.change(id, { state: 'paused' })]).toEqual([
        null,
        null,
        null,
      ]);
      await store.remove(id);
      await store.dropBody(id);
      await store.close();
    });

    it('keeps over a restart what was put, turned and counted', async () => {
      const first = await doors.open();
      const [body, header] = [Buffer.from('bytes'), headerOf()];
      await first.put(header, body, ROOM);
      await first.change(header.id, { viewedAt: '2026-11-20T11:00:00Z' });
      await first.change(header.id, { viewedAt: '2026-11-20T12:00:00Z' });
      await first.change(header.id, { state: 'paused' });
      const second = await doors.reopen(first);
      expect(await second.byId(header.id)).toMatchObject({
        state: 'paused',
        views: 2,
        lastViewAt: '2026-11-20T12:00:00Z',
      });
      expect((await second.body(header.id))?.toString()).toBe('bytes');
      await second.close();
    });

    it('never brings back what was revoked', async () => {
      const store = await doors.open();
      const header = headerOf();
      await store.put(header, Buffer.from('bytes'), ROOM);
      expect(await store.change(header.id, { state: 'revoked' })).toMatchObject({ state: 'revoked' });
      expect(await store.change(header.id, { state: 'active' })).toMatchObject({ state: 'revoked' });
      await store.dropBody(header.id);
      expect(await store.body(header.id)).toBeNull();
      const again = await doors.reopen(store);
      expect(await again.byId(header.id)).toMatchObject({ state: 'revoked', title: header.title });
      expect(await again.body(header.id)).toBeNull();
      await again.remove(header.id);
      expect([await again.byId(header.id), await again.byToken(header.tokenHash)]).toEqual([null, null]);
      await again.close();
    });

    it('keeps no more of an owner than allowed, however many come at once', async () => {
      const store = await doors.open();
      const puts = Array.from({ length: 12 }, () =>
        store.put(headerOf(), Buffer.from('bytes'), { count: 5, bytes: 1e6 }),
      );
      const results = await Promise.all(puts);
      expect(results.filter((result) => result === 'stored')).toHaveLength(5);
      expect(await store.put(headerOf({ owner: 'bob' }), Buffer.from('b'), { count: 5, bytes: 1e6 })).toBe('stored');
      const large = headerOf({ owner: 'eve', bytes: 2_000 });
      expect(await store.put(large, Buffer.alloc(2_000, 1), { count: 5, bytes: 1_999 })).toBe('over-quota');
      expect(await store.byId(large.id)).toBeNull();
      const later = headerOf({ createdAt: '2027-01-01T00:00:00Z', expiresAt: '2027-01-02T00:00:00Z' });
      expect(await store.put(later, Buffer.from('b'), { count: 5, bytes: 1e6 })).toBe('stored');
      await store.close();
    });

    it('lists the newest first, by owner', async () => {
      const store = await doors.open();
      const days = ['03', '01', '02'].map((day) => headerOf({ createdAt: `2026-11-${day}T00:00:00.000Z`, title: day }));
      for (const header of [...days, headerOf({ owner: 'bob' })]) await store.put(header, Buffer.from('b'), ROOM);
      expect((await store.list('ada')).map(({ title }) => title)).toEqual(['03', '02', '01']);
      expect(await store.list(null)).toHaveLength(4);
      expect(await store.list('nobody')).toEqual([]);
      await store.close();
    });

    it('has one secret of a name, for good', async () => {
      const store = await doors.open();
      const [one, same, other] = await Promise.all([store.secret('a'), store.secret('a'), store.secret('b')]);
      expect(one).toHaveLength(32);
      expect([one!.equals(same!), one!.equals(other!)]).toEqual([true, false]);
      const again = await doors.reopen(store);
      expect((await again.secret('a')).equals(one!)).toBe(true);
      await again.close();
    });

    it('the same bytes of one owner are kept once, and the end of one takes nothing from the other', async () => {
      const store = await doors.open();
      const body = randomBytes(4_000);
      const [first, second, third, foreign] = [
        headerOf({}, body),
        headerOf({}, body),
        headerOf({}, body),
        headerOf({ owner: 'eve' }, body),
      ];
      for (const header of [first, second, foreign]) await store.put(header, body, ROOM);
      await store.dropBody(first.id);
      expect(await store.body(first.id)).toBeNull();
      for (const { id } of [second, foreign]) expect((await store.body(id))?.equals(body)).toBe(true);
      await store.remove(second.id);
      expect((await store.body(foreign.id))?.equals(body)).toBe(true);
      await store.put(third, body, ROOM);
      const again = await doors.reopen(store);
      expect((await again.body(third.id))?.equals(body)).toBe(true);
      await again.remove(foreign.id);
      expect((await again.body(third.id))?.equals(body)).toBe(true);
      await again.close();
    });

    it('bytes that come and go at once are there as long as one of them is', async () => {
      const store = await doors.open();
      const body = randomBytes(2_000);
      const kept = headerOf({}, body);
      const turn = async () => {
        const header = headerOf({}, body);
        await store.put(header, body, ROOM);
        await store.dropBody(header.id);
      };
      await Promise.all([...Array.from({ length: 10 }, turn), store.put(kept, body, ROOM)]);
      expect((await store.body(kept.id))?.equals(body)).toBe(true);
      await store.close();
    });

    it('keeps no more of a namespace than allowed, whoever owns it', async () => {
      const store = await doors.open();
      const limits = { ...ROOM, namespace: { count: 2, bytes: 100 } };
      const put = (more: Partial<SnapshotHeader>) => store.put(headerOf(more), Buffer.from('b'), limits);
      expect(await put({ owner: 'ada', namespaces: ['shop', 'web'] })).toBe('stored');
      expect(await put({ owner: 'bob', namespaces: ['shop'] })).toBe('stored');
      expect(await put({ owner: 'eve', namespaces: ['pay', 'shop'] })).toBe('over-namespace');
      expect(await put({ owner: 'eve', namespaces: ['web'] })).toBe('stored');
      expect(await put({ owner: 'eve', namespaces: [] })).toBe('stored');
      expect(await put({ owner: 'eve', namespaces: ['pay'], bytes: 101 })).toBe('over-namespace');
      for (const { id } of await store.showing('shop', 'bob')) await store.change(id, { state: 'revoked' });
      expect(await put({ owner: 'eve', namespaces: ['shop'] })).toBe('stored');
      await store.close();
    });

    it('finds all that show a namespace, and all that are over', async () => {
      const store = await doors.open();
      const [one, other] = [
        headerOf({ namespaces: ['shop'] }),
        headerOf({ owner: 'eve', namespaces: ['shop', 'web'] }),
      ];
      for (const header of [one, other]) await store.put(header, Buffer.from('b'), ROOM);
      const idsOf = (records: readonly { id: string }[]) => records.map(({ id }) => id).sort();
      expect(idsOf(await store.showing('shop', null))).toEqual([one.id, other.id].sort());
      expect(idsOf(await store.showing('shop', 'eve'))).toEqual([other.id]);
      expect(await store.showing('sho', null)).toEqual([]);
      const [before, after] = [Date.parse(one.expiresAt) - 1, Date.parse(one.expiresAt)];
      expect(await store.over(before)).toEqual([]);
      expect(await store.over(after)).toHaveLength(2);
      await store.change(one.id, { state: 'revoked' });
      expect(idsOf(await store.over(before))).toEqual([one.id]);
      await store.close();
    });

    it('what people write on it only grows, stays over a restart, and goes with it', async () => {
      const store = await doors.open();
      const header = headerOf();
      await store.put(header, Buffer.from('b'), ROOM);
      const write = (what: 'comment' | 'title' | 'pinned' | 'unpinned', text: string) =>
        store.annotate(header.id, { at: '2026-11-21T00:00:00Z', who: 'ada', what, text });
      expect(await write('title', 'later "title"')).toMatchObject({ title: 'later "title"', annotations: 1 });
      await write('comment', 'line\nand \u2028 line');
      expect(await write('pinned', 'post-mortem')).toMatchObject({ pin: { by: 'ada', reason: 'post-mortem' } });
      const past = Date.parse(header.expiresAt) + 1;
      expect(await store.usage(past)).toMatchObject({ active: 1, pinned: 1, expired: 0, bytes: header.bytes });
      expect(await store.over(past)).toEqual([]);
      await store.dropBody('AAAAAAAAAAAAAAAA');
      const again = await doors.reopen(store);
      expect(await again.byId(header.id)).toMatchObject({
        title: 'later "title"',
        digest: header.digest,
        comments: 1,
        annotations: 3,
        pin: { by: 'ada', at: '2026-11-21T00:00:00Z', reason: 'post-mortem' },
      });
      expect((await again.annotations(header.id)).map(({ what, text }) => [what, text])).toEqual([
        ['title', 'later "title"'],
        ['comment', 'line\nand \u2028 line'],
        ['pinned', 'post-mortem'],
      ]);
      await again.annotate(header.id, { at: '', who: 'ada', what: 'unpinned', text: '' });
      expect(await again.usage(past)).toMatchObject({ active: 0, pinned: 0, expired: 1, bytes: 0 });
      await again.remove(header.id);
      expect(await again.annotations(header.id)).toEqual([]);
      expect(await again.annotate(header.id, { at: '', who: '', what: 'comment', text: '' })).toBeNull();
      await again.close();
    });

    it('remembers who did what', async () => {
      const store = await doors.open();
      for (const what of ['created', 'viewed', 'revoked'] as const)
        await store.note({ at: '2026-11-20T10:00:00Z', what, id: 'i', who: 'ada' });
      expect((await store.audit(2)).map(({ what }) => what)).toEqual(['revoked', 'viewed']);
      await store.close();
    });
  });
}
