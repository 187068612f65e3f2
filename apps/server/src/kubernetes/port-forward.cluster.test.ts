/** What an account must be allowed for each way to a pod, asked of a real API server. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAskPod } from '../collect/ask-pod.ts';
import { type ClusterPods, openClusterPods, SKIP, SPACE, signalOf } from '../collect/ask-pod-cluster.fixture.ts';
import type { AskPod } from '../collect/pod-answer.ts';
import { createClient } from './client.ts';
import { loadKubeconfig } from './kubeconfig.ts';

const RBAC = `/apis/rbac.authorization.k8s.io/v1/namespaces/${SPACE}`;
let cluster: ClusterPods;
const closing: (() => Promise<unknown>)[] = [];

/** Asks as an account that may do this and nothing else. */
async function askAs(name: string, verbs: string[], resource: string): Promise<AskPod> {
  const { administrator, folder } = cluster;
  const path = await administrator.writeAccount(SPACE, name, folder);
  const rules = [{ apiGroups: [''], resources: [resource], verbs }];
  await administrator.create(`${RBAC}/roles`, { metadata: { name }, rules });
  await administrator.create(`${RBAC}/rolebindings`, {
    metadata: { name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: SPACE }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
  });
  const access = await loadKubeconfig({ path });
  if (!access.ok) throw new Error(access.message);
  const client = createClient(access.value);
  closing.push(() => client.close());
  for (const part of [`${RBAC}/rolebindings/${name}`, `${RBAC}/roles/${name}`])
    closing.push(() => administrator.ask('DELETE', part));
  return createAskPod(client);
}

describe.skipIf(SKIP !== null)(
  `an account of a real API server${SKIP === null ? '' : ` (skipped: ${SKIP})`}`,
  { timeout: 120_000 },
  () => {
    beforeAll(async () => {
      cluster = await openClusterPods();
    });
    afterAll(async () => {
      for (const close of closing) await close();
      await cluster.close();
    });

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
      const [pod] = await cluster.podsOf('istiod-');
      if (pod === undefined) throw new Error('There is no istiod.');
      const ask = await askAs(`hopscope-${name}-${process.pid}`, verbs, resource);
      const isAsExpected = async (): Promise<void> => {
        const found = await cluster.read(signalOf(source), pod, ask);
        if (expected === 'ok') expect(found).toMatchObject({ status: { state: 'ok' } });
        else expect(found).toContain(expected);
      };
      // A new role counts a moment later.
      await vi.waitFor(isAsExpected, { timeout: 10_000, interval: 300 });
    });
  },
);
