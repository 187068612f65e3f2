/** The cluster that is asked: objects go in, objects and istiod's answer come out. */
import { type ChildProcess, spawn } from 'node:child_process';
import { indexMesh, KINDS, type Mesh, normalizeBundle, readBundleDocument } from '@hopscope/core';
import type { KubeObject } from '@hopscope/core/scenarios';
import { type Json, object, text } from '../src/conformance/case.ts';
import { type ApiClient, createClient } from '../src/kubernetes/client.ts';
import { gatherObjects } from '../src/kubernetes/gather.ts';
import { type Administrator, becomeAdministrator } from '../src/kubernetes/test-cluster.ts';

export interface Cluster {
  readonly administrator: Administrator;
  /** The mesh as the API server shows it now. */
  readMesh(): Promise<Mesh>;
  /** What istiod publishes now. */
  readAmbientz(): Promise<Json>;
  /** After istiod was replaced by another. */
  reconnect(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the cluster of a kubeconfig. `kubectl` is the command, with what goes before its own arguments. */
export async function openCluster(kubeconfig: string, kubectl: readonly string[]): Promise<Cluster> {
  const administrator = await becomeAdministrator(kubeconfig);
  const client = createClient(administrator.access);
  const forwardToIstiod = () => forwardPort(kubectl, 'istio-system', 'deployment/istiod', 8080);
  let forward = await forwardToIstiod();
  const stop = (): void => {
    // Its own group: the tool is a shell that has kubectl as its child.
    if (forward.child.exitCode === null) process.kill(-forward.child.pid!);
  };
  return {
    administrator,
    readMesh: () => readMesh(client),
    async readAmbientz() {
      const answer = await fetch(`http://127.0.0.1:${forward.port}/debug/ambientz`);
      if (!answer.ok) throw new Error(`istiod answers /debug/ambientz with ${answer.status}`);
      return object(await answer.json());
    },
    async reconnect() {
      stop();
      forward = await forwardToIstiod();
    },
    async close() {
      stop();
      await client.close();
      await administrator.close();
    },
  };
}

/** Kinds that decide what istiod publishes. */
const READ = new Set([
  'Namespace',
  'Node',
  'Pod',
  'Service',
  'EndpointSlice',
  'Deployment',
  'ConfigMap',
  'GatewayClass',
  'Gateway',
  'AuthorizationPolicy',
  'PeerAuthentication',
  'ServiceEntry',
  'WorkloadEntry',
]);

async function readMesh(client: ApiClient): Promise<Mesh> {
  const gathered = await gatherObjects({ client, kinds: KINDS.filter(({ kind }) => READ.has(kind)) });
  if (!gathered.ok) throw new Error(gathered.message);
  const { objects } = gathered.value;
  const read = normalizeBundle(readBundleDocument({ hopscopeBundle: 1, cluster: clusterIdOf(objects), objects }));
  if (!read.ok) throw new Error(read.reason);
  return indexMesh(read.state);
}

/** The name istiod has for its cluster. */
function clusterIdOf(objects: readonly object[]): string {
  const istiod = (objects as KubeObject[]).find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'istiod',
  );
  const template = object(object(object(istiod)['spec'])['template']);
  const [container] = object(template['spec'])['containers'] as { env?: { name: string; value?: string }[] }[];
  return text(container?.env?.find(({ name }) => name === 'CLUSTER_ID')?.value) || 'Kubernetes';
}

/** A port of this machine that leads to a port of a pod, as long as the child runs. */
async function forwardPort(
  kubectl: readonly string[],
  namespace: string,
  target: string,
  port: number,
): Promise<{ child: ChildProcess; port: number }> {
  const [command, ...before] = kubectl;
  const args = [...before, 'port-forward', '-n', namespace, target, `:${port}`, '--address', '127.0.0.1'];
  const child = spawn(command!, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.once('exit', (code) => reject(new Error(`${command} port-forward ended (${code})`)));
    child.stdout.on('data', (chunk: Buffer) => {
      const local = /127\.0\.0\.1:(\d+)/.exec(chunk.toString())?.[1];
      if (local !== undefined) resolve({ child, port: Number(local) });
    });
  });
}
