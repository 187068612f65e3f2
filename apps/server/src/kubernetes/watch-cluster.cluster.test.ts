/** Against a real API server; see `skip` for how to get one. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { gatherCluster } from './gather.ts';
import type { ScopedStatus } from './kind-watch.ts';
import type { WatchedKind } from './kinds.ts';
import { type Administrator, becomeAdministrator } from './test-cluster.ts';
import { type ClusterWatch, type WatchClusterOptions, watchCluster } from './watch-cluster.ts';

const KUBECONFIG = process.env.HOPSCOPE_TEST_KUBECONFIG ?? '';
const skip =
  KUBECONFIG === ''
    ? 'set HOPSCOPE_TEST_KUBECONFIG to the kubeconfig of a test cluster with administrator rights'
    : null;
const TOOL = process.env.HOPSCOPE_CLUSTER_TOOL ?? resolve('../shared/cluster/cluster');

/** Of this run, since a deleted namespace takes its time to go. */
const SPACE = `hopscope-test-${process.pid}`;

const row = (kind: string, group: string, resource: string, versions: string[], namespaced = true): WatchedKind => ({
  kind,
  group,
  resource,
  versions,
  namespaced,
});
const KINDS: WatchedKind[] = [
  row('Namespace', '', 'namespaces', ['v1'], false),
  row('Pod', '', 'pods', ['v1']),
  row('Service', '', 'services', ['v1']),
  { ...row('ConfigMap', '', 'configmaps', ['v1']), names: ['istio', 'hopscope-test'] },
  row('CustomResourceDefinition', 'apiextensions.k8s.io', 'customresourcedefinitions', ['v1'], false),
  row('Widget', 'hopscope.test', 'widgets', ['v2', 'v1']),
];

let folder: string;
let administrator: Administrator;
const stops: AbortController[] = [];

const create = (path: string, body: object): Promise<unknown> => administrator.create(path, body);
const remove = (path: string): Promise<unknown> => administrator.ask('DELETE', path);
const accountKubeconfig = (name: string): Promise<string> => administrator.writeAccount(SPACE, name, folder);

async function watch(more: Partial<WatchClusterOptions<string>> = {}): Promise<ClusterWatch<string>> {
  const stop = new AbortController();
  stops.push(stop);
  const watched = await watchCluster<string>({
    kubeconfig: { path: KUBECONFIG },
    kinds: KINDS,
    signal: stop.signal,
    trim: (_kind, { metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`,
    ...more,
  });
  if (!watched.ok) throw new Error(watched.message);
  await watched.value.ready;
  return watched.value;
}
const until = (check: () => void, seconds = 10): Promise<void> =>
  vi.waitFor(check, { timeout: seconds * 1000, interval: 20 });
const statusOf = (
  cluster: ClusterWatch<string>,
  kind: string,
  namespace: string | null = null,
): ScopedStatus | undefined =>
  cluster.statuses().find((status) => status.kind === kind && status.namespace === namespace);

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const subjects = (name: string): object[] => [{ kind: 'ServiceAccount', name, namespace: SPACE }];
const bindRead = (name: string): Promise<unknown> =>
  create(`${RBAC}/clusterrolebindings`, {
    metadata: { name },
    subjects: subjects(name),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'hopscope-test-read' },
  });

describe.skipIf(skip !== null)(
  `watchCluster on a real API server${skip === null ? '' : ` (skipped: ${skip})`}`,
  { timeout: 60_000 },
  () => {
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'hopscope-cluster-test-'));
      administrator = await becomeAdministrator(KUBECONFIG);
      await create('/api/v1/namespaces', { metadata: { name: SPACE } });
      const rules = [
        {
          apiGroups: ['', 'apiextensions.k8s.io'],
          resources: ['namespaces', 'pods', 'services', 'configmaps', 'customresourcedefinitions'],
          verbs: ['get', 'list', 'watch'],
        },
      ];
      await create(`${RBAC}/clusterroles`, { metadata: { name: 'hopscope-test-read' }, rules });
    });
    afterEach(() => {
      for (const stop of stops.splice(0)) stop.abort();
    });
    afterAll(async () => {
      await remove(`/api/v1/namespaces/${SPACE}`);
      await remove(`${RBAC}/clusterroles/hopscope-test-read`);
      await rm(folder, { recursive: true });
      await administrator.close();
    });

    it('shows what is there, and each change within a second', async () => {
      const cluster = await watch();
      expect(statusOf(cluster, 'Pod')).toMatchObject({ state: 'ok', mode: 'watch-list' });
      expect(statusOf(cluster, 'Widget')).toMatchObject({ state: 'unserved' });
      expect(cluster.objects('Namespace')).toContain('/kube-system');
      await create(`/api/v1/namespaces/${SPACE}/configmaps`, { metadata: { name: 'hopscope-test' } });
      await create(`/api/v1/namespaces/${SPACE}/configmaps`, { metadata: { name: 'not-asked-for' } });
      await until(() => expect(cluster.objects('ConfigMap')).toContain(`${SPACE}/hopscope-test`), 1);
      await remove(`/api/v1/namespaces/${SPACE}/configmaps/hopscope-test`);
      await until(() => expect(cluster.objects('ConfigMap')).not.toContain(`${SPACE}/hopscope-test`), 1);
      expect(cluster.objects('ConfigMap')).not.toContain(`${SPACE}/not-asked-for`);
    });

    it('takes a kind up when its definition appears, and forgets it when that goes', async () => {
      const cluster = await watch();
      const version = {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      };
      const names = { kind: 'Widget', plural: 'widgets' };
      await create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
        metadata: { name: 'widgets.hopscope.test' },
        spec: { group: 'hopscope.test', names, scope: 'Namespaced', versions: [version] },
      });
      await until(() => expect(statusOf(cluster, 'Widget')).toMatchObject({ state: 'ok' }));
      await create(`/apis/hopscope.test/v1/namespaces/${SPACE}/widgets`, {
        apiVersion: 'hopscope.test/v1',
        kind: 'Widget',
        metadata: { name: 'w' },
      });
      await until(() => expect(cluster.objects('Widget')).toEqual([`${SPACE}/w`]));
      await remove('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.hopscope.test');
      await until(() => expect(statusOf(cluster, 'Widget')).toMatchObject({ state: 'unserved', count: 0 }), 30);
    });

    it('says within seconds which permission is gone, and heals when it is back', async () => {
      await bindRead('reader');
      const cluster = await watch({ kubeconfig: { path: await accountKubeconfig('reader') } });
      expect(statusOf(cluster, 'Service')).toMatchObject({ state: 'ok' });
      await remove(`${RBAC}/clusterrolebindings/reader`);
      await until(() => expect(statusOf(cluster, 'Service')).toMatchObject({ state: 'forbidden' }), 8);
      expect(statusOf(cluster, 'Service')).toMatchObject({
        permission: { verb: 'list', resource: 'services', group: '', namespace: null },
        message: `services is forbidden: User "system:serviceaccount:${SPACE}:reader" cannot list resource "services" in API group "" at the cluster scope`,
      });
      expect(cluster.objects('Service')).toContain('default/kubernetes');
      await bindRead('reader');
      await until(() => expect(statusOf(cluster, 'Service')).toMatchObject({ state: 'ok' }), 8);
      await remove(`${RBAC}/clusterrolebindings/reader`);
    });

    it('reads namespace by namespace where only that is allowed', async () => {
      const rules = [{ apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list', 'watch'] }];
      await create(`${RBAC}/namespaces/${SPACE}/roles`, { metadata: { name: 'narrow' }, rules });
      await create(`${RBAC}/namespaces/${SPACE}/rolebindings`, {
        metadata: { name: 'narrow' },
        subjects: subjects('narrow'),
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'narrow' },
      });
      await create(`/api/v1/namespaces/${SPACE}/services`, {
        metadata: { name: 'mine' },
        spec: { ports: [{ port: 80 }] },
      });
      const cluster = await watch({ kubeconfig: { path: await accountKubeconfig('narrow') } });
      expect(statusOf(cluster, 'Service')).toMatchObject({ state: 'forbidden' });
      expect(statusOf(cluster, 'Service', SPACE)).toMatchObject({ state: 'ok', count: 1 });
      expect(cluster.objects('Service')).toEqual([`${SPACE}/mine`]);
      expect(cluster.statuses().filter(({ kind }) => kind === 'ConfigMap')).toMatchObject([
        { namespace: null, state: 'forbidden' },
      ]);
      await remove(`${RBAC}/namespaces/${SPACE}/rolebindings/narrow`);
      await until(() => expect(statusOf(cluster, 'Service', SPACE)).toBeUndefined(), 8);
    });

    it('says that a token or a certificate is wrong', async () => {
      const text = await readFile(await accountKubeconfig('wrong'), 'utf8');
      const badToken = join(folder, 'bad-token');
      await writeFile(badToken, text.replace(/"token":"[^"]+"/, '"token":"not-a-token"'));
      const options = { kinds: KINDS, trim: () => '', signal: new AbortController().signal };
      expect(await watchCluster({ ...options, kubeconfig: { path: badToken } })).toMatchObject({
        ok: false,
        reason: 'unauthorized',
      });
      const noAuthority = join(folder, 'no-authority');
      await writeFile(noAuthority, text.replace(/,"certificate-authority-data":"[^"]+"/, ''));
      expect(await watchCluster({ ...options, kubeconfig: { path: noAuthority } })).toMatchObject({
        ok: false,
        reason: 'tls',
      });
    });

    it('gathers everything without what nobody needs', async () => {
      const gathered = await gatherCluster({ path: KUBECONFIG }, { kinds: KINDS });
      if (!gathered.ok) throw new Error(gathered.message);
      expect(gathered.value.unread).toEqual([]);
      expect(
        gathered.value.objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'default'),
      ).toMatchObject({ apiVersion: 'v1' });
      expect(JSON.stringify(gathered.value.objects)).not.toContain('managedFields');
    });

    it('loses nothing when the API server is killed and started again', async () => {
      const cluster = await watch();
      const before = [...cluster.objects('Pod')];
      const cluctl = (...args: string[]) => promisify(execFile)(TOOL, ['--dir', dirname(KUBECONFIG), ...args]);
      await cluctl('stop', 'apiserver', 'KILL');
      await until(
        () =>
          expect(statusOf(cluster, 'Pod')).toMatchObject({
            state: 'stale',
            message: expect.stringContaining('connection refused'),
          }),
        5,
      );
      expect(cluster.objects('Pod')).toEqual(before);
      await cluctl('start', 'apiserver');
      await until(
        () => expect(cluster.statuses().every(({ state }) => state === 'ok' || state === 'unserved')).toBe(true),
        40,
      );
      expect([...cluster.objects('Pod')].sort()).toEqual(before.sort());
      await vi.waitFor(
        () =>
          create(`/api/v1/namespaces/${SPACE}/services`, {
            metadata: { name: 'after' },
            spec: { ports: [{ port: 80 }] },
          }),
        { timeout: 20_000 },
      );
      await until(() => expect(cluster.objects('Service')).toContain(`${SPACE}/after`), 10);
    });
  },
);
