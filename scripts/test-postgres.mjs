// npm run test:postgres: what is kept in a database, against a real PostgreSQL, which it starts and ends.
import './node-version.mjs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mainWithCounts } from './cluster-tool.mjs';
import { ensureInstalled, programOf } from './install.mjs';
import { withPostgres } from './postgres.mjs';
import { foreground } from './process.mjs';
import { countVitest } from './reports.mjs';

async function runTests(url) {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-postgres-report-'));
  const report = join(folder, 'report.json');
  try {
    const args = [
      'run',
      'apps/server/src/snapshots/postgres',
      'apps/server/src/embed/postgres',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ];
    const env = { ...process.env, HOPSCOPE_TEST_DATABASE_URL: url };
    return countVitest(report, await foreground(process.execPath, [programOf('', 'vitest'), ...args], { env }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await mainWithCounts(async () => {
  await ensureInstalled();
  return (await withPostgres(runTests)) ?? { passed: 0, failed: 0, skipped: 1 };
});
