/** What is measured inside of the page, by the browser's own clocks. */
import type { Page } from '@playwright/test';

const PAINTED = 'hopscope:map-painted';

/** To be called before a page is opened: notes long tasks, and when a change comes in from the server. */
export async function watchPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const notes = { longest: 0, changes: [] as number[] };
    Object.assign(globalThis, { benchNotes: notes });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) notes.longest = Math.max(notes.longest, duration);
    }).observe({ type: 'longtask', buffered: true });
    const listen = EventSource.prototype.addEventListener;
    EventSource.prototype.addEventListener = function (this: EventSource, ...args: Parameters<typeof listen>) {
      if (args[0] === 'change') listen.call(this, 'change', () => notes.changes.push(performance.now()));
      listen.apply(this, args);
    } as typeof listen;
  });
}

interface Notes {
  readonly longest: number;
  readonly changes: readonly number[];
}

/** Opens the mesh page; milliseconds from navigation until the map stood, finished, in a frame. */
export async function openMap(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, PAINTED);
  return page.evaluate((name) => performance.getEntriesByName(name)[0]!.startTime, PAINTED);
}

export async function longestTask(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as { benchNotes: Notes }).benchNotes.longest);
}

/** Reads how many milliseconds the page's main thread has worked so far. */
export type Work = () => Promise<number>;

/** What a busy machine adds by waiting is not in it. */
export async function watchWork(page: Page): Promise<Work> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
}

/** How many colours the map shows: none of it is a guess from the page's own words. */
export async function coloursOnMap(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('figure canvas');
    if (!canvas) return document.querySelectorAll('figure svg g > path').length;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
}

export interface Frames {
  readonly median: number;
  readonly p95: number;
  /** of the main thread, a frame */
  readonly work: number;
}

const TURNS = 120;

/** Median and 95th percentile of frame times, in milliseconds, while the map is dragged or zoomed once a frame. */
export async function measureFrames(page: Page, work: Work, gesture: 'pan' | 'zoom'): Promise<Frames> {
  const before = await work();
  const times = await timeFrames(page, gesture);
  return {
    median: times[Math.floor(times.length / 2)]!,
    p95: times[Math.floor(times.length * 0.95)]!,
    work: ((await work()) - before) / TURNS,
  };
}

/** Sorted, the shortest first. */
async function timeFrames(page: Page, gesture: 'pan' | 'zoom'): Promise<number[]> {
  return page.evaluate(
    async ({ kind, turns }) => {
      const svg = document.querySelector('figure svg[role="group"]')!;
      const box = svg.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const mouse = (type: string, dx: number, on: EventTarget) =>
        on.dispatchEvent(
          new MouseEvent(type, { clientX: x + dx, clientY: y, bubbles: true, cancelable: true, view: window }),
        );
      const step = (turn: number) => {
        if (kind === 'pan') mouse('mousemove', 160 * Math.sin(turn / 12), window);
        else {
          const deltaY = Math.floor(turn / 30) % 2 === 0 ? -14 : 14;
          svg.dispatchEvent(
            new WheelEvent('wheel', { deltaY, ctrlKey: true, clientX: x, clientY: y, bubbles: true, cancelable: true }),
          );
        }
      };
      if (kind === 'pan') mouse('mousedown', 0, svg);
      const times: number[] = [];
      let last = 0;
      for (let turn = 0; turn < turns; turn++) {
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        if (last > 0) times.push(now - last);
        last = now;
        step(turn);
      }
      if (kind === 'pan') mouse('mouseup', 0, window);
      return times.sort((a, b) => a - b);
    },
    { kind: gesture, turns: TURNS },
  );
}

/** Waits for the map to be painted after the next change; milliseconds since the page heard of it, and the moment itself. */
export async function nextChange(page: Page): Promise<{ inPage: number; at: number }> {
  return page.evaluate(async (name) => {
    const { changes } = (globalThis as unknown as { benchNotes: Notes }).benchNotes;
    const [before, painted] = [changes.length, performance.getEntriesByName(name).length];
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (;;) {
      await frame();
      const marks = performance.getEntriesByName(name);
      if (changes.length <= before || marks.length <= painted) continue;
      const first = marks.slice(painted).find(({ startTime }) => startTime >= changes[before]!);
      if (!first) continue;
      return { inPage: first.startTime - changes[before]!, at: performance.timeOrigin + first.startTime };
    }
  }, PAINTED);
}
