/** Components of a real control plane through the real pod proxy, port-forward and logs; see `SKIP` for how to get one. */
import { writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { type NormalizedReading, normalizeReading, type RawReading } from '@hopscope/core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ApiClient, createClient } from '../kubernetes/client.ts';
import { createAskPod } from './ask-pod.ts';
import {
  AT,
  type ClusterPods,
  type FoundPod,
  openClusterPods,
  recordings,
  SKIP,
  SPACE,
  signalOf,
} from './ask-pod-cluster.fixture.ts';
import type { AskedPod, AskPod } from './pod-answer.ts';
import type { Signal } from './signals.ts';

/** Where the cluster tool keeps what pods log; without it the log of a ztunnel is not looked at. */
const CLUSTER_DIR = process.env['HOPSCOPE_CLUSTER_DIR'];

let cluster: ClusterPods;
let client: ApiClient;
let ask: AskPod;

const textOf = ({ text, body }: RawReading): string => text ?? JSON.stringify(body);
const read = (what: Signal, pod: AskedPod): Promise<NormalizedReading | string> => cluster.read(what, pod, ask);
const statusOf = async (what: Signal, pod: AskedPod): Promise<string> => {
  const found = await read(what, pod);
  return typeof found === 'string' ? found : `${found.status.state}: ${found.status.message}`;
};

describe.skipIf(SKIP !== null)(
  `components of a real control plane${SKIP === null ? '' : ` (skipped: ${SKIP})`}`,
  { timeout: 120_000 },
  () => {
    beforeAll(async () => {
      cluster = await openClusterPods();
      client = createClient(cluster.administrator.access);
      ask = createAskPod(client);
      await cluster.scaleIstiod(2);
      const isUp = async (): Promise<void> => expect(await cluster.podsOf('istiod-')).toHaveLength(2);
      await vi.waitFor(isUp, { timeout: 60_000, interval: 500 });
    }, 90_000);
    afterEach(() => cluster.stopAnswering());
    afterAll(async () => {
      await cluster.scaleIstiod(1);
      await client.close();
      await cluster.close();
    });

    it.each(['istiod-version', 'istiod-metrics', 'istiod-syncz', 'istiod-mesh', 'istiod-log'])(
      'reads %s of both istiods',
      async (source) => {
        const pods = await cluster.podsOf('istiod-');
        expect(pods).toHaveLength(2);
        for (const pod of pods) {
          // A replica that has just begun answers a little later.
          await vi.waitFor(
            async () => expect(await read(signalOf(source), pod)).toMatchObject({ status: { state: 'ok' } }),
            {
              timeout: 30_000,
              interval: 500,
            },
          );
        }
      },
    );

    it('reads what real ztunnels said, through the pods they said it on', async () => {
      const [pod] = await cluster.podsOf('ztunnel-');
      if (pod === undefined) throw new Error('There is no ztunnel.');
      for (const readings of await recordings()) {
        let current: RawReading | undefined;
        const listener: RequestListener = (_request, response) => void response.end(current ? textOf(current) : '');
        for (const port of [15000, 15020, 15021]) await cluster.answer(pod, port, listener);
        for (const reading of readings) {
          if (reading.source === 'ztunnel-log') continue;
          current = reading;
          const expected = normalizeReading({
            source: reading.source,
            pod: `${SPACE}/${pod.name}`,
            at: AT,
            text: textOf(reading),
          });
          expect(await read(signalOf(reading.source), pod)).toEqual(expected);
          expect(expected.status.state).toBe('ok');
        }
        await cluster.stopAnswering();
      }
    });

    it.skipIf(CLUSTER_DIR === undefined)('reads the log of a ztunnel', async () => {
      const [pod] = await cluster.podsOf('ztunnel-');
      const log = (await recordings())[0]?.find(({ source }) => source === 'ztunnel-log');
      if (pod === undefined || log === undefined) throw new Error('There is no ztunnel or no log.');
      const lines = textOf(log)
        .split('\n')
        .filter((line) => line !== '');
      const stamped = lines.map((line) => `${new Date().toISOString().replace('Z', '000Z')} stdout F ${line}\n`);
      await writeFile(join(CLUSTER_DIR ?? '', 'log/pods', `${SPACE}_${pod.name}.log`), stamped.join(''));
      const found = await read(signalOf('ztunnel-log'), pod);
      expect(found).toEqual(
        normalizeReading({ source: 'ztunnel-log', pod: `${SPACE}/${pod.name}`, at: AT, text: textOf(log) }),
      );
    });

    describe.each(['ztunnel-config', 'ztunnel-metrics'])('%s', (source) => {
      const quick = signalOf(source, { timeoutMs: 3000 });
      let pod: FoundPod;
      beforeAll(async () => {
        const [, second] = await cluster.podsOf('ztunnel-');
        if (second === undefined) throw new Error('There is no second ztunnel.');
        pod = second;
      });

      it('that nobody serves', async () => {
        // This cluster's kubelet does not tell that the pod refuses a forwarded connection; a real one does.
        expect(await statusOf(quick, pod)).toMatch(
          /^(unreachable: Cannot reach port|timeout: .* took longer than 3 s)/,
        );
      });

      it('that trickles', async () => {
        await cluster.answer(pod, quick.port, (_request, response) => {
          const drip = setInterval(() => response.write('#\n'), 50);
          response.on('close', () => clearInterval(drip));
        });
        expect(await statusOf(quick, pod)).toMatch(/^failed: .* took longer than 3 s\.$/);
      });

      it('that is cut off', async () => {
        await cluster.answer(pod, quick.port, (_request, response) => {
          response.writeHead(200, { 'content-length': '1000' }).write('{"workloads":[');
          setTimeout(() => response.destroy(), 100);
        });
        expect(await statusOf(quick, pod)).toMatch(
          /^(failed: .*(was cut off|took longer than 3 s)|unreachable: Cannot reach port .*: the connection was cut)\.$/,
        );
      });

      it('that is garbage', async () => {
        await cluster.answer(pod, quick.port, (_request, response) => void response.end('\u0000<html>\u0001'));
        expect(await statusOf(quick, pod)).toMatch(/^failed: The answer is not a /);
      });

      it('that is no HTTP', async () => {
        await cluster.answerBytes(pod, quick.port, (socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
        expect(await statusOf(quick, pod)).toMatch(/^(unreachable: Cannot reach|timeout: |failed: )/);
      });

      it('that refuses', async () => {
        await cluster.answer(pod, quick.port, (_request, response) => void response.writeHead(403).end('no'));
        expect(await statusOf(quick, pod)).toBe(`failed: The pod answers 403 to ${quick.path}.`);
      });

      it('that is larger than we take', async () => {
        await cluster.answer(pod, quick.port, (_request, response) => {
          const flood = (): void => {
            if (!response.destroyed) response.write('x'.repeat(65_536), flood);
          };
          flood();
        });
        expect(await statusOf({ ...quick, limitBytes: 1 << 20, timeoutMs: 20_000 }, pod)).toMatch(
          /^failed: .* is larger than 1024 KiB; it was not read further\.$/,
        );
      });
    });

    it('reads a dump of 20 MB through a port-forward', async () => {
      const [, , pod] = await cluster.podsOf('ztunnel-');
      if (pod === undefined) throw new Error('There is no third ztunnel.');
      const workloads = Array.from({ length: 60_000 }, (_, i) => ({
        uid: `Kubernetes//Pod/team-${i % 100}/pod-${i}`,
        name: `pod-${i}`,
        namespace: `team-${i % 100}`,
        workloadIps: [`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`],
        node: `node-${i % 50}`,
        canonicalName: 'x'.repeat(200),
      }));
      const text = JSON.stringify({ workloads, services: [], workloadState: {} });
      expect(text.length).toBeGreaterThan(20e6);
      await cluster.answer(pod, 15000, (_request, response) => void response.end(text));
      expect(await read(signalOf('ztunnel-config'), pod)).toMatchObject({ status: { state: 'ok', count: 60_000 } });
    });
  },
);
