/** Components of a real control plane through the real pod proxy, port-forward and logs; see `skip` for how to get one. */
import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NormalizedReading, normalizeReading, type RawReading } from '@hopscope/core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from '../cli/run.ts';
import { testTerminal } from '../cli/test-terminal.ts';
import { type ApiClient, createClient } from '../kubernetes/client.ts';
import { loadKubeconfig } from '../kubernetes/kubeconfig.ts';
import { type Administrator, becomeAdministrator } from '../kubernetes/test-cluster.ts';
import { type AnswerReader, createAnswerReader } from './answer-reader.ts';
import { createAskPod } from './ask-pod.ts';
import type { AskedPod, AskPod } from './pod-answer.ts';
import { SIGNALS, type Signal } from './signals.ts';

const KUBECONFIG = process.env['HOPSCOPE_TEST_KUBECONFIG'] ?? '';
/** Where the cluster tool keeps what pods log; without it logs are read as they are. */
const CLUSTER_DIR = process.env['HOPSCOPE_CLUSTER_DIR'];
/** Cases whose bundles hold what real ztunnels said; without them a small dump of our own. */
const CASES = process.env['HOPSCOPE_PACKET_CASES'];
const skip = KUBECONFIG === '' ? 'set HOPSCOPE_TEST_KUBECONFIG to the kubeconfig of a test cluster' : null;

const SPACE = 'istio-system';
const AT = '2026-11-20T10:00:00Z';
const OWN: RawReading[] = [
  {
    source: 'ztunnel-config',
    body: { workloads: [{ uid: 'c//Pod/a/b', name: 'b', namespace: 'a' }], services: [], workloadState: {} },
  },
  { source: 'ztunnel-metrics', text: 'workload_manager_active_proxy_count 2\n' },
  { source: 'ztunnel-ready', text: 'ready\n' },
  {
    source: 'ztunnel-log',
    text: '2026-11-20T09:59:00.000000Z\tinfo\taccess\tconnection complete\tsrc.addr=10.0.0.1:1\n',
  },
];
const signal = (source: string, more: Partial<Signal> = {}): Signal => {
  const found = SIGNALS.find((s) => s.source === source);
  if (found === undefined) throw new Error(source);
  return { ...found, ...more };
};
const textOf = ({ text, body }: RawReading): string => text ?? JSON.stringify(body);

let administrator: Administrator;
let client: ApiClient;
let ask: AskPod;
let reader: AnswerReader;
let folder = '';
/** What listens on pods' addresses, and who is connected to it. */
const servers: Server[] = [];
const sockets = new Set<Socket>();

interface FoundPod extends AskedPod {
  ip: string;
}

/** Running pods whose names begin so. */
async function podsOf(prefix: string): Promise<FoundPod[]> {
  const { value } = await administrator.ask('GET', `/api/v1/namespaces/${SPACE}/pods`);
  const items = value.items as { metadata: AskedPod; status: { podIP?: string; phase: string } }[];
  return items
    .filter(({ metadata, status }) => metadata.name.startsWith(prefix) && status.phase === 'Running')
    .map(({ metadata: { name, namespace }, status }) => ({ name, namespace, ip: status.podIP ?? '' }));
}

async function serve(server: Server, { ip }: FoundPod, port: number): Promise<void> {
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, ip, done));
  servers.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
}

async function closeServers(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
}
const answer = (pod: FoundPod, port: number, listener: RequestListener): Promise<void> =>
  serve(createServer(listener), pod, port);
const answerBytes = (pod: FoundPod, port: number, onConnection: (socket: Socket) => void): Promise<void> =>
  serve(createTcpServer(onConnection), pod, port);

/** One reading, or why there is no answer to read. */
async function read(what: Signal, pod: AskedPod, by: AskPod = ask): Promise<NormalizedReading | string> {
  const answered = await by(what, { namespace: pod.namespace, name: pod.name });
  if (!answered.ok) return `${answered.reason}: ${answered.message}`;
  return (await reader.read(what, pod, answered.value, { at: AT })).reading;
}
const statusOf = async (what: Signal, pod: AskedPod): Promise<string> => {
  const found = await read(what, pod);
  return typeof found === 'string' ? found : `${found.status.state}: ${found.status.message}`;
};

/** Of each case the readings of one ztunnel. */
async function recordings(): Promise<RawReading[][]> {
  if (CASES === undefined || CASES === '') return [OWN];
  const names = (await readdir(CASES)).filter((name) => name.endsWith('.json')).sort();
  const all = names.map(async (name) => {
    const { bundle } = JSON.parse(await readFile(join(CASES, name), 'utf8')) as { bundle: { readings: RawReading[] } };
    const ztunnels = bundle.readings.filter(({ source, error }) => source.startsWith('ztunnel-') && !error);
    return ztunnels.filter(({ pod }) => pod === ztunnels[0]?.pod);
  });
  return Promise.all(all);
}

describe.skipIf(skip !== null)(
  `components of a real control plane${skip === null ? '' : ` (skipped: ${skip})`}`,
  { timeout: 120_000 },
  () => {
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'hopscope-ask-pod-'));
      administrator = await becomeAdministrator(KUBECONFIG);
      client = createClient(administrator.access);
      ask = createAskPod(client);
      reader = createAnswerReader();
      const scale = `/apis/apps/v1/namespaces/${SPACE}/deployments/istiod/scale`;
      await administrator.ask('PATCH', scale, { spec: { replicas: 2 } });
      await vi.waitFor(async () => expect(await podsOf('istiod-')).toHaveLength(2), { timeout: 60_000, interval: 500 });
    });
    afterEach(closeServers);
    afterAll(async () => {
      await administrator.ask('PATCH', `/apis/apps/v1/namespaces/${SPACE}/deployments/istiod/scale`, {
        spec: { replicas: 1 },
      });
      await reader.close();
      await client.close();
      await administrator.close();
      await rm(folder, { recursive: true });
    });

    it.each(['istiod-version', 'istiod-metrics', 'istiod-syncz', 'istiod-mesh', 'istiod-log'])(
      'reads %s of both istiods',
      async (source) => {
        const pods = await podsOf('istiod-');
        expect(pods).toHaveLength(2);
        for (const pod of pods) {
          // A replica that has just begun answers a little later.
          await vi.waitFor(
            async () => expect(await read(signal(source), pod)).toMatchObject({ status: { state: 'ok' } }),
            {
              timeout: 30_000,
              interval: 500,
            },
          );
        }
      },
    );

    it('reads what real ztunnels said, through the pods they said it on', async () => {
      const [pod] = await podsOf('ztunnel-');
      if (pod === undefined) throw new Error('There is no ztunnel.');
      for (const readings of await recordings()) {
        let current: RawReading | undefined;
        const listener: RequestListener = (_request, response) => void response.end(current ? textOf(current) : '');
        for (const port of [15000, 15020, 15021]) await answer(pod, port, listener);
        for (const reading of readings) {
          if (reading.source === 'ztunnel-log') continue;
          current = reading;
          const expected = normalizeReading({
            source: reading.source,
            pod: `${SPACE}/${pod.name}`,
            at: AT,
            text: textOf(reading),
          });
          expect(await read(signal(reading.source), pod)).toEqual(expected);
          expect(expected.status.state).toBe('ok');
        }
        await closeServers();
      }
    });

    it.skipIf(CLUSTER_DIR === undefined)('reads the log of a ztunnel', async () => {
      const [pod] = await podsOf('ztunnel-');
      const log = (await recordings())[0]?.find(({ source }) => source === 'ztunnel-log');
      if (pod === undefined || log === undefined) throw new Error('There is no ztunnel or no log.');
      const lines = textOf(log)
        .split('\n')
        .filter((line) => line !== '');
      const stamped = lines.map((line) => `${new Date().toISOString().replace('Z', '000Z')} stdout F ${line}\n`);
      await appendFile(join(CLUSTER_DIR ?? '', 'log/pods', `${SPACE}_${pod.name}.log`), stamped.join(''));
      const found = await read(signal('ztunnel-log'), pod);
      expect(found).toEqual(
        normalizeReading({ source: 'ztunnel-log', pod: `${SPACE}/${pod.name}`, at: AT, text: textOf(log) }),
      );
    });

    describe.each(['ztunnel-config', 'ztunnel-metrics'])('%s', (source) => {
      const quick = signal(source, { timeoutMs: 3000 });
      let pod: FoundPod;
      beforeAll(async () => {
        const [, second] = await podsOf('ztunnel-');
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
        await answer(pod, quick.port, (_request, response) => {
          const drip = setInterval(() => response.write('#\n'), 50);
          response.on('close', () => clearInterval(drip));
        });
        expect(await statusOf(quick, pod)).toMatch(/^failed: .* took longer than 3 s\.$/);
      });

      it('that is cut off', async () => {
        await answer(pod, quick.port, (_request, response) => {
          response.writeHead(200, { 'content-length': '1000' }).write('{"workloads":[');
          setTimeout(() => response.destroy(), 100);
        });
        expect(await statusOf(quick, pod)).toMatch(
          /^(failed: .*(was cut off|took longer than 3 s)|unreachable: Cannot reach port .*: the connection was cut)\.$/,
        );
      });

      it('that is garbage', async () => {
        await answer(pod, quick.port, (_request, response) => void response.end('\u0000<html>\u0001'));
        expect(await statusOf(quick, pod)).toMatch(/^failed: The answer is not a /);
      });

      it('that is no HTTP', async () => {
        await answerBytes(pod, quick.port, (socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
        expect(await statusOf(quick, pod)).toMatch(/^(unreachable: Cannot reach|timeout: |failed: )/);
      });

      it('that refuses', async () => {
        await answer(pod, quick.port, (_request, response) => void response.writeHead(403).end('no'));
        expect(await statusOf(quick, pod)).toBe(`failed: The pod answers 403 to ${quick.path}.`);
      });

      it('that is larger than we take', async () => {
        await answer(pod, quick.port, (_request, response) => {
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
      const [, , pod] = await podsOf('ztunnel-');
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
      await answer(pod, 15000, (_request, response) => void response.end(text));
      expect(await read(signal('ztunnel-config'), pod)).toMatchObject({ status: { state: 'ok', count: 60_000 } });
    });

    describe('an account', () => {
      const RBAC = `/apis/rbac.authorization.k8s.io/v1/namespaces/${SPACE}`;
      /** Asks as an account that may do this and nothing else. */
      const askAs = async (name: string, verbs: string[], resource: string): Promise<AskPod> => {
        const path = await administrator.writeAccount(SPACE, name, folder);
        await administrator.create(`${RBAC}/roles`, {
          metadata: { name },
          rules: [{ apiGroups: [''], resources: [resource], verbs }],
        });
        await administrator.create(`${RBAC}/rolebindings`, {
          metadata: { name },
          subjects: [{ kind: 'ServiceAccount', name, namespace: SPACE }],
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        });
        const access = await loadKubeconfig({ path });
        if (!access.ok) throw new Error(access.message);
        return createAskPod(createClient(access.value));
      };

      it.each([
        ['proxy-get', ['get'], 'pods/proxy', 'istiod-version', 'ok'],
        ['proxy-create', ['create'], 'pods/proxy', 'istiod-version', 'cannot get resource "pods/proxy"'],
        ['forward-both', ['get', 'create'], 'pods/portforward', 'istiod-syncz', 'ok'],
        [
          'forward-get',
          ['get'],
          'pods/portforward',
          'istiod-syncz',
          'needs both `get` and `create` on `pods/portforward`',
        ],
        ['forward-create', ['create'], 'pods/portforward', 'istiod-syncz', 'cannot get resource "pods/portforward"'],
        ['log-get', ['get'], 'pods/log', 'istiod-log', 'ok'],
        ['log-none', ['get'], 'pods', 'istiod-log', 'cannot get resource "pods/log"'],
      ])('%s that may %j %s: %s is %s', async (name, verbs, resource, source, expected) => {
        const [pod] = await podsOf('istiod-');
        if (pod === undefined) throw new Error('There is no istiod.');
        const asking = await askAs(`hopscope-${name}-${process.pid}`, verbs, resource);
        await vi.waitFor(
          async () => {
            const found = await read(signal(source), pod, asking);
            if (expected === 'ok') expect(found).toMatchObject({ status: { state: 'ok' } });
            else expect(found).toContain(expected);
          },
          { timeout: 10_000, interval: 300 },
        );
      });
    });

    it('gathers what there is, and says what nobody answered', async () => {
      const file = join(folder, 'mesh.json');
      const terminal = testTerminal();
      expect(await run(['gather', '--kubeconfig', KUBECONFIG, '--tiers', '1', '-o', file], terminal)).toBe(0);
      expect(terminal.written.err).toMatch(/Wrote \d+ objects and [1-9]\d* answers of components/);
      expect(terminal.written.err).toMatch(
        /ztunnel-ready of istio-system\/ztunnel-\w+ and \d+ more: Cannot reach port 15021/,
      );
      const { readings } = JSON.parse(await readFile(file, 'utf8')) as { readings: RawReading[] };
      expect(readings.filter(({ source, error }) => source === 'istiod-version' && !error)).toHaveLength(2);
    });
  },
);
