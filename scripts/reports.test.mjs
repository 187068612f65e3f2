import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { addCounts, countPlaywright, countVitest, formatCounts } from './reports.mjs';

const folder = mkdtempSync(join(tmpdir(), 'hopscope-reports-'));
afterAll(() => rmSync(folder, { recursive: true }));

let written = 0;

function write(report) {
  const path = join(folder, `${written++}.json`);
  writeFileSync(path, typeof report === 'string' ? report : JSON.stringify(report));
  return path;
}

const vitest = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };

it('counts a run of vitest', () => {
  expect(countVitest(write(vitest), 0)).toEqual({ passed: 3, failed: 0, skipped: 2 });
});

it('counts a file that could not be loaded as a failure', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }];
  expect(countVitest(write({ ...vitest, testResults }), 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

it('counts a failure that no test owns', () => {
  expect(countVitest(write(vitest), 1).failed).toBe(1);
});

it('counts a flaky browser test as failed', () => {
  const stats = { expected: 2, unexpected: 1, flaky: 1, skipped: 0 };
  expect(countPlaywright(write({ stats }), 1)).toEqual({ passed: 2, failed: 2, skipped: 0 });
});

it.each([join(folder, 'none.json'), write('{"stats":')])('counts a missing or broken report as a failure', (path) => {
  expect(countPlaywright(path, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it('writes the closing line', () => {
  const counts = addCounts({ passed: 1, failed: 0, skipped: 0 }, { passed: 2, failed: 1, skipped: 0 });
  expect(formatCounts(counts)).toBe('3 passed, 1 failed');
  expect(formatCounts({ ...counts, skipped: 4 })).toBe('3 passed, 1 failed, 4 skipped');
});
