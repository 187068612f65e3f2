import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { demoBundle } from '@hopscope/core/scenarios';
import { afterEach, describe, expect, it } from 'vitest';
import { TAKEN_AT } from '../routes/serve-scenario.ts';
import { run } from './run.ts';
import { type TestTerminal, testTerminal } from './test-terminal.ts';

let taken: Server | null = null;
afterEach(() => void taken?.close());

const until = async (look: () => boolean): Promise<void> => {
  for (let i = 0; i < 400 && !look(); i++) await new Promise((done) => setTimeout(done, 25));
  if (!look()) throw new Error('it did not happen within 10 seconds');
};

const begin = async (args: string[], terminal: TestTerminal = testTerminal()) => {
  const ended = run(args, terminal);
  await until(() => terminal.written.out.includes('ready'));
  return { terminal, ended, url: /http:\/\/\S+/.exec(terminal.written.out)![0] };
};

describe('hopscope demo', () => {
  it('says where it is ready, serves, and ends when it is asked to', async () => {
    const { terminal, ended, url } = await begin(['demo', '--port', '0']);
    expect(terminal.written.out).toMatch(/^Hopscope is ready at http:\/\/127\.0\.0\.1:\d+ \(demo mesh\)\n$/);
    const mesh = await (await fetch(`${url}/api/v1/mesh`)).json();
    expect(mesh).toMatchObject({ mode: 'demo', cluster: 'demo' });
    terminal.interrupt();
    expect(await ended).toBe(0);
    await expect(fetch(`${url}/api/v1/mesh`)).rejects.toThrow();
  });
});

describe('hopscope serve', () => {
  it('serves a bundle', async () => {
    const stdin = JSON.stringify(demoBundle('waypoint', TAKEN_AT, 10));
    const { terminal, ended, url } = await begin(['serve', '--bundle', '-', '--port', '0'], testTerminal({ stdin }));
    expect(terminal.written.out).toContain('(bundle standard input)');
    expect(await (await fetch(`${url}/api/v1/mesh`)).json()).toMatchObject({ mode: 'bundle', asOf: TAKEN_AT });
    terminal.interrupt();
    expect(await ended).toBe(0);
  });

  it('says what is wrong with the address of Prometheus before it reads anything, and repeats no password', async () => {
    const terminal = testTerminal();
    expect(await run(['serve', '--prometheus', 'http://me:secret@prometheus:9090'], terminal)).toBe(1);
    expect(terminal.written.err).toMatch(/^hopscope: .*HOPSCOPE_PROMETHEUS_TOKEN_FILE.*\n$/);
    expect(terminal.written.err).not.toContain('secret');
  });

  it('opens a second port with links of snapshots alone, and closes it too', async () => {
    const env = { HOPSCOPE_SNAPSHOT_LISTEN: '0', HOPSCOPE_SNAPSHOT_ANYONE: 'on', HOPSCOPE_SNAPSHOTS: 'off' };
    const { terminal, ended } = await begin(['demo', '--port', '0'], testTerminal({ env }));
    const links = /http:\/\/127\.0\.0\.1:\d+(?=\/s\/)/.exec(terminal.written.out)![0];
    expect((await fetch(`${links}/api/v1/mesh`)).status).toBe(404);
    expect((await fetch(`${links}/s/${'A'.repeat(32)}`)).status).toBe(503);
    terminal.interrupt();
    expect(await ended).toBe(0);
    await expect(fetch(`${links}/s/x`)).rejects.toThrow();
  });

  it('warns where other machines may read the mesh', async () => {
    const { terminal, ended } = await begin(['demo', '--port', '0', '--host', '0.0.0.0']);
    expect(terminal.written.err).toMatch(/Warning/);
    terminal.interrupt();
    await ended;
  });

  it('says that a port is taken', async () => {
    taken = createServer().listen(0, '127.0.0.1');
    await until(() => taken!.listening);
    const { port } = taken.address() as AddressInfo;
    const terminal = testTerminal();
    expect(await run(['demo', '--port', String(port)], terminal)).toBe(1);
    expect(terminal.written.err).toMatch(new RegExp(`^hopscope: Port ${port} on 127.0.0.1 is taken: .*\\n$`));
    expect(terminal.written.out).toBe('');
  });

  it.each([
    [['serve', '--bundle', '/no/where'], /^hopscope: There is no file or folder \/no\/where\.\n$/],
    [['serve', '--kubeconfig', '/no/config'], /^hopscope: .*\/no\/config.*\n$/],
    [['demo', '--host', '192.0.2.1'], /^hopscope: 192\.0\.2\.1 is no address of this machine.*\n$/],
  ])('says in one line why %j fails', async (args, message) => {
    const terminal = testTerminal();
    expect(await run([...args, '--port', '0'], terminal)).toBe(1);
    expect(terminal.written.err).toMatch(message);
  });
});
