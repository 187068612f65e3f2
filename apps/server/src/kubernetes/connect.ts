/** The first contact with a cluster. */
import { type ApiClient, type ClientOptions, createClient } from './client.ts';
import { type KubeconfigOptions, loadKubeconfig } from './kubeconfig.ts';
import { type Outcome, success } from './outcome.ts';

export interface Connection {
  client: ApiClient;
  /** The context's namespace, where it names one. */
  namespace: string | null;
  /** As the server tells it, such as `v1.36.1`; null when it keeps that to itself. */
  version: string | null;
}

const TIMEOUT_MS = 8_000;

/**
 * Loads the kubeconfig and asks the server for its version, so that a wrong address, certificate or credential is told in
 * one sentence within ten seconds (an exec plugin may take longer).
 */
export async function connectCluster(
  kubeconfig: KubeconfigOptions,
  options: ClientOptions = {},
): Promise<Outcome<Connection>> {
  const access = await loadKubeconfig(kubeconfig);
  if (!access.ok) return access;
  const client = createClient(access.value, options);
  const answer = await client.json<{ gitVersion?: string }>('/version', { timeoutMs: TIMEOUT_MS });
  if (!answer.ok && answer.reason !== 'forbidden') {
    await client.close();
    return answer;
  }
  return success({
    client,
    namespace: access.value.namespace,
    version: answer.ok ? (answer.value.gitVersion ?? null) : null,
  });
}
