/** Asking the API server what we may do. */
import type { ApiClient } from './client.ts';
import type { Scope, WatchedKind } from './kinds.ts';
import { type Outcome, success } from './outcome.ts';

const AUTHORIZATION = '/apis/authorization.k8s.io/v1';
const TIMEOUT_MS = 8_000;

/** Whether a verb on a kind, or on a part of it (`pods/log`), is allowed, by everything that authorises there. */
export async function reviewAccess(
  client: ApiClient,
  kind: Pick<WatchedKind, 'group' | 'resource'>,
  verb: string,
  scope: Scope,
): Promise<Outcome<boolean>> {
  const [resource, subresource] = kind.resource.split('/');
  const resourceAttributes = {
    verb,
    group: kind.group,
    resource,
    ...(subresource === undefined ? {} : { subresource }),
    ...(scope.namespace === null ? {} : { namespace: scope.namespace }),
    ...(scope.name === null ? {} : { name: scope.name }),
  };
  const answer = await client.json<{ status?: { allowed?: boolean } }>(`${AUTHORIZATION}/selfsubjectaccessreviews`, {
    method: 'POST',
    body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } },
    timeoutMs: TIMEOUT_MS,
  });
  return answer.ok ? success(answer.value.status?.allowed === true) : answer;
}

/**
 * A text that differs when our rules in a namespace (with the cluster-wide ones) differ. It knows of RBAC only, so it tells
 * that something changed, and not what is allowed. A namespace that does not exist has the cluster-wide rules alone.
 */
export async function fingerprintRules(client: ApiClient, namespace: string): Promise<Outcome<string>> {
  const answer = await client.json<{ status?: { resourceRules?: unknown[] } }>(
    `${AUTHORIZATION}/selfsubjectrulesreviews`,
    {
      method: 'POST',
      body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } },
      timeoutMs: TIMEOUT_MS,
    },
  );
  if (!answer.ok) return answer;
  const rules = (answer.value.status?.resourceRules ?? []).map((rule) => JSON.stringify(rule));
  return success(rules.sort().join('\n'));
}

/** Who we are to the API server: the name that its rules know; null where it does not say. */
export async function reviewSelf(client: ApiClient): Promise<string | null> {
  const answer = await client.json<{ status?: { userInfo?: { username?: unknown } } }>(
    '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    {
      method: 'POST',
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
      timeoutMs: TIMEOUT_MS,
    },
  );
  const username = answer.ok ? answer.value.status?.userInfo?.username : null;
  return typeof username === 'string' && username !== '' ? username : null;
}
