import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { execCredential, hideSecrets, parseExecPlugin } from './exec-plugin.ts';

const V1 = 'client.authentication.k8s.io/v1';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hopscope-exec-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A plugin that counts its runs in the file `runs` and then does as told. */
async function plugin(
  script: string,
  more: Record<string, unknown> = {},
  options: Parameters<typeof execCredential>[1] = {},
) {
  const path = join(folder, 'plugin');
  await writeFile(path, `#!/bin/sh\necho run >> ${join(folder, 'runs')}\n${script}\n`);
  await chmod(path, 0o755);
  const parsed = parseExecPlugin({ apiVersion: V1, command: './plugin', ...more }, 'bob', folder, {
    server: 'https://east',
  });
  if (!parsed.ok) throw new Error(parsed.message);
  return execCredential(parsed.value, options);
}

const runs = async (): Promise<number> => (await readFile(join(folder, 'runs'), 'utf8')).trim().split('\n').length;
const credential = (status: object, apiVersion = V1): string =>
  `echo '${JSON.stringify({ kind: 'ExecCredential', apiVersion, status })}'`;

describe('execCredential', () => {
  it('runs the plugin once for concurrent callers and keeps its token until it nearly expires', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    const source = await plugin(
      credential({ token: 't1', expirationTimestamp: '2026-01-01T00:10:00Z' }),
      {},
      { now: () => now },
    );
    const [a, b] = await Promise.all([source.current(), source.current()]);
    expect(a).toEqual({ ok: true, value: { authorization: 'Bearer t1', certificate: null } });
    expect(b).toEqual(a);
    expect(await runs()).toBe(1);
    now += 9 * 60_000;
    await source.current();
    expect(await runs()).toBe(1);
    now += 40_000;
    await source.current();
    expect(await runs()).toBe(2);
    source.renew();
    await source.current();
    expect(await runs()).toBe(3);
  });

  it('passes arguments, environment and the cluster, and takes a certificate', async () => {
    const script = `[ "$1" = get-token ] && [ "$NAME" = value ] && echo "$KUBERNETES_EXEC_INFO" | grep -q '"server":"https://east"' || exit 7
${credential({ clientCertificateData: 'CERT', clientKeyData: 'KEY' })}`;
    const source = await plugin(script, {
      args: ['get-token'],
      env: [{ name: 'NAME', value: 'value' }],
      provideClusterInfo: true,
    });
    expect(await source.current()).toEqual({
      ok: true,
      value: { authorization: null, certificate: { cert: 'CERT', key: 'KEY' } },
    });
  });

  it('says that a plugin is not installed, with its own hint', async () => {
    const parsed = parseExecPlugin(
      { apiVersion: V1, command: 'no-such-plugin-of-hopscope', installHint: 'Install it\n with care.' },
      'bob',
      folder,
      {},
    );
    const answer = parsed.ok ? await execCredential(parsed.value).current() : parsed;
    expect(answer).toMatchObject({
      ok: false,
      reason: 'credentials',
      message: 'The exec plugin `no-such-plugin-of-hopscope` of user "bob" is not found in PATH. Install it with care.',
    });
  });

  it.each([
    [
      'fails',
      'echo "session expired for aGVsbG8td29ybGQtdGhpcy1pcy1hLXRva2Vu" >&2; exit 3',
      /failed \(exit code 3\).*It said: session expired for \[hidden\]/,
    ],
    ['prints something else', 'echo hello', /did not print an ExecCredential/],
    [
      'speaks another version',
      credential({ token: 't' }, 'client.authentication.k8s.io/v1beta1'),
      /answered in .*v1beta1 although/,
    ],
    ['gives nothing', credential({}), /neither a token nor a client certificate/],
    ['gives half a certificate', credential({ clientCertificateData: 'x' }), /without its key/],
  ])('says that it %s', async (_what, script, expected) => {
    const answer = await (await plugin(script)).current();
    expect(answer.ok ? '' : answer.message).toMatch(expected);
  });

  it('does not wait for ever', async () => {
    const source = await plugin('exec sleep 5', {}, { timeoutMs: 100 });
    expect(await source.current()).toMatchObject({
      ok: false,
      message: expect.stringContaining('did not answer within 0.1 s'),
    });
  });
});

describe('hideSecrets', () => {
  it('hides what is long enough to be a key and leaves words', () => {
    expect(hideSecrets('token eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.abc-DEF is bad')).toBe('token [hidden] is bad');
  });
});
