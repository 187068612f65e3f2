// npm run test:prometheus: our queries and client against a real Prometheus, which serves series that its own tool loaded.
//   HOPSCOPE_PROMETHEUS   the program, with promtool beside it; by default one of the system, on Debian as root installed
//   HOPSCOPE_GRAPH_CASES  a folder of cases of the kind mesh-graph, whose raw series are loaded too
import './node-version.mjs';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mainWithCounts } from './cluster-tool.mjs';
import { ensureInstalled, programOf } from './install.mjs';
import { Failure, foreground, ROOT } from './process.mjs';
import { ensurePrometheus } from './prometheus.mjs';
import { countVitest } from './reports.mjs';

function findCases() {
  const named = process.env.HOPSCOPE_GRAPH_CASES;
  if (named && !existsSync(named)) throw new Failure(`HOPSCOPE_GRAPH_CASES names ${named}, which does not exist.`);
  const usual = resolve(ROOT, '../shared/corpora/handed/kiali-graph');
  if (named) return resolve(named);
  if (existsSync(usual)) return usual;
  console.log('No cases of others: HOPSCOPE_GRAPH_CASES is not set. Only series of our own are loaded.');
  return '';
}

async function test(args) {
  const cases = findCases();
  await ensureInstalled();
  const env = { ...process.env, HOPSCOPE_PROMETHEUS: await ensurePrometheus(), HOPSCOPE_GRAPH_CASES: cases };
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-prometheus-'));
  const report = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const vitest = [programOf('', 'vitest'), 'run', '.prometheus.test.ts', ...reporters, ...args];
    return countVitest(report, await foreground(process.execPath, vitest, { env }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await mainWithCounts(test);
