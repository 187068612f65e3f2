import { demoBundle } from '@hopscope/core/scenarios';
import { describe, expect, it } from 'vitest';
import { TAKEN_AT } from '../routes/serve-scenario.ts';
import { startFakeCluster } from '../sources/fake-cluster.ts';
import { exitOf } from './explain.ts';
import { run } from './run.ts';
import { testTerminal } from './test-terminal.ts';

const stdin = (chapter: Parameters<typeof demoBundle>[0]) => JSON.stringify(demoBundle(chapter, TAKEN_AT, 10));

describe('hopscope explain', () => {
  it('says that a path is delivered', async () => {
    const terminal = testTerminal({ stdin: stdin('rest') });
    expect(await run(['explain', 'web/frontend -> shop/cart:80', '--bundle', '-'], terminal)).toBe(0);
    expect(terminal.written.out).toMatch(/^✓ /);
    expect(terminal.written.err).toBe('');
  });

  it('says where a path stops, why and what to do, without colour or backticks', async () => {
    const terminal = testTerminal({ stdin: stdin('waypoint') });
    expect(await run(['explain', 'web/frontend -> shop/cart:80', '--bundle', '-'], terminal)).toBe(1);
    const { out } = terminal.written;
    expect(out).toMatch(/^✗ .*Waypoint shop\/waypoint has no running pods/);
    expect(out).toMatch(/ 5\. ✗ waypoint shop\/waypoint.*stops here/);
    expect(out).toContain('[waypoint-no-pods]');
    expect(out).toMatch(/How to mend it:\n {2}- /);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
    expect(out).not.toMatch(/[`\u001b]/);
  });

  it('gives the whole answer as JSON', async () => {
    const terminal = testTerminal({ stdin: stdin('waypoint') });
    await run(['explain', 'web/frontend -> shop/cart:80', '--bundle', '-', '--json'], terminal);
    expect(JSON.parse(terminal.written.out)).toMatchObject({ verdict: 'blocked', asOf: TAKEN_AT });
  });

  it('colours for a person who wants it', async () => {
    const terminal = testTerminal({ stdin: stdin('waypoint'), color: true });
    await run(['explain', 'web/frontend -> shop/cart:80', '--bundle', '-'], terminal);
    expect(terminal.written.out).toContain('\u001b[31m✗');
  });

  it.each([
    { what: 'that nobody was asked', more: ['--tiers', '0'], why: /not asked for by this command, which was to read/ },
    // The fake has no pods to reach.
    { what: 'who did not answer', more: [], why: /ztunnel-config of istio-system\/ztunnel-\S+: (?!.*not asked)/ },
  ])('asks a live cluster, and says $what', async ({ more, why }) => {
    const cluster = await startFakeCluster(demoBundle('rest', TAKEN_AT, 10));
    const terminal = testTerminal();
    const args = ['explain', 'web/frontend -> shop/cart:80', '--kubeconfig', cluster.kubeconfig, ...more];
    expect(await run(args, terminal)).toBe(2);
    expect(terminal.written.out).toMatch(/^\? /);
    expect(terminal.written.out).toContain('the configuration alone says: delivered');
    expect(terminal.written.out).toMatch(/Not checked:\n/);
    expect(terminal.written.out).toMatch(why);
    expect(terminal.written.err).toBe('');
    await cluster.close();
  });

  it('cannot ask a file that is not there', async () => {
    const terminal = testTerminal();
    expect(await run(['explain', 'a/b -> c/d:80', '--bundle', '/no/where'], terminal)).toBe(2);
    expect(terminal.written).toEqual({ out: '', err: 'hopscope: There is no file or folder /no/where.\n' });
  });
});

describe('exitOf', () => {
  it.each([
    ['delivered', 0],
    ['blocked', 1],
    ['degraded', 1],
    ['varies', 1],
    ['unknown', 2],
  ] as const)('is for %s %i', (verdict, code) => {
    expect(exitOf({ verdict })).toBe(code);
  });
});
