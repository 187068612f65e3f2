/** The service account of the pod we run in. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterAccess } from './cluster-access.ts';
import { tokenFileCredential } from './credentials.ts';
import { failure, type Outcome, success } from './outcome.ts';

const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** True where Kubernetes told us its API server's address, as it does in every pod. */
export function isInCluster(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env.KUBERNETES_SERVICE_HOST) && Boolean(env.KUBERNETES_SERVICE_PORT);
}

/** Access by the pod's own service account; the token is read again as the kubelet rotates it. Fails with reason `config`. */
export async function inClusterAccess(
  env: NodeJS.ProcessEnv,
  folder: string = FOLDER,
): Promise<Outcome<ClusterAccess>> {
  const host = env.KUBERNETES_SERVICE_HOST ?? '';
  const port = env.KUBERNETES_SERVICE_PORT ?? '';
  let ca: string;
  try {
    ca = await readFile(join(folder, 'ca.crt'), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return failure(
      'config',
      `This runs in a pod, but ${join(folder, 'ca.crt')} cannot be read (${code}). Is automountServiceAccountToken off?`,
    );
  }
  const namespace = await readFile(join(folder, 'namespace'), 'utf8').then(
    (text) => text.trim() || null,
    // Only the fallback for a service account without cluster-wide rights needs it.
    () => null,
  );
  return success({
    context: 'in-cluster',
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    namespace,
    inCluster: true,
    tls: { ca, insecure: false, serverName: null },
    credentials: tokenFileCredential(join(folder, 'token'), null),
  });
}
