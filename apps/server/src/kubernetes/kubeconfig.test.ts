import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokenFileCredential } from './credentials.ts';
import { inClusterAccess } from './in-cluster.ts';
import { type KubeconfigOptions, listContexts, loadKubeconfig } from './kubeconfig.ts';

const SECRET = 'c2VjcmV0LXRva2VuLW5vYm9keS1tYXktc2Vl';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hopscope-kubeconfig-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

const config = (user: string, cluster = 'server: https://10.0.0.1:6443'): string => `
apiVersion: v1
kind: Config
current-context: east
clusters: [{name: c, cluster: {${cluster}}}]
users: [{name: u, user: {${user}}}]
contexts: [{name: east, context: {cluster: c, user: u, namespace: shop}}]
`;

const load = (options: KubeconfigOptions) => loadKubeconfig({ env: { HOME: folder }, ...options });
const loadText = async (text: string, context?: string) => load({ path: await write('config', text), context });
const messageOf = async (text: string, context?: string): Promise<string> => {
  const loaded = await loadText(text, context);
  return loaded.ok ? 'ok' : loaded.message;
};

describe('loadKubeconfig', () => {
  it('reads server, namespace and token of the current context', async () => {
    const loaded = await loadText(config(`token: ${SECRET}`));
    expect(loaded).toMatchObject({
      ok: true,
      value: { context: 'east', server: 'https://10.0.0.1:6443', namespace: 'shop', inCluster: false },
    });
    expect(loaded.ok && (await loaded.value.credentials.current())).toEqual({
      ok: true,
      value: { authorization: `Bearer ${SECRET}`, certificate: null },
    });
  });

  it('turns a user name and password into basic authentication', async () => {
    const loaded = await loadText(config('username: bob, password: pw'));
    expect(loaded.ok && (await loaded.value.credentials.current())).toMatchObject({
      value: { authorization: 'Basic Ym9iOnB3' },
    });
  });

  it('merges the files of KUBECONFIG, the first that names an entry wins, missing ones are skipped', async () => {
    const a = await write('a', 'current-context: west\nclusters: [{name: c, cluster: {server: "https://a"}}]');
    const b = await write('b', `${config('')}`.replace('- name', '- name'));
    const env = { HOME: folder, KUBECONFIG: [a, join(folder, 'missing'), b].join(':') };
    expect(await listContexts({ env })).toEqual({ ok: true, value: { names: ['east'], current: 'west' } });
    expect(await loadKubeconfig({ env, context: 'east' })).toMatchObject({ ok: true, value: { server: 'https://a' } });
  });

  it('finds ~/.kube/config', async () => {
    await mkdir(join(folder, '.kube'));
    await writeFile(join(folder, '.kube', 'config'), config(''));
    expect(await load({})).toMatchObject({ ok: true, value: { context: 'east' } });
  });

  it('resolves files against the folder of the kubeconfig, and reads a token file again after a refusal', async () => {
    const token = await write('token', 'one\n');
    const loaded = await loadText(config('tokenFile: token'));
    if (!loaded.ok) throw new Error(loaded.message);
    expect(await loaded.value.credentials.current()).toMatchObject({ value: { authorization: 'Bearer one' } });
    await writeFile(token, 'two');
    expect(await loaded.value.credentials.current()).toMatchObject({ value: { authorization: 'Bearer one' } });
    expect(loaded.value.credentials.renew()).toBe(true);
    expect(await loaded.value.credentials.current()).toMatchObject({ value: { authorization: 'Bearer two' } });
  });

  it('reads a token file again every minute', async () => {
    const path = await write('token', 'one');
    let now = 0;
    const source = tokenFileCredential(path, null, () => now);
    await source.current();
    await writeFile(path, 'two');
    now = 61_000;
    expect(await source.current()).toMatchObject({ value: { authorization: 'Bearer two' } });
  });
});

describe('loadKubeconfig says plainly', () => {
  it('that there is none', async () => {
    const path = join(folder, 'nowhere');
    expect(await load({ path })).toMatchObject({
      ok: false,
      reason: 'config',
      message: `There is no kubeconfig at ${path}. Name another with --kubeconfig or KUBECONFIG.`,
    });
  });

  it('that it cannot be read', async () => {
    const path = join(folder, 'a-folder');
    await mkdir(path);
    expect(await load({ path })).toMatchObject({ message: expect.stringContaining('cannot be read (EISDIR)') });
    await chmod(path, 0o700);
  });

  it.each([
    [
      'which contexts there are',
      config(''),
      'north',
      /^Context "north" is not in .*config; there is "east"\. Choose one with --context\.$/,
    ],
    [
      'that no context is current',
      config('').replace('current-context: east', ''),
      undefined,
      /has no current context; there is "east"/,
    ],
    [
      'that a cluster is missing',
      config('').replace('clusters: [{name: c', 'clusters: [{name: d'),
      undefined,
      /names the cluster "c", which is not there/,
    ],
    [
      'that a user is missing',
      config('').replace('users: [{name: u', 'users: [{name: v'),
      undefined,
      /names the user "u", which is not there/,
    ],
    ['that a server is missing', config('', ''), undefined, /names no server/],
    ['that a server is no address', config('', 'server: "10.0.0.1"'), undefined, /not an http\(s\) address/],
    [
      'that proxies are not supported',
      config('', 'server: "https://a", proxy-url: "http://p"'),
      undefined,
      /proxy-url, which is not supported/,
    ],
    [
      'that a CA file is missing',
      config('', 'server: "https://a", certificate-authority: ca.crt'),
      undefined,
      /certificate-authority of "c", .*ca\.crt, cannot be read \(ENOENT\)/,
    ],
    [
      'that a CA is no certificate',
      config('', 'server: "https://a", certificate-authority-data: Z2FyYmFnZQ=='),
      undefined,
      /not a PEM certificate/,
    ],
    [
      'that a key is missing',
      config(`client-certificate-data: ${SECRET}`),
      undefined,
      /has a client-certificate but no client-key/,
    ],
    [
      'that a key is no key',
      config(`client-certificate-data: ${SECRET}, client-key-data: ${SECRET}`),
      undefined,
      /do not fit together or are not PEM/,
    ],
    [
      'what to do about a legacy auth-provider',
      config('auth-provider: {name: gcp}'),
      undefined,
      /auth-provider "gcp".*removed in 1\.26.*exec plugin/,
    ],
    [
      'that an exec plugin is too old',
      config('exec: {command: aws, apiVersion: client.authentication.k8s.io/v1alpha1}'),
      undefined,
      /speaks client\.authentication\.k8s\.io\/v1alpha1/,
    ],
    [
      'that nobody can answer questions',
      config('exec: {command: aws, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Always}'),
      undefined,
      /nobody can answer/,
    ],
    ['that a text is no kubeconfig', 'just text', undefined, /is not a kubeconfig/],
  ])('%s', async (_what, text, context, expected) => {
    expect(await messageOf(text, context)).toMatch(expected);
  });

  it('where the YAML is broken, without quoting it', async () => {
    const message = await messageOf(`users:\n- name: u\n  user: {token: "${SECRET}\n`);
    expect(message).toMatch(/not valid YAML/);
    expect(message).not.toContain(SECRET);
  });
});

describe('inClusterAccess', () => {
  it('is the service account of the pod, with its token read from disk', async () => {
    await write('ca.crt', 'CA');
    await write('namespace', 'hopscope\n');
    await write('token', 'mounted');
    const access = await inClusterAccess(
      { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' },
      folder,
    );
    expect(access).toMatchObject({
      ok: true,
      value: { context: 'in-cluster', server: 'https://[fd00::1]:443', namespace: 'hopscope', inCluster: true },
    });
    expect(access.ok && (await access.value.credentials.current())).toMatchObject({
      value: { authorization: 'Bearer mounted' },
    });
  });

  it('is what is used where there is no kubeconfig, and says what is missing', async () => {
    const env = { HOME: folder, KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443' };
    expect(await loadKubeconfig({ env })).toMatchObject({
      ok: false,
      message: expect.stringContaining('This runs in a pod'),
    });
  });
});
