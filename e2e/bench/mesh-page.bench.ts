/** The mesh page on generated meshes: how soon it stands, how it moves, what it holds, how soon a change is seen. */
import { gzipSync } from 'node:zlib';
import { chromium, expect, type Page, test } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from '../../scripts/chromium.mjs';
import { memoryOf } from './memory.ts';
import { startMeshServer } from './mesh-server.ts';
import {
  coloursOnMap,
  longestTask,
  measureFrames,
  nextChange,
  openMap,
  watchPage,
  watchWork,
} from './page-measures.ts';

const SIZES = [200, 500, 1000, 10_000];
const wanted = (process.env['HOPSCOPE_BENCH_SIZES'] ?? '').split(',').filter(Boolean).map(Number);
/** Milliseconds until the finished map, by services. */
const PAINT_BUDGETS: Readonly<Record<number, number>> = { 200: 500, 500: 700, 1000: 900, 10000: 1500 };
const VISITS = 5;
const FLIPS = 4;
const rows: string[][] = [];

for (const services of wanted.length > 0 ? wanted : SIZES) {
  test(`${services} services`, async () => {
    const server = await startMeshServer(services);
    const browser = await chromium.launchServer({
      args: CHROMIUM_ARGS,
      executablePath: findChromium()!,
      headless: true,
    });
    try {
      const client = await chromium.connect(browser.wsEndpoint());
      const page = await client.newPage({ viewport: { width: 1440, height: 900 } });
      const blank = memoryOf(browser.process().pid!);
      await watchPage(page);
      const work = await watchWork(page);
      const first = await openMap(page, server.url);
      await page.waitForTimeout(500);
      const memory = memoryOf(browser.process().pid!);
      const before = await work();
      const visits: number[] = [];
      for (let visit = 0; visit < VISITS; visit++) visits.push(await openMap(page, server.url));
      await page.waitForTimeout(300);
      const worked = ((await work()) - before) / VISITS;
      const loading = await longestTask(page);
      const later = memoryOf(browser.process().pid!);
      expect(await coloursOnMap(page), 'something is painted').toBeGreaterThan(3);
      const { blocked, degraded, varies } = server.mesh;
      const told = await page
        .locator('figure [data-problems]')
        .getAttribute('data-problems')
        .catch(() => null);
      if (services >= 500) expect(Number(told), 'every failing link is on the map').toBe(blocked + degraded + varies);
      const pan = await measureFrames(page, work, 'pan');
      const zoom = await measureFrames(page, work, 'zoom');
      const flips = await measureFlips(page, server);
      const script = await scriptBytes(page);
      rows.push([
        String(server.mesh.services),
        String(server.mesh.links),
        ms(first),
        judged(median(visits), PAINT_BUDGETS[services] ?? 1500),
        ms(worked),
        `${pan.median.toFixed(1)} / ${pan.p95.toFixed(1)}, ${pan.work.toFixed(1)}`,
        `${zoom.median.toFixed(1)} / ${zoom.p95.toFixed(1)}, ${zoom.work.toFixed(1)}`,
        memory === null || blank === null ? 'not told' : judged(memory - blank, 200),
        later === null || blank === null ? 'not told' : ms(later - blank),
        judged(loading, 200),
        judged(median(flips.map(({ inPage }) => inPage)), 100),
        judged(median(flips.map(({ total }) => total)), 1000),
        judged(script.page / 1024, 150),
        judged(script.worker / 1024, 15),
      ]);
    } finally {
      await browser.close();
      server.stop();
    }
  });
}

test.afterAll(() => {
  const head = [
    'services',
    'links',
    'first visit ever ms',
    'navigation to map ms',
    'CPU of it ms',
    'pan p50 / p95, CPU',
    'zoom p50 / p95, CPU',
    'memory MB',
    'after all visits',
    'longest task ms',
    'change in page ms',
    'state to pixel ms',
    'script KB gz',
    'worker KB gz',
  ];
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  process.stdout.write(
    `\n${lines.join('\n')}\n\nMedians; ✗ = over budget. CPU is the main thread's alone; all other times depend on what else the machine does.\n`,
  );
});

async function measureFlips(page: Page, server: Awaited<ReturnType<typeof startMeshServer>>) {
  const results: { inPage: number; total: number }[] = [];
  for (let flip = 0; flip < FLIPS; flip++) {
    // The stream sends at most one frame a second.
    await page.waitForTimeout(1500);
    const seen = nextChange(page);
    const { at } = await server.flip();
    const change = await seen;
    results.push({ inPage: change.inPage, total: change.at - at });
  }
  return results;
}

/** Bytes of all scripts that the page has loaded by now, compressed. */
async function scriptBytes(page: Page): Promise<{ page: number; worker: number }> {
  const addresses = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  const scripts = addresses.filter((address) => new URL(address).pathname.endsWith('.js'));
  const sizeOf = async (address: string) =>
    gzipSync(await (await page.request.get(address)).body(), { level: 9 }).length;
  const sum = async (some: readonly string[]) =>
    (await Promise.all(some.map(sizeOf))).reduce((all, one) => all + one, 0);
  const isWorker = (address: string) => address.includes('worker');
  return { page: await sum(scripts.filter((one) => !isWorker(one))), worker: await sum(scripts.filter(isWorker)) };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function ms(value: number): string {
  return value.toFixed(0);
}

function judged(value: number, budget: number): string {
  return value <= budget ? ms(value) : `${ms(value)} ✗`;
}
