/** The pods of a real control plane, and what answers on their addresses, for tests. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NormalizedReading, RawReading } from '@hopscope/core';
import { type Administrator, becomeAdministrator } from '../kubernetes/test-cluster.ts';
import { type AnswerReader, createAnswerReader } from './answer-reader.ts';
import type { AskedPod, AskPod } from './pod-answer.ts';
import { SIGNALS, type Signal } from './signals.ts';

export const KUBECONFIG = process.env['HOPSCOPE_TEST_KUBECONFIG'] ?? '';
/** Why tests are skipped; null where there is a cluster. */
export const SKIP = KUBECONFIG === '' ? 'set HOPSCOPE_TEST_KUBECONFIG to the kubeconfig of a test cluster' : null;
/** Cases whose bundles hold what real ztunnels said; without them a small dump of our own. */
const CASES = process.env['HOPSCOPE_PACKET_CASES'];

export const SPACE = 'istio-system';
export const AT = '2026-11-20T10:00:00Z';

export interface FoundPod extends AskedPod {
  ip: string;
}

export interface ClusterPods {
  administrator: Administrator;
  /** for files of the test */
  folder: string;
  /** Running pods whose names begin so. */
  podsOf(prefix: string): Promise<FoundPod[]>;
  scaleIstiod(replicas: number): Promise<unknown>;
  /** Answers on a port of a pod's address. */
  answer(pod: FoundPod, port: number, listener: RequestListener): Promise<void>;
  answerBytes(pod: FoundPod, port: number, onConnection: (socket: Socket) => void): Promise<void>;
  /** Nobody answers any more. */
  stopAnswering(): Promise<void>;
  /** One reading, or why there is no answer to read. */
  read(signal: Signal, pod: AskedPod, ask: AskPod): Promise<NormalizedReading | string>;
  close(): Promise<void>;
}

/** Opens it with the rights of an administrator. */
export async function openClusterPods(): Promise<ClusterPods> {
  const administrator = await becomeAdministrator(KUBECONFIG);
  const folder = await mkdtemp(join(tmpdir(), 'hopscope-pods-'));
  const reader: AnswerReader = createAnswerReader();
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const serve = async (server: Server, { ip }: FoundPod, port: number): Promise<void> => {
    await new Promise<void>((done, fail) => server.once('error', fail).listen(port, ip, done));
    servers.push(server);
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
  };
  return {
    administrator,
    folder,
    async podsOf(prefix) {
      const { value } = await administrator.ask('GET', `/api/v1/namespaces/${SPACE}/pods`);
      const items = value.items as { metadata: AskedPod; status: { podIP?: string; phase: string } }[];
      return items
        .filter(({ metadata, status }) => metadata.name.startsWith(prefix) && status.phase === 'Running')
        .map(({ metadata: { name, namespace }, status }) => ({ name, namespace, ip: status.podIP ?? '' }));
    },
    scaleIstiod: (replicas) =>
      administrator.ask('PATCH', `/apis/apps/v1/namespaces/${SPACE}/deployments/istiod/scale`, { spec: { replicas } }),
    answer: (pod, port, listener) => serve(createServer(listener), pod, port),
    answerBytes: (pod, port, onConnection) => serve(createTcpServer(onConnection), pod, port),
    async stopAnswering() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
    },
    async read(signal, pod, ask) {
      const answered = await ask(signal, { namespace: pod.namespace, name: pod.name });
      if (!answered.ok) return `${answered.reason}: ${answered.message}`;
      return (await reader.read(signal, pod, answered.value, { at: AT })).reading;
    },
    async close() {
      await reader.close();
      await administrator.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A signal of the table, with other limits. */
export function signalOf(source: string, more: Partial<Signal> = {}): Signal {
  const found = SIGNALS.find((signal) => signal.source === source);
  if (found === undefined) throw new Error(`No signal ${source}`);
  return { ...found, ...more };
}

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

/** Of each case the readings of one ztunnel. */
export async function recordings(): Promise<RawReading[][]> {
  if (CASES === undefined || CASES === '') return [OWN];
  const names = (await readdir(CASES)).filter((name) => name.endsWith('.json')).sort();
  const all = names.map(async (name) => {
    const { bundle } = JSON.parse(await readFile(join(CASES, name), 'utf8')) as { bundle: { readings: RawReading[] } };
    const ztunnels = bundle.readings.filter(({ source, error }) => source.startsWith('ztunnel-') && !error);
    return ztunnels.filter(({ pod }) => pod === ztunnels[0]?.pod);
  });
  return Promise.all(all);
}
