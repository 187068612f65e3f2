import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FILE_VARIABLES, readConfigFile, withFileOptions } from './config-file.ts';
import { run } from './run.ts';
import { testTerminal } from './test-terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'hopscope-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(text: string): string {
  const path = join(folder, 'hopscope.yaml');
  writeFileSync(path, text);
  return path;
}

describe('readConfigFile', () => {
  it('takes options and variables by their own names', () => {
    const read = readConfigFile(file('port: 7500\nHOPSCOPE_SNAPSHOT_ANYONE: true\nHOPSCOPE_ADMINS: ada,ben\n'));
    if (!read.ok) throw new Error(read.reason);
    expect([...read.value.options]).toEqual([['port', '7500']]);
    expect(read.value.environment).toEqual({ HOPSCOPE_SNAPSHOT_ANYONE: 'on', HOPSCOPE_ADMINS: 'ada,ben' });
  });

  it('may be empty', () => {
    expect(readConfigFile(file('# nothing yet\n'))).toMatchObject({ ok: true, value: { environment: {} } });
  });

  it.each([
    ['prot: 7411', /hopscope\.yaml: prot is not known; there are kubeconfig, /],
    ['port: [1, 2]', /port must have one value/],
    ['__proto__: 1', /__proto__ is not known/],
    ['- a', /must be names with values/],
    ['a: &x 1\nb: *x', /is not known|is no YAML/],
    ['a: [', /is no YAML/],
    ['x'.repeat(70_000), /larger than 64 KiB/],
  ])('refuses %j', (text, reason) => {
    const read = readConfigFile(file(text));
    expect(read.ok ? '' : read.reason).toMatch(reason);
  });

  it('says that there is no such file', () => {
    const read = readConfigFile(join(folder, 'none.yaml'));
    expect(read.ok ? '' : read.reason).toMatch(/none\.yaml cannot be read: ENOENT/);
  });
});

it('gives way to the command line', () => {
  const config = { options: new Map(Object.entries({ port: '7500', host: '::1' })), environment: {} };
  expect(withFileOptions(['serve', '--port', '7411', '--bundle=b'], config)).toEqual([
    'serve',
    '--host=::1',
    '--port',
    '7411',
    '--bundle=b',
  ]);
});

it('knows every variable that the server reads, and no other', () => {
  const src = new URL('../', import.meta.url);
  const texts = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(test|fixture)\.ts$|test-|conformance|config-file/.test(name))
    .map((name) => readFileSync(new URL(name.replaceAll('\\', '/'), src), 'utf8'));
  const read = texts.flatMap((text) => [...text.matchAll(/'((?:HOPSCOPE|DATABASE)_[A-Z_]+)'/g)]);
  expect([...new Set(read.map(([, name]) => name))].sort()).toEqual([...FILE_VARIABLES].sort());
});

it('is what serve is started with: what it gives is judged as on the command line', async () => {
  const terminal = testTerminal();
  expect(await run(['serve', '--config', file('port: 99999\n')], terminal)).toBe(64);
  expect(terminal.written.err).toContain('--port is a number from 0 to 65535, not "99999"');
});

it('gives variables that the environment does not', async () => {
  const config = file('bundle: none.json\nHOPSCOPE_SNAPSHOT_MAX_DAYS: many\n');
  const own = testTerminal();
  expect(await run(['serve', '--config', config], own)).toBe(64);
  expect(own.written.err).toContain('HOPSCOPE_SNAPSHOT_MAX_DAYS');
  const over = testTerminal({ env: { HOPSCOPE_SNAPSHOT_MAX_DAYS: '7' } });
  expect(await run(['serve', '--config', config], over)).toBe(1);
  expect(over.written.err).toContain('none.json');
});
