// npm run test:istiod -- [--meshes N] [--seed N] [--objects N] …: whether the engine says of random meshes what a real istiod says
// (see cluster-tool.mjs for which). A cluster that runs already needs kubectl on the path, and is for tests: objects come and go.
import './node-version.mjs';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCluster, mainWithCounts, withCluster } from './cluster-tool.mjs';
import { ensureInstalled } from './install.mjs';
import { foreground, ROOT } from './process.mjs';

/** `door` is a command put before node's own: the way into a test cluster's network. */
async function compare(args, { kubectl, env = {}, door = [] }) {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-istiod-'));
  const report = join(folder, 'counts.json');
  const runner = [process.execPath, join(ROOT, 'scripts/run-ts.mjs'), 'apps/server/agreement/main.ts'];
  const [command, ...rest] = [...door, ...runner, '--counts', report, ...args];
  try {
    const code = await foreground(command, rest, {
      env: { ...process.env, ...env, HOPSCOPE_KUBECTL: JSON.stringify(kubectl) },
    });
    if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
    const { passed, failed } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function test(args) {
  const found = findCluster();
  if (!found) return { passed: 0, failed: 0, skipped: 1 };
  const { kubeconfig, tool } = found;
  await ensureInstalled();
  if (kubeconfig) return compare(args, { kubectl: ['kubectl'], env: { KUBECONFIG: kubeconfig } });
  return withCluster(tool, (dir) =>
    compare(args, { kubectl: [tool, '--dir', dir, 'kubectl'], door: [tool, '--dir', dir, 'exec', '--'] }),
  );
}

await mainWithCounts(test);
