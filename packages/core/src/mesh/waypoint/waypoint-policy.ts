/** A12: policies with target references as a waypoint (Envoy) evaluates them, on the client's identity and the HTTP request. */

import type { AuthorizationPolicy, PolicyRule } from '../../state/istio.ts';
import { parsePrincipal } from '../../state/refs.ts';
import { inCidr } from '../address/ip.ts';
import { type Asked, ask, both, type Clause, clauseTruth } from '../policy/asked.ts';
import { hasL7, toMatch } from '../policy/policy.ts';
import { matchString } from '../policy/rbac.ts';
import { allOf, type Truth } from '../truth.ts';

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
  const { admitting, perhaps, first } = admittedBy(effective, request);
  if (first && !admitting)
    return perhaps ? { allowed: 'undecided', by: perhaps } : { allowed: false, because: 'not-allowed', by: first };
  return open ? { allowed: 'undecided', by: open } : { allowed: true, by: admitting };
}

/** Of the ALLOW policies the first one at all, the first that admits, and the first that may. */
function admittedBy(policies: readonly AuthorizationPolicy[], request: SeenRequest) {
  let first: AuthorizationPolicy | null = null;
  let perhaps: AuthorizationPolicy | null = null;
  for (const policy of policies) {
    if (policy.action !== 'ALLOW') continue;
    first ??= policy;
    const truth = matchesRules(policy, request);
    if (truth === true) return { first, perhaps, admitting: policy };
    if (truth === 'undecided') perhaps ??= policy;
  }
  return { first, perhaps, admitting: null };
}

/** One rule that holds is enough. */
function matchesRules(policy: AuthorizationPolicy, request: SeenRequest): Truth {
  let open: Truth = false;
  for (const rule of policy.rules) {
    const truth = ruleTruth(rule, request, policy);
    if (truth === true) return true;
    if (truth === 'undecided') open = truth;
  }
  return open;
}

function ruleTruth(rule: PolicyRule, request: SeenRequest, policy: AuthorizationPolicy): Truth {
  if (isLeftOut(rule, request, policy)) return false;
  let truth: Truth = true;
  for (const part of PARTS) {
    const held = allOf(part(rule, request, policy).map(clauseTruth));
    if (held === false) return false;
    if (held === 'undecided') truth = held;
  }
  return truth;
}

/** R6: at a TCP filter a rule with HTTP attributes never admits, and denies by what is left of it. */
export const isLeftOut = (rule: PolicyRule, request: SeenRequest, policy: AuthorizationPolicy): boolean =>
  request.tcp && policy.action === 'ALLOW' && hasL7(rule);

/** What a rule asks of the request, part by part; all parts must hold. */
export const clausesOf = (rule: PolicyRule, request: SeenRequest, policy: AuthorizationPolicy): Clause[] =>
  PARTS.flatMap((part) => part(rule, request, policy));

/** One after the other, so that the first that does not hold decides. */
const PARTS: readonly ((rule: PolicyRule, request: SeenRequest, policy: AuthorizationPolicy) => Clause[])[] = [
  ({ from }, request, { namespace }) => [
    { part: 'from', alternatives: from.map((source) => askedOfSource(source, request, namespace)) },
  ],
  ({ to }, request) => [{ part: 'to', alternatives: to.map((operation) => askedOfOperation(operation, request)) }],
  ({ when }, request) =>
    when.map((condition) => ({ part: 'when', alternatives: [askedByCondition(condition, request)] })),
];

function askedOfSource(source: PolicyRule['from'][number], request: SeenRequest, namespace: string): Asked[] {
  const { identity, sourceIp } = request;
  const asked: Asked[] = [];
  text(asked, 'principals', source.principals, source.notPrincipals, identity);
  askPeer(asked, source, identity, namespace);
  ask(asked, 'ipBlocks', source.ipBlocks, source.notIpBlocks, sourceIp === '' ? null : sourceIp, () =>
    addressTruth(source.ipBlocks, source.notIpBlocks, request),
  );
  if (request.tcp) return asked;
  askToken(asked, source, request);
  ask(asked, 'remoteIpBlocks', source.remoteIpBlocks, source.notRemoteIpBlocks, null, () => 'undecided');
  return asked;
}

/** By parts of the identity; an account without a namespace is one of the policy's. */
function askPeer(asked: Asked[], source: PolicyRule['from'][number], identity: string, namespace: string): void {
  const { namespaces, notNamespaces, serviceAccounts, notServiceAccounts } = source;
  if (namespaces.length + notNamespaces.length + serviceAccounts.length + notServiceAccounts.length === 0) return;
  const peer = parsePrincipal(identity);
  const account = peer ? `${peer.namespace}/${peer.serviceAccount}` : '';
  const qualified = (list: readonly string[]) =>
    list.map((name) => (name.includes('/') ? name : `${namespace}/${name}`));
  text(asked, 'namespaces', namespaces, notNamespaces, peer?.namespace ?? '');
  const [wanted, unwanted] = [qualified(serviceAccounts), qualified(notServiceAccounts)];
  ask(asked, 'serviceAccounts', wanted, unwanted, account, () => both(wanted, unwanted, (name) => name === account));
}

/** A text of the request that is known. */
function text(asked: Asked[], field: string, wants: readonly string[], not: readonly string[], has: string): void {
  ask(asked, field, wants, not, has, () => both(wants, not, (pattern) => matchString(toMatch(pattern), has)));
}

/** R8: without a token, or nobody who reads it, there is no principal of the request: what asks for one does not hold. */
function askToken(asked: Asked[], source: PolicyRule['from'][number], request: SeenRequest): void {
  const { requestPrincipals: wants, notRequestPrincipals: not } = source;
  if (mayHaveToken(request)) ask(asked, 'requestPrincipals', wants, not, null, () => 'undecided');
  else text(asked, 'requestPrincipals', wants, not, '');
}

/** A token may be there that is read: in a request that was not given, in its Authorization, or in another place. */
function mayHaveToken({ http, tokens }: SeenRequest): boolean {
  if (tokens === false) return false;
  return http === null || tokens === 'elsewhere' || http.headers['authorization'] !== undefined;
}

function askedOfOperation(operation: PolicyRule['to'][number], request: SeenRequest): Asked[] {
  const { http, port, tcp } = request;
  const asked: Asked[] = [];
  ask(asked, 'ports', operation.ports, operation.notPorts, port === null ? null : String(port), () =>
    portTruth(operation.ports, operation.notPorts, request),
  );
  // R6: at a TCP filter a DENY goes by what is left of it without HTTP.
  if (tcp) return asked;
  ofRequest(asked, 'methods', operation.methods, operation.notMethods, http?.method || undefined);
  ofRequest(asked, 'paths', operation.paths, operation.notPaths, http?.path?.split('?')[0] || undefined);
  ofRequest(asked, 'hosts', operation.hosts, operation.notHosts, http?.headers['host']);
  return asked;
}

/** A text of the HTTP request, which may not have been given. */
function ofRequest(
  asked: Asked[],
  field: string,
  wants: readonly string[],
  not: readonly string[],
  has: string | undefined,
): void {
  if (has === undefined) ask(asked, field, wants, not, null, () => 'undecided');
  else text(asked, field, wants, not, has);
}

/** One condition; without values it is an attribute that is asked for nothing. */
function askedByCondition(when: PolicyRule['when'][number], request: SeenRequest): Asked[] {
  const { key, values: wants, notValues: not } = when;
  const { has, truth } = conditionOf(when, request);
  return [{ field: key, wants, not, has, truth }];
}

function conditionOf(when: PolicyRule['when'][number], request: SeenRequest): Pick<Asked, 'has' | 'truth'> {
  const { key, values, notValues } = when;
  const { port, sourceIp, identity } = request;
  const compared = (has: string) => ({ has, truth: both(values, notValues, (p) => matchString(toMatch(p), has)) });
  switch (key) {
    case 'source.principal':
      return compared(identity);
    case 'source.namespace':
      return compared(parsePrincipal(identity)?.namespace ?? '');
    case 'source.ip':
      return { has: sourceIp || null, truth: addressTruth(values, notValues, request) };
    case 'destination.port':
      return { has: port === null ? null : String(port), truth: portTruth(values, notValues, request) };
    default:
      return httpConditionOf(when, request, compared);
  }
}

/** R6, R8: what hangs on the HTTP request or on a token. */
function httpConditionOf(
  { key, values }: PolicyRule['when'][number],
  request: SeenRequest,
  compared: (has: string) => Pick<Asked, 'has' | 'truth'>,
): Pick<Asked, 'has' | 'truth'> {
  const header = /^request\.headers\[(.+)\]$/.exec(key)?.[1]?.toLowerCase();
  const known = header === undefined ? undefined : request.http?.headers[header];
  if (known !== undefined) return compared(known);
  const isAbsent = header !== undefined && request.http !== null;
  if (!isAbsent && request.tcp) return { has: null, truth: true };
  if (isAbsent || (key.startsWith('request.auth.') && !mayHaveToken(request)))
    return { has: '', truth: values.length === 0 };
  return { has: null, truth: 'undecided' };
}

function addressTruth(positive: readonly string[], negative: readonly string[], { sourceIp }: SeenRequest): Truth {
  if (sourceIp === '' && positive.length + negative.length > 0) return 'undecided';
  return both(positive, negative, (block) => inCidr(sourceIp, block));
}

function portTruth(positive: readonly string[], negative: readonly string[], { port }: SeenRequest): Truth {
  if (port === null && positive.length + negative.length > 0) return 'undecided';
  return both(positive, negative, (wanted) => Number(wanted) === port);
}
