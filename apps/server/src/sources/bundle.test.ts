import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MeshState } from '@hopscope/core';
import { demoBundle } from '@hopscope/core/scenarios';
import { afterAll, describe, expect, it } from 'vitest';
import { demoState, TAKEN_AT } from '../routes/serve-scenario.ts';
import { createBundleSource } from './bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'hopscope-bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

const start = async (text: string) => {
  const path = join(folder, 'bundle.json');
  writeFileSync(path, text);
  const source = createBundleSource(path, async () => null);
  const states: MeshState[] = [];
  return { started: await source.start((state) => states.push(state)), states, source };
};

describe('createBundleSource', () => {
  it('emits the state of the bundle, once', async () => {
    const { started, states, source } = await start(JSON.stringify(demoBundle('rest', TAKEN_AT, 10)));
    expect(started).toEqual({ ok: true });
    expect(states).toEqual([demoState('rest')]);
    expect(source.ignored).toEqual([]);
  });

  it('says what is not understood, and why there is nothing', async () => {
    const { started, states } = await start('{"a": ');
    expect(started).toMatchObject({ ok: false, reason: expect.stringContaining('No Kubernetes objects found') });
    expect(states).toEqual([]);
  });
});
