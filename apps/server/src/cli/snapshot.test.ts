import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoBundle } from '@hopscope/core/scenarios';
import { afterAll, describe, expect, it } from 'vitest';
import { TAKEN_AT } from '../routes/serve-scenario.ts';
import { run } from './run.ts';
import { testTerminal } from './test-terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'hopscope-snapshot-'));
afterAll(() => rmSync(folder, { recursive: true }));
const bundle = JSON.stringify(demoBundle('waypoint', TAKEN_AT, 10));

async function snapshot(name: string, ...more: string[]): Promise<Buffer> {
  const terminal = testTerminal({ stdin: bundle });
  const output = join(folder, name);
  const code = await run(['snapshot', '--bundle', '-', '-o', output, ...more], terminal);
  expect([code, terminal.written.err]).toMatchObject([0, expect.stringContaining(`Wrote ${output}: profile`)]);
  return readFileSync(output);
}

describe('hopscope snapshot -o', () => {
  it('writes a picture of the map, or of the path that goes along, as far as the profile lets it', async () => {
    const map = (await snapshot('map.svg', '--profile', 'shape')).toString();
    expect(map).toMatch(/^<svg /);
    expect(map).toContain('of about 100 links fail');
    expect(map).not.toMatch(/frontend|recommendations/);
    const path = (await snapshot('path.svg', '--path', 'web/frontend -> shop/cart:80')).toString();
    expect(path).toContain('web/frontend cannot reach shop/cart:80');
  });

  it('writes a PNG', async () => {
    const png = await snapshot('map.png');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2400, 1350]);
  });

  it('says where it cannot write, and which forms there are', async () => {
    const terminal = testTerminal({ stdin: bundle });
    const output = join(folder, 'nowhere/map.svg');
    expect(await run(['snapshot', '--bundle', '-', '-o', output], terminal)).toBe(1);
    expect(terminal.written.err).toContain('cannot be written');
    const gif = testTerminal();
    expect(await run(['snapshot', '--bundle', '-', '-o', 'map.gif'], gif)).toBe(64);
    expect(gif.written.err).toContain('FILE.svg or FILE.png');
  });
});
