// npm run test:cluster: the browser tests against a real control plane (see cluster-tool.mjs for which).
import './node-version.mjs';
import { runBrowserTests } from './browser-tests.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { findCluster, mainWithCounts, withCluster } from './cluster-tool.mjs';
import { ensureInstalled } from './install.mjs';

async function test(args) {
  const found = findCluster();
  if (!found) return { passed: 0, failed: 0, skipped: 1 };
  const { kubeconfig, tool } = found;
  await ensureInstalled();
  await ensureBuilt();
  const env = { HOPSCOPE_CHROMIUM: await ensureChromium() };
  if (kubeconfig) return runBrowserTests('cluster', { env: { ...env, KUBECONFIG: kubeconfig }, args });
  return withCluster(tool, (dir) => {
    // The tests restart the API server and read logs through the tool.
    const cluster = { ...env, HOPSCOPE_CLUSTER_TOOL: tool, HOPSCOPE_CLUSTER_DIR: dir };
    return runBrowserTests('cluster', { env: cluster, door: [tool, '--dir', dir, 'exec', '--'], args });
  });
}

await mainWithCounts(test);
