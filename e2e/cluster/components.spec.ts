import { expect } from '@playwright/test';
import { test } from '../fixtures.ts';
import { startServer } from '../product.ts';
import { answerAt, breaksOff, podsOf, says, staysSilent } from './answering-pods.ts';
import { kubectl } from './cluster.ts';

const DUMP = JSON.stringify({
  workloads: [{ uid: 'c//Pod/a/b', name: 'b', namespace: 'a', workloadIps: ['10.244.9.9'], newKey: 1 }],
  services: [],
  policies: [],
  certificates: [],
  workloadState: {},
});
const METRICS = 'workload_manager_active_proxy_count 3\nworkload_manager_pending_proxy_count 0\n';

interface Status {
  source: string;
  scope: string | null;
  state: string;
  message: string;
  unknownKeys?: number;
}

test('what components answer is read live, from both istiods and from ztunnels of every manner', async ({ page }) => {
  await kubectl('-n', 'istio-system', 'scale', 'deployment', 'istiod', '--replicas=2');
  await kubectl('-n', 'istio-system', 'rollout', 'status', 'deployment', 'istiod', '--timeout=90s');
  // The simulated kubelet calls a pod ready before its process listens.
  for (const { ip } of await podsOf('app=istiod'))
    await expect
      .poll(
        () =>
          fetch(`http://${ip}:15014/version`).then(
            ({ ok }) => ok,
            () => false,
          ),
        { timeout: 60_000 },
      )
      .toBe(true);
  const [well, garbled, torn, deaf] = await podsOf('app=ztunnel');
  const ends = await Promise.all([
    answerAt(well!.ip, {
      '15021 /healthz/ready': says('ready\n'),
      '15020 /metrics': says(METRICS),
      '15000 /config_dump': says(DUMP),
    }),
    answerAt(garbled!.ip, {
      '15021 /healthz/ready': says('- state manager\n', 500),
      '15020 /metrics': staysSilent,
      '15000 /config_dump': says('<html>no dump</html>'),
    }),
    answerAt(torn!.ip, { '15000 /config_dump': breaksOff(DUMP.slice(0, 60)) }),
  ]);
  const server = await startServer(['serve']);
  /** None before the mesh was read for the first time. */
  const statuses = async (): Promise<Status[]> =>
    (await (await fetch(`${server.url}/api/v1/sources`)).json()).statuses ?? [];
  const statusOf = async (source: string, pod: string): Promise<Status | undefined> =>
    (await statuses()).find((status) => status.source === source && status.scope === `istio-system/${pod}`);
  const toldOf = (status: Status | undefined): string => `${status?.state}: ${status?.message}`;
  const becomes = (source: string, pod: string, state: string) =>
    expect
      .poll(async () => `${source} ${pod} ${toldOf(await statusOf(source, pod))}`, { timeout: 90_000 })
      .toContain(`${source} ${pod} ${state}`);
  try {
    for (const source of ['ztunnel-ready', 'ztunnel-metrics', 'ztunnel-config'])
      await becomes(source, well!.name, 'ok');
    expect((await statusOf('ztunnel-config', well!.name))!.unknownKeys).toBe(1);
    for (const { name } of await podsOf('app=istiod'))
      for (const source of [
        'istiod-ready',
        'istiod-version',
        'istiod-metrics',
        'istiod-syncz',
        'istiod-mesh',
        'istiod-log',
      ])
        await becomes(source, name, 'ok');

    await becomes('ztunnel-ready', garbled!.name, 'ok');
    await becomes('ztunnel-config', garbled!.name, 'failed');
    await becomes('ztunnel-metrics', garbled!.name, 'failed');
    await becomes('ztunnel-config', torn!.name, 'failed');
    await becomes('ztunnel-ready', deaf!.name, 'failed');
    expect((await statusOf('ztunnel-metrics', garbled!.name))!.message).toContain('longer than 10 s');
    for (const status of await statuses()) expect(status.message).not.toContain('html');

    await page.goto(`${server.url}/sources`);
    const dumps = page.getByRole('listitem').filter({ hasText: 'Tier 2' });
    await expect(dumps).toContainText('partly read');
    await expect(dumps).toContainText('keys or lines that this version does not know');
  } finally {
    await server.stop();
    for (const end of ends) end();
    await kubectl('-n', 'istio-system', 'scale', 'deployment', 'istiod', '--replicas=1');
  }
});
