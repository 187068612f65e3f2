/** Gathering from a real control plane; see `SKIP` for how to get one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RawReading } from '@hopscope/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClusterPods, KUBECONFIG, openClusterPods, SKIP } from '../collect/ask-pod-cluster.fixture.ts';
import { run } from './run.ts';
import { testTerminal } from './test-terminal.ts';

let cluster: ClusterPods;

describe.skipIf(SKIP !== null)(
  `hopscope gather${SKIP === null ? '' : ` (skipped: ${SKIP})`}`,
  { timeout: 120_000 },
  () => {
    beforeAll(async () => {
      cluster = await openClusterPods();
    });
    afterAll(() => cluster.close());

    it('asks the components, and says whom nobody reached', async () => {
      const file = join(cluster.folder, 'mesh.json');
      const terminal = testTerminal();
      expect(await run(['gather', '--kubeconfig', KUBECONFIG, '--tiers', '1', '-o', file], terminal)).toBe(0);
      expect(terminal.written.err).toMatch(/Wrote \d+ objects and [1-9]\d* answers of components/);
      expect(terminal.written.err).toMatch(
        /ztunnel-ready of istio-system\/ztunnel-\w+ and \d+ more: Cannot reach port 15021/,
      );
      const { readings } = JSON.parse(await readFile(file, 'utf8')) as { readings: RawReading[] };
      const versions = readings.filter(({ source, error }) => source === 'istiod-version' && !error);
      const istiods = (await cluster.podsOf('istiod-')).length;
      expect(versions).toHaveLength(istiods);
      // Twice, so that rates can be told.
      const pages = readings.filter(({ source, error }) => source === 'istiod-metrics' && !error);
      expect(pages).toHaveLength(2 * istiods);
    });
  },
);
