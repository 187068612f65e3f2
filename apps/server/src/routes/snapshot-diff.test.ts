import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readSnapshotSettings } from '../snapshots/settings.ts';
import { createSnapshotAccess } from '../snapshots/snapshot-access.ts';
import { demoState, serveStates } from './serve-scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'hopscope-diff-'));
const settings = readSnapshotSettings({ HOPSCOPE_SNAPSHOTS: folder });
if (!settings.ok) throw new Error(settings.reason);
const snapshots = createSnapshotAccess(settings.value, () => {});
const { app, store } = await serveStates(demoState('rest'), { snapshots });
afterAll(async () => {
  await app.close();
  await snapshots.close();
  rmSync(folder, { recursive: true });
});

const post = (url: string, payload: object) => app.inject({ method: 'POST', url: `/api/v1${url}`, payload });
const create = async (body: object) => (await post('/snapshots', body)).json();

it('two links, a link and now, one’s own by id; pairs match across redaction, and others are refused', async () => {
  const ask = { paths: ['web/frontend -> shop/cart:80'] };
  const [team, shape, lone] = [
    await create(ask),
    await create({ profile: 'shape', pair: 'incident' }),
    await create({ profile: 'shape' }),
  ];
  store.accept(demoState('waypoint'));
  const [later, laterShape] = [await create(ask), await create({ profile: 'shape', pair: 'incident' })];
  const sealed = await create({ sealed: 'QUFB' });
  const token = ({ path }: { path: string }) => path.slice(3);
  const diff = async (before: string, after: string) => (await post('/snapshots/diff', { before, after })).json();

  const both = await diff(token(team), token(later));
  expect(both.sentence).toContain('Waypoint');
  expect(both.paths).toMatchObject([{ before: { verdict: 'delivered' }, after: { verdict: 'blocked' } }]);
  const now = await diff(token(team), 'now');
  expect(now.flips).toEqual(both.flips);
  expect((await diff(`id:${team.snapshot.id}`, `id:${later.snapshot.id}`)).flips).toEqual(both.flips);

  const pair = await diff(token(shape), token(laterShape));
  expect(pair.flips).toHaveLength(both.flips.length);
  expect(JSON.stringify(pair)).not.toContain('cart');
  expect((await diff(token(shape), 'now')).flips).toHaveLength(both.flips.length);
  expect((await diff(token(lone), token(laterShape))).code).toBe('not-comparable');
  expect((await diff(token(sealed), 'now')).code).toBe('snapshot-refused');
  expect((await diff('A'.repeat(32), 'now')).code).toBe('not-found');
  expect((await diff('now', 'now')).code).toBe('bad-body');
});
