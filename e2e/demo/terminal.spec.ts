import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { bundlePath, type Ended, runProduct, startServer } from '../product.ts';

const BUNDLE = bundlePath('corner-shop.json');

/** One plain sentence on stderr, nothing on stdout, no stack. */
function expectPlainFailure({ code, stdout, stderr }: Ended, says: RegExp): void {
  expect(code).toBeGreaterThan(0);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^hopscope: [^\n]+\n$/);
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/\bat .+:\d+:\d+|Error:/);
}

const ASKS = [
  {
    ask: 'web/frontend -> shop/cart:80',
    code: 0,
    says: 'web/frontend reaches shop/cart:80 through waypoint shop/waypoint.',
  },
  {
    ask: 'shop/cart -> shop/pricing:80',
    code: 1,
    says: 'shop/cart cannot reach shop/pricing:80: shop/pricing cannot start',
  },
  { ask: 'web/frontend -> partner/tax:80', code: 2, says: 'Whether web/frontend reaches partner/tax:80 is unknown' },
] as const;

for (const { ask, code, says } of ASKS) {
  test(`explain "${ask}" exits ${code}`, async () => {
    const ended = await runProduct(['explain', ask, '--bundle', BUNDLE]);
    expect(ended).toMatchObject({ code, stderr: '' });
    expect(ended.stdout).toContain(says);
    const json = await runProduct(['explain', ask, '--bundle', BUNDLE, '--json']);
    expect(json.code).toBe(code);
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict: ['delivered', 'blocked', 'unknown'][code] });
  });
}

for (const args of [
  ['explain', 'nonsense', '--bundle', BUNDLE],
  ['explain'],
  ['explode'],
  ['serve', '--port', 'seven'],
]) {
  test(`hopscope ${args.slice(0, 2).join(' ')} is a usage error`, async () => {
    const ended = await runProduct(args);
    expectPlainFailure(ended, /./);
    expect(ended.code).toBe(64);
  });
}

test('check exits 1 where something is broken, and writes SARIF', async () => {
  const plain = await runProduct(['check', '--bundle', BUNDLE]);
  expect(plain.code).toBe(1);
  expect(plain.stdout).toContain('1 of 3 links fails, for 1 reason.');
  const { code, stdout } = await runProduct(['check', '--bundle', BUNDLE, '--sarif']);
  expect(code).toBe(1);
  const { version, runs } = JSON.parse(stdout);
  expect(version).toBe('2.1.0');
  expect(runs[0].tool.driver.name).toBe('Hopscope');
  expect(runs[0].results).toEqual([
    expect.objectContaining({ ruleId: 'app-image-or-config-error', level: 'error', ruleIndex: 0 }),
  ]);
  expect(runs[0].tool.driver.rules[0].id).toBe('app-image-or-config-error');
});

test('a bundle is served like a cluster', async ({ request }) => {
  const server = await startServer(['serve', '--bundle', BUNDLE]);
  try {
    expect(server.output()).toContain('(bundle corner-shop.json)');
    const { headline, mode } = await (await request.get(`${server.url}/api/v1/mesh`)).json();
    expect(mode).toBe('bundle');
    expect(headline.sentence).toBe('1 of 3 links fails, for 1 reason.');
  } finally {
    await server.stop();
  }
});

test.describe('what cannot be served is said in one plain sentence', () => {
  test('a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const ended = await runProduct(['demo', '--port', String(port)]);
    taken.close();
    expectPlainFailure(ended, new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken: .*--port`));
  });

  test('a file that is not there', async () => {
    expectPlainFailure(
      await runProduct(['serve', '--bundle', '/nowhere/dump.json', '--port', '0']),
      /\/nowhere\/dump\.json/,
    );
  });

  test('a kubeconfig that is not there', async () => {
    expectPlainFailure(
      await runProduct(['serve', '--kubeconfig', '/nowhere/config', '--port', '0']),
      /no kubeconfig at/,
    );
  });

  test('a cluster that does not answer', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hopscope-e2e-'));
    try {
      const kubeconfig = join(folder, 'config');
      const cluster = { name: 'far', cluster: { server: 'https://127.0.0.1:9' } };
      const context = { name: 'far', context: { cluster: 'far', user: 'nobody' } };
      const users = [{ name: 'nobody', user: {} }];
      const content = {
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'far',
        clusters: [cluster],
        contexts: [context],
        users,
      };
      writeFileSync(kubeconfig, JSON.stringify(content));
      expectPlainFailure(await runProduct(['serve', '--kubeconfig', kubeconfig, '--port', '0']), /127\.0\.0\.1:9/);
      expectPlainFailure(await runProduct(['check', '--kubeconfig', kubeconfig]), /127\.0\.0\.1:9/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
