// A real control plane for tests: one that is there already, or one that a tool brings up.
//   HOPSCOPE_TEST_KUBECONFIG  a cluster that runs already, reachable from this machine
//   HOPSCOPE_CLUSTER_TOOL     a tool with `up`, `exec`, `kubectl`, `down` that brings one up in a network of its own
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { installPackages } from './chromium.mjs';
import { capture, Failure, foreground, main, ROOT } from './process.mjs';
import { formatCounts } from './reports.mjs';

/** What the tool needs from Debian, by package. */
const NEEDED = { iproute2: 'ip', 'util-linux': 'nsenter', openssl: 'openssl', 'xz-utils': 'xz' };

/** Where tests find a cluster: `{ kubeconfig }`, `{ tool }`, or undefined after saying that there is none. */
export function findCluster() {
  const kubeconfig = process.env.HOPSCOPE_TEST_KUBECONFIG;
  if (kubeconfig) return { kubeconfig };
  const tool = findTool();
  if (tool) return { tool };
  console.log('No cluster to test against: HOPSCOPE_TEST_KUBECONFIG and HOPSCOPE_CLUSTER_TOOL are not set.');
  return undefined;
}

function findTool() {
  const named = process.env.HOPSCOPE_CLUSTER_TOOL;
  if (named && !existsSync(named)) throw new Failure(`HOPSCOPE_CLUSTER_TOOL names ${named}, which does not exist.`);
  const usual = resolve(ROOT, '../shared/cluster/cluster');
  return named ? resolve(named) : existsSync(usual) ? usual : undefined;
}

/** Brings a cluster up, runs `use(dir)` and takes it down again, whatever happens. */
export async function withCluster(tool, use) {
  await ensureNeeded();
  const dir = mkdtempSync(join(tmpdir(), 'hopscope-cluster-'));
  try {
    console.log('Starting the test control plane …');
    // In the foreground: an interrupt ends it and still comes by the `down` below.
    const code = await foreground(tool, ['--dir', dir, 'up'], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (code !== 0) throw new Failure('The test control plane did not start.');
    return await use(dir);
  } finally {
    await capture(tool, ['--dir', dir, 'down']);
    rmSync(dir, { recursive: true, force: true });
  }
}

async function ensureNeeded() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const isThere = (program) => folders.some((folder) => existsSync(join(folder, program)));
  const missing = Object.keys(NEEDED).filter((name) => !isThere(NEEDED[name]));
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return;
  console.log(`Installing ${missing.join(', ')} from the distribution (once) …`);
  const problem = await installPackages(missing);
  if (problem) throw new Failure(`apt-get install ${missing.join(' ')} failed: ${problem}`);
}

/** Runs `test(args)`, which resolves to counts, and closes with them. */
export async function mainWithCounts(test) {
  await main(async (args) => {
    let counts = { passed: 0, failed: 1, skipped: 0 };
    try {
      counts = await test(args);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      console.log(error.message);
    }
    console.log(`\n${formatCounts(counts)}`);
    return counts.failed > 0 ? 1 : 0;
  });
}
