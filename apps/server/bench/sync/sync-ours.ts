/** First sync of all pods with our reflector. */
import { setMaxListeners } from 'node:events';
import { connectCluster } from '../../src/kubernetes/connect.ts';
import { createDiscovery } from '../../src/kubernetes/discovery.ts';
import type { KubernetesObject, WatchedKind } from '../../src/kubernetes/kinds.ts';
import { startReflector } from '../../src/kubernetes/reflector.ts';
import { measure } from './measure.ts';

const POD: WatchedKind = { kind: 'Pod', group: '', resource: 'pods', versions: ['v1'], namespaced: true };

/** About what the product keeps of a pod. */
function trimPod({ metadata, spec, status }: KubernetesObject) {
  const { nodeName, serviceAccountName } = spec as Record<string, unknown>;
  const { phase, podIP, conditions } = status as { phase?: string; podIP?: string; conditions?: object[] };
  const { name, namespace, uid, labels } = metadata;
  return { name, namespace, uid, labels, nodeName, serviceAccountName, phase, podIP, conditions };
}

await measure(async () => {
  const connected = await connectCluster({ path: process.env.BENCH_KUBECONFIG });
  if (!connected.ok) throw new Error(connected.message);
  const { client } = connected.value;
  const discovery = createDiscovery(client, [POD]);
  await discovery.refresh();
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const paged = process.env.BENCH_MODE === 'pages';
  return new Promise((done) => {
    const reflector = startReflector({
      client: paged ? withoutWatchList(client) : client,
      discovery,
      kind: POD,
      trim: trimPod,
      onEvents: () => {},
      onStatus: ({ state }) => {
        if (state === 'ok') done([...reflector.values()].length);
      },
      signal,
    });
  });
});

/** The same server, as if it knew no watch-lists. */
function withoutWatchList<T extends { stream: (path: string) => unknown }>(client: T): T {
  const refused = { ok: false, reason: 'refused', message: 'no watch-list' };
  const stream = (path: string, ...more: []): unknown =>
    path.includes('sendInitialEvents') ? Promise.resolve(refused) : client.stream(path, ...more);
  return { ...client, stream };
}
