/** What an administrator of a test cluster does, for tests and benchmarks. */
import { writeFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import type { ClusterAccess } from './cluster-access.ts';
import { loadKubeconfig } from './kubeconfig.ts';

/** What tests look at in an answer. */
export interface Answer {
  status: number;
  value: { status?: { token?: string; readyReplicas?: number }; items?: unknown[]; [key: string]: unknown };
}

export interface Administrator {
  readonly access: ClusterAccess;
  ask(method: string, path: string, body?: object): Promise<Answer>;
  /** POST; an object that exists already is fine. Throws on anything else that is no success. */
  create(path: string, body: object): Promise<Answer['value']>;
  /** Writes the kubeconfig of a new service account, which may do nothing yet, and returns its path. */
  writeAccount(namespace: string, name: string, folder: string): Promise<string>;
  close(): Promise<void>;
}

/** Requests of any method with the rights of a kubeconfig with client certificates. Throws: it is for tests only. */
export async function becomeAdministrator(kubeconfig: string): Promise<Administrator> {
  const loaded = await loadKubeconfig({ path: kubeconfig });
  if (!loaded.ok) throw new Error(loaded.message);
  const access = loaded.value;
  const credential = await access.credentials.current();
  if (!credential.ok) throw new Error(credential.message);
  const dispatcher = new Agent({ connect: { ca: access.tls.ca ?? '', ...credential.value.certificate } });
  const ask: Administrator['ask'] = async (method, path, body) => {
    const answer = await request(`${access.server}${path}`, {
      method,
      dispatcher,
      // A patch merges.
      headers: { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return { status: answer.statusCode, value: (await answer.body.json()) as Answer['value'] };
  };
  const create: Administrator['create'] = async (path, body) => {
    const { status, value } = await ask('POST', path, body);
    if (status > 299 && status !== 409) throw new Error(JSON.stringify(value));
    return value;
  };
  return {
    access,
    ask,
    create,
    async writeAccount(namespace, name, folder) {
      const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
      await create(accounts, { metadata: { name } });
      const tokenRequest = { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', spec: {} };
      const { status } = await create(`${accounts}/${name}/token`, tokenRequest);
      const path = `${folder}/${name}`;
      await writeFile(path, JSON.stringify(accountKubeconfig(access, namespace, status?.token ?? '')));
      return path;
    },
    close: () => dispatcher.close(),
  };
}

function accountKubeconfig(access: ClusterAccess, namespace: string, token: string): object {
  const ca = Buffer.from(access.tls.ca ?? '').toString('base64');
  return {
    'current-context': 'c',
    clusters: [{ name: 'c', cluster: { server: access.server, 'certificate-authority-data': ca } }],
    users: [{ name: 'account', user: { token } }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'account', namespace } }],
  };
}
