/** What one process spends on a task. */

/** Times in milliseconds, sizes in MiB. */
export interface Measure {
  objects: number;
  wallMs: number;
  cpuMs: number;
  /** The longest time the event loop did nothing else. */
  blockMs: number;
  /** The most memory the process ever held. */
  peakRssMiB: number;
  /** What the task added to the peak: the process before the task is taken off. */
  addedRssMiB: number;
  heapMiB: number;
}

const TICK_MS = 2;

/** Runs a task that returns how many objects it holds, and prints what it took as one line of JSON. */
export async function measure(task: () => Promise<number>): Promise<void> {
  // The process itself comes up first.
  await new Promise((done) => setTimeout(done, 200));
  const rssBefore = process.memoryUsage.rss();
  let last = performance.now();
  let longest = 0;
  const ticks = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - TICK_MS);
    last = now;
  }, TICK_MS);
  const cpu = process.cpuUsage();
  const start = performance.now();
  last = start;
  const objects = await task();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  longest = Math.max(longest, performance.now() - last - TICK_MS);
  clearInterval(ticks);
  const peak = process.resourceUsage().maxRSS / 1024;
  const result: Measure = {
    objects,
    wallMs,
    cpuMs: (user + system) / 1000,
    blockMs: longest,
    peakRssMiB: peak,
    addedRssMiB: peak - rssBefore / 2 ** 20,
    heapMiB: process.memoryUsage().heapUsed / 2 ** 20,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}
