import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPrometheusSettings, readUrl } from './settings.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hopscope-prometheus-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const URL = 'http://prometheus:9090';

describe('the address', () => {
  it.each([
    ['http://prometheus:9090', 'http://prometheus:9090'],
    ['https://mimir/prometheus/', 'https://mimir/prometheus'],
    ['http://prometheus:9090/api/v1', 'http://prometheus:9090'],
    ['http://prometheus:9090/x/api/v1/query', 'http://prometheus:9090/x'],
  ])('%s', (text, value) => {
    expect(readUrl(text)).toEqual({ ok: true, value });
  });

  it.each(['prometheus:9090', '', 'ftp://x', 'http://', 'http://u:secret@x', 'http://x/?a=b', 'http://x/#a'])(
    'is none, and the sentence tells no secret: %s',
    (text) => {
      const read = readUrl(text);
      expect(read).toMatchObject({ ok: false, reason: 'config' });
      expect(JSON.stringify(read)).not.toContain('secret');
    },
  );
});

describe('settings of the environment', () => {
  it('are few by default', async () => {
    const read = await readPrometheusSettings(URL, {});
    expect(read).toEqual({ ok: true, value: { url: URL, token: null, ca: null, matchers: [], windowSeconds: 300 } });
  });

  it('name files that are read, the token anew each time', async () => {
    const [token, ca] = [join(folder, 'token'), join(folder, 'ca')];
    await writeFile(token, 'one\n');
    await writeFile(ca, 'PEM');
    const read = await readPrometheusSettings(URL, {
      HOPSCOPE_PROMETHEUS_TOKEN_FILE: token,
      HOPSCOPE_PROMETHEUS_CA_FILE: ca,
      HOPSCOPE_PROMETHEUS_MATCHERS: 'cluster="east"',
      HOPSCOPE_PROMETHEUS_WINDOW: '60',
    });
    if (!read.ok) throw new Error(read.message);
    expect(read.value).toMatchObject({ ca: 'PEM', matchers: [{ label: 'cluster' }], windowSeconds: 60 });
    expect(await read.value.token?.()).toEqual({ ok: true, value: 'one' });
    await writeFile(token, 'two');
    expect(await read.value.token?.()).toEqual({ ok: true, value: 'two' });
    await rm(token);
    expect(await read.value.token?.()).toMatchObject({ ok: false });
  });

  it.each([
    ['TOKEN_FILE', '/nowhere/token', '/nowhere/token'],
    ['CA_FILE', '/nowhere/ca', '/nowhere/ca'],
    ['TOKEN', 'a b', 'HOPSCOPE_PROMETHEUS_TOKEN'],
    ['MATCHERS', 'east', 'east'],
    ['WINDOW', '5', '60 to 3600'],
    ['WINDOW', '5m', 'HOPSCOPE_PROMETHEUS_WINDOW'],
  ])('are refused with a sentence where %s is %s', async (name, value, said) => {
    const read = await readPrometheusSettings(URL, { [`HOPSCOPE_PROMETHEUS_${name}`]: value });
    expect(read.ok ? '' : read.message).toContain(said);
  });

  it('never tell a token', async () => {
    const read = await readPrometheusSettings(URL, { HOPSCOPE_PROMETHEUS_TOKEN: 'se cret' });
    expect(JSON.stringify(read)).not.toContain('se cret');
  });
});
