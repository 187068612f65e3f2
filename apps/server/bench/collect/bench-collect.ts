/**
 * What collecting from a mesh of many nodes costs its API server and us: the product serves a test cluster whose pods are
 * answered for with recorded bodies, first while nobody looks, then while somebody does.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { componentPods, type MeshState, normalizeBundle, readBundleDocument } from '@hopscope/core';
import { becomeAdministrator } from '../../src/kubernetes/test-cluster.ts';
import { answerForPods, type Bodies } from './answering-pods.ts';
import { countRequests, moreThan, type RequestCounts, ratesBetween } from './api-requests.ts';

export interface CollectOptions {
  /** of a test cluster, in whose network this runs */
  kubeconfig: string;
  /** the built product */
  product: string;
  /** what pods answer, by source */
  bodies: Bodies;
  /** how long each phase is measured */
  seconds: number;
  say: (text: string) => void;
}

export interface PhaseCost {
  phase: string;
  nodes: number;
  seconds: number;
  /** a second, by verb and resource: what there is more than before we came */
  own: Record<string, number>;
  ownPerSecond: number;
  /** what we say that we asked of pods */
  toldPerSecond: number;
  /** of one core, in percent */
  cpuPercent: number;
  rssMb: number;
  /** what /sources tells of each tier */
  tiers: {
    tier: number;
    state: string;
    answered: number;
    sources: number;
    oldestSeconds: number | null;
    bytes: number;
  }[];
}

/** Nobody counts as looking after so long. */
const ALONE_SECONDS = 130;

/** Measures; throws where the cluster or the product does not do its part. */
export async function benchCollect(options: CollectOptions): Promise<PhaseCost[]> {
  const { kubeconfig, bodies, seconds, say } = options;
  const admin = await becomeAdministrator(kubeconfig);
  const { pods, nodes } = await findPods(admin);
  const answering = await answerForPods(pods, bodies);
  say(`${pods.length} pods on ${nodes} nodes answer`);
  const quiet = await measureQuiet(admin.access, seconds);
  const server = await startProduct(options.product, kubeconfig);
  try {
    say(`waiting ${ALONE_SECONDS} s until nobody counts as looking`);
    await sleep(ALONE_SECONDS);
    const phase = (name: string): Promise<PhaseCost> =>
      measurePhase({ name, nodes, seconds, quiet, access: admin.access, server });
    const idle = await phase('nobody looks');
    say('somebody looks');
    const reader = new AbortController();
    const stream = fetch(`${server.url}/api/v1/stream`, {
      headers: { accept: 'text/event-stream' },
      signal: reader.signal,
    });
    await stream;
    const watched = await phase('somebody looks');
    reader.abort();
    return [idle, watched];
  } finally {
    server.child.kill('SIGTERM');
    await answering.close();
    await admin.close();
  }
}

async function findPods(admin: Awaited<ReturnType<typeof becomeAdministrator>>) {
  const listed = await Promise.all(['pods', 'nodes'].map((kind) => admin.ask('GET', `/api/v1/${kind}`)));
  const objects = listed.flatMap(({ value }, i) =>
    (value.items ?? []).map((item) => ({ apiVersion: 'v1', kind: i === 0 ? 'Pod' : 'Node', ...(item as object) })),
  );
  const read = normalizeBundle(readBundleDocument({ hopscopeBundle: 1, takenAt: new Date().toISOString(), objects }));
  if (!read.ok) throw new Error(read.reason);
  const state: MeshState = read.state;
  const pods = componentPods(state)
    // istiod runs and answers for itself.
    .filter(({ component }) => component !== 'istiod')
    .map(({ component, pod }) => ({ component, ip: pod.ips[0]! }));
  return { pods, nodes: state.nodes.length };
}

type Access = Parameters<typeof countRequests>[0];
type Rates = ReadonlyMap<string, number>;

async function measureQuiet(access: Access, seconds: number): Promise<Rates> {
  const before = await countRequests(access);
  await sleep(seconds);
  return ratesBetween(before, await countRequests(access), seconds);
}

interface Product {
  child: ChildProcess;
  url: string;
}

interface PhaseOptions {
  name: string;
  nodes: number;
  seconds: number;
  quiet: Rates;
  access: Access;
  server: Product;
}

async function measurePhase({ name, nodes, seconds, quiet, access, server }: PhaseOptions): Promise<PhaseCost> {
  const before: RequestCounts = await countRequests(access);
  const cpu = cpuSeconds(server.child);
  await sleep(seconds);
  const after = await countRequests(access);
  const usedCpu = cpuSeconds(server.child) - cpu;
  const own = [...moreThan(quiet, ratesBetween(before, after, seconds))];
  const sources = (await (await fetch(`${server.url}/api/v1/sources`)).json()) as { tiers: Told[] };
  return {
    phase: name,
    nodes,
    seconds,
    own: Object.fromEntries(own),
    ownPerSecond: round(own.reduce((sum, [, perSecond]) => sum + perSecond, 0)),
    toldPerSecond: round(sources.tiers.reduce((sum, { cost }) => sum + (cost ? cost.requests / cost.seconds : 0), 0)),
    cpuPercent: round((usedCpu / seconds) * 100),
    rssMb: Math.round(Number(/VmRSS:\s+(\d+)/.exec(procFile(server.child, 'status'))?.[1] ?? 0) / 1024),
    tiers: sources.tiers.map(({ tier, state, answered, sources: of, oldestSeconds, cost }) => ({
      tier,
      state,
      answered,
      sources: of,
      oldestSeconds,
      bytes: cost?.bytes ?? 0,
    })),
  };
}

interface Told {
  tier: number;
  state: string;
  answered: number;
  sources: number;
  oldestSeconds: number | null;
  cost: { bytes: number; requests: number; seconds: number } | null;
}

function startProduct(product: string, kubeconfig: string): Promise<Product> {
  const child = spawn(process.execPath, ['--max-semi-space-size=32', product, 'serve', '--port', '0'], {
    env: { ...process.env, KUBECONFIG: kubeconfig },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code) => fail(new Error(`the product ended with ${code}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const url = /http:\/\/\S+/.exec(text)?.[0];
      if (url !== undefined) done({ child, url });
    });
  });
}

const procFile = ({ pid }: ChildProcess, name: string): string => readFileSync(`/proc/${pid}/${name}`, 'utf8');

/** User and system time of a process, of Linux. */
function cpuSeconds(child: ChildProcess): number {
  const fields = procFile(child, 'stat')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const sleep = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));

const round = (value: number): number => Math.round(value * 100) / 100;
