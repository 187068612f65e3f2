import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze } from '@hopscope/core';
import { afterEach, expect, it, vi } from 'vitest';
import { demoState } from '../routes/serve-scenario.ts';
import { createMeshStore } from '../store/mesh-store.ts';
import { followProblems } from './automatic.ts';
import { readSnapshotSettings } from './settings.ts';
import { createSnapshotAccess } from './snapshot-access.ts';

const folder = mkdtempSync(join(tmpdir(), 'hopscope-automatic-'));
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

/** A chat on a real port of this machine. */
async function openChat() {
  const got: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      got.push(body);
      response.end('ok');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { got, url: `http://127.0.0.1:${port}/`, close: () => void server.close() };
}

it('one snapshot when a problem begins and one when it is over, a pair; what passes at once is none', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: Date.parse('2026-11-20T10:00:00Z') });
  const chat = await openChat();
  const settings = readSnapshotSettings({
    HOPSCOPE_SNAPSHOTS: folder,
    HOPSCOPE_SNAPSHOT_WEBHOOK: chat.url,
    HOPSCOPE_PUBLIC_URL: 'https://mesh.example',
  });
  if (!settings.ok) throw new Error(settings.reason);
  const trouble: Error[] = [];
  const access = createSnapshotAccess(settings.value, (error) => trouble.push(error));
  const store = createMeshStore({ analyze });
  store.accept(demoState('rest'));
  const stop = followProblems({ store, version: '0' }, access, (error) => trouble.push(error));
  const opened = await access.open();
  if (!opened.ok) throw new Error(opened.reason);
  const taken = async () =>
    (await opened.value.desk.store.list(null)).map(({ occasion, pair, audience, profile }) => ({
      occasion,
      pair,
      audience,
      profile,
    }));

  store.accept(demoState('waypoint'));
  vi.advanceTimersByTime(5_000);
  store.accept(demoState('rest'));
  vi.advanceTimersByTime(20_000);
  expect(await taken()).toEqual([]);

  store.accept(demoState('waypoint'));
  vi.advanceTimersByTime(11_000);
  await vi.waitFor(async () => expect(await taken()).toHaveLength(1));
  store.accept(demoState('rest'));
  vi.advanceTimersByTime(11_000);
  await vi.waitFor(async () => expect(await taken()).toHaveLength(2));
  const [recovery, problem] = await taken();
  expect(problem).toMatchObject({ occasion: 'problem', audience: 'signed-in', profile: 'team' });
  expect(recovery).toEqual({ ...problem, occasion: 'recovery' });

  // Within five minutes another beginning is the same incident.
  store.accept(demoState('waypoint'));
  vi.advanceTimersByTime(11_000);
  expect(await taken()).toHaveLength(2);
  await vi.waitFor(() => expect(chat.got).toHaveLength(2));
  const [begun, over] = chat.got.map((body) => String(JSON.parse(body).text));
  expect(begun).toMatch(/^A problem began\n/);
  expect(over).toMatch(/^It is over\n/);
  const [token] = /(?<=https:\/\/mesh\.example\/s\/)[\w-]{32}(?=\|)/.exec(begun!)!;
  const who = { name: 'ada', isAdmin: false, namespaces: null };
  expect((await opened.value.desk.open(token, who, null)).ok).toBe(true);
  stop();
  chat.close();
  await access.close();
  expect(trouble).toEqual([]);
});
