/** A12: policies with target references as a waypoint (Envoy) evaluates them, on the client's identity and the HTTP request. */

import type { AuthorizationPolicy, PolicyRule } from '../state/istio.ts';
import { parsePrincipal } from '../state/refs.ts';
import { inCidr } from './ip.ts';
import { hasL7, toMatch } from './policy.ts';
import { matchString } from './rbac.ts';
import { allOf, anyOf, type Truth } from './truth.ts';

/** A request as the waypoint sees it; an absent HTTP part is not known, and what depends on it is undecided. */
export interface SeenRequest {
  identity: string;
  /** '' = not known */
  sourceIp: string;
  /** the Service's port (A9); null = not known */
  port: number | null;
  http: HttpRequest | null;
  /** the port carries TCP only: HTTP attributes can never match (R6) */
  tcp: boolean;
  /** R8: somebody reads tokens there; `elsewhere` = also in other places than the Authorization header */
  tokens: boolean | 'elsewhere';
}

export interface HttpRequest {
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
}

/** The decision of a waypoint; `undecided` names the policy whose HTTP part would decide. */
export type WaypointDecision =
  | { allowed: true; by: AuthorizationPolicy | null }
  | { allowed: false; because: 'denied' | 'not-allowed'; by: AuthorizationPolicy }
  | { allowed: 'undecided'; by: AuthorizationPolicy };

/** A12: CUSTOM is asked of somebody else where its rules may match; then DENY, then ALLOW. */
export function decideAtWaypoint(policies: readonly AuthorizationPolicy[], request: SeenRequest): WaypointDecision {
  const effective = policies.filter((policy) => !policy.dryRun);
  const custom = effective.find((policy) => policy.action === 'CUSTOM' && matchesRules(policy, request) !== false);
  let open: AuthorizationPolicy | null = custom ?? null;
  for (const policy of effective.filter((candidate) => candidate.action === 'DENY')) {
    const truth = matchesRules(policy, request);
    if (truth === true) return { allowed: false, because: 'denied', by: policy };
    if (truth === 'undecided') open ??= policy;
  }
  const allows = effective.filter((policy) => policy.action === 'ALLOW');
  const truths = allows.map((policy) => ({ policy, truth: matchesRules(policy, request) }));
  const admitting = truths.find(({ truth }) => truth === true)?.policy ?? null;
  if (allows.length > 0 && !admitting) {
    const perhaps = truths.find(({ truth }) => truth === 'undecided')?.policy;
    return perhaps ? { allowed: 'undecided', by: perhaps } : { allowed: false, because: 'not-allowed', by: allows[0]! };
  }
  return open ? { allowed: 'undecided', by: open } : { allowed: true, by: admitting };
}

function matchesRules(policy: AuthorizationPolicy, request: SeenRequest): Truth {
  return anyOf(policy.rules.map((rule) => ruleTruth(rule, request, policy)));
}

function ruleTruth(rule: PolicyRule, request: SeenRequest, policy: AuthorizationPolicy): Truth {
  // R6: at a TCP filter a rule with HTTP attributes never admits, and denies by what is left of it.
  if (request.tcp && hasL7(rule) && policy.action === 'ALLOW') return false;
  const from =
    rule.from.length === 0 ? true : anyOf(rule.from.map((source) => sourceTruth(source, request, policy.namespace)));
  const to = rule.to.length === 0 ? true : anyOf(rule.to.map((operation) => operationTruth(operation, request)));
  return allOf([from, to, ...rule.when.map((when) => whenTruth(when, request))]);
}

function sourceTruth(source: PolicyRule['from'][number], request: SeenRequest, namespace: string): Truth {
  const peer = parsePrincipal(request.identity);
  const account = peer ? `${peer.namespace}/${peer.serviceAccount}` : '';
  const qualified = (list: readonly string[]) =>
    list.map((name) => (name.includes('/') ? name : `${namespace}/${name}`));
  const remote = source.remoteIpBlocks.length + source.notRemoteIpBlocks.length > 0;
  return allOf([
    lists(source.principals, source.notPrincipals, (pattern) => matchString(toMatch(pattern), request.identity)),
    lists(source.namespaces, source.notNamespaces, (pattern) => matchString(toMatch(pattern), peer?.namespace ?? '')),
    lists(qualified(source.serviceAccounts), qualified(source.notServiceAccounts), (name) => name === account),
    addressTruth(source.ipBlocks, source.notIpBlocks, request),
    tokenTruth(source, request),
    remote && !request.tcp ? 'undecided' : true,
  ]);
}

/** R8: without a token, or nobody who reads it, there is no principal of the request: what asks for one does not hold. */
function tokenTruth(source: PolicyRule['from'][number], request: SeenRequest): Truth {
  const { requestPrincipals, notRequestPrincipals } = source;
  if (request.tcp || requestPrincipals.length + notRequestPrincipals.length === 0) return true;
  if (mayHaveToken(request)) return 'undecided';
  return lists(requestPrincipals, notRequestPrincipals, (wanted) => matchString(toMatch(wanted), ''));
}

/** A token may be there that is read: in a request that was not given, in its Authorization, or in another place. */
function mayHaveToken({ http, tokens }: SeenRequest): boolean {
  if (tokens === false) return false;
  return http === null || tokens === 'elsewhere' || http.headers['authorization'] !== undefined;
}

function operationTruth(operation: PolicyRule['to'][number], request: SeenRequest): Truth {
  const http = request.http;
  const asks = (positive: readonly string[], negative: readonly string[], text: string | undefined): Truth => {
    // R6: at a TCP filter a DENY goes by what is left of it without HTTP.
    if (request.tcp || positive.length + negative.length === 0) return true;
    return text === undefined
      ? 'undecided'
      : lists(positive, negative, (pattern) => matchString(toMatch(pattern), text));
  };
  return allOf([
    portTruth(operation.ports, operation.notPorts, request),
    asks(operation.methods, operation.notMethods, http?.method || undefined),
    asks(operation.paths, operation.notPaths, http?.path?.split('?')[0] || undefined),
    asks(operation.hosts, operation.notHosts, http?.headers['host']),
  ]);
}

function whenTruth(when: PolicyRule['when'][number], request: SeenRequest): Truth {
  const header = /^request\.headers\[(.+)\]$/.exec(when.key)?.[1]?.toLowerCase();
  const text =
    when.key === 'source.principal'
      ? request.identity
      : header !== undefined
        ? request.http?.headers[header]
        : undefined;
  if (when.key === 'source.namespace')
    return lists(when.values, when.notValues, (p) =>
      matchString(toMatch(p), parsePrincipal(request.identity)?.namespace ?? ''),
    );
  if (when.key === 'source.ip') return addressTruth(when.values, when.notValues, request);
  if (when.key === 'destination.port') return portTruth(when.values, when.notValues, request);
  if (header !== undefined && request.http && text === undefined) return when.values.length === 0;
  if (text === undefined && request.tcp) return true;
  if (when.key.startsWith('request.auth.') && !mayHaveToken(request)) return when.values.length === 0;
  return text === undefined
    ? 'undecided'
    : lists(when.values, when.notValues, (pattern) => matchString(toMatch(pattern), text));
}

function addressTruth(positive: readonly string[], negative: readonly string[], { sourceIp }: SeenRequest): Truth {
  if (sourceIp === '' && positive.length + negative.length > 0) return 'undecided';
  return lists(positive, negative, (block) => inCidr(sourceIp, block));
}

function portTruth(positive: readonly string[], negative: readonly string[], { port }: SeenRequest): Truth {
  if (port === null && positive.length + negative.length > 0) return 'undecided';
  return lists(positive, negative, (wanted) => Number(wanted) === port);
}

function lists(positive: readonly string[], negative: readonly string[], holds: (item: string) => boolean): boolean {
  return (positive.length === 0 || positive.some(holds)) && !negative.some(holds);
}
