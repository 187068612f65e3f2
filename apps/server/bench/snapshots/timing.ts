/** Whether the time of an answer tells what is there: the same questions about what is, but is somebody else's, and what is not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoState, serveStates } from '../../src/routes/serve-scenario.ts';
import { readSnapshotSettings } from '../../src/snapshots/settings.ts';
import { createSnapshotAccess } from '../../src/snapshots/snapshot-access.ts';

export interface TimingRow {
  what: string;
  /** medians in microseconds */
  there: number;
  missing: number;
  /** of Welch's test over the times without their slowest twentieth; beyond 4.5 either way is a leak */
  t: number;
}

/** One request of each kind in turn, so that what else the machine does falls on all alike. */
export async function benchTiming(rounds: number): Promise<TimingRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-timing-'));
  const settings = readSnapshotSettings({ HOPSCOPE_SNAPSHOTS: folder, HOPSCOPE_PRINCIPAL_HEADER: 'x-forwarded-user' });
  if (!settings.ok) throw new Error(settings.reason);
  const snapshots = createSnapshotAccess(settings.value, () => {});
  const { app } = await serveStates(demoState('waypoint'), { snapshots });
  const ask = (method: 'GET' | 'POST' | 'DELETE', url: string, payload: object | null, who = 'eve') =>
    app.inject({ method, url, headers: { 'x-forwarded-user': who }, ...(payload === null ? {} : { payload }) });
  try {
    const made = (await ask('POST', '/api/v1/snapshots', { audience: 'me' }, 'ada')).json();
    const [token, id] = [String(made.path).slice('/s/'.length), String(made.snapshot.id)];
    // As long and as near as a guess can be: only the last letter is another one.
    const near = (text: string): string => `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`;
    const open = (key: string) => ask('POST', '/api/v1/snapshots/open', { token: key });
    const end = (key: string) => ask('DELETE', `/api/v1/snapshots/${key}`, null);
    const page = (key: string) => ask('GET', `/s/${key}`, null);
    const rows: TimingRow[] = [];
    const far = 'Q'.repeat(token.length);
    const guesses = await compare(
      rounds,
      () => open(near(token)),
      () => open(far),
    );
    rows.push({ what: 'a guess near a token, and one far from it', ...guesses });
    for (const [what, act, key] of [
      ['opening by token', open, token],
      ['the page of a token', page, token],
      ['ending by id', end, id],
    ] as const)
      rows.push({
        what,
        ...(await compare(
          rounds,
          () => act(key),
          () => act(near(key)),
        )),
      });
    return rows;
  } finally {
    await app.close();
    await snapshots.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Act = () => Promise<unknown>;

async function compare(rounds: number, there: Act, missing: Act): Promise<Omit<TimingRow, 'what'>> {
  const [first, second]: [number[], number[]] = [[], []];
  for (let i = -200; i < rounds; i++) {
    // Who goes first takes turns: the second finds warm what the first has touched.
    const pairs = [[there, first] as const, [missing, second] as const];
    for (const [act, times] of i % 2 === 0 ? pairs : pairs.reverse()) {
      const start = performance.now();
      await act();
      // The first ones warm up.
      if (i >= 0) times.push((performance.now() - start) * 1000);
    }
  }
  const [a, b] = [trimmed(first), trimmed(second)];
  return { there: median(a), missing: median(b), t: welch(a, b) };
}

const trimmed = (times: readonly number[]): number[] =>
  [...times].sort((a, b) => a - b).slice(0, Math.ceil(times.length * 0.95));
const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)]!;

function welch(a: readonly number[], b: readonly number[]): number {
  const [one, other] = [momentsOf(a), momentsOf(b)];
  return (one.mean - other.mean) / Math.sqrt(one.variance / a.length + other.variance / b.length);
}

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) };
}

/** The rows as a table for a terminal. */
export function formatTiming(rows: readonly TimingRow[]): string {
  const lines = rows.map(({ what, there, missing, t }) =>
    [what, there.toFixed(0), missing.toFixed(0), (there - missing).toFixed(1), t.toFixed(1)].join(' | '),
  );
  const head = 'asked by a stranger | there µs | not there µs | difference µs | t';
  return [`| ${head} |`, `|${' --- |'.repeat(5)}`, ...lines.map((line) => `| ${line} |`)].join('\n');
}
