/** Section 9.1 and 9.2: which AuthorizationPolicy reaches which enforcement point, and what ztunnel makes of it. */

import type { Gateway } from '../../state/gateway-api.ts';
import type { AuthorizationPolicy, PolicyRule } from '../../state/istio.ts';
import type { Labels } from '../../state/metadata.ts';
import type { StringMatch, ZtunnelMatch, ZtunnelPolicy } from '../../state/readings.ts';
import { isCidr } from '../address/ip.ts';
import { isSeenConfig } from '../enrolment/seen-config.ts';
import { isFlagSet } from '../flags.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import { type Mesh, perMesh } from '../mesh.ts';
import { matchesLabels } from '../service/selector.ts';

/** A1, A4: the policy is one that istiod sends to ztunnel. */
export function reachesZtunnel(mesh: Mesh, policy: AuthorizationPolicy): boolean {
  if (policy.targetRefs.length > 0 || (policy.action !== 'ALLOW' && policy.action !== 'DENY')) return false;
  if (policy.dryRun && !isFlagSet(mesh, 'AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY', false)) return false;
  return isSeenConfig(mesh, policy);
}

/** A3: the scope ztunnel gives a policy. */
export function scopeOf(mesh: Mesh, policy: AuthorizationPolicy): 'Global' | 'Namespace' | 'WorkloadSelector' {
  if (policy.selector !== null) return 'WorkloadSelector';
  return policy.namespace === mesh.rootNamespace ? 'Global' : 'Namespace';
}

/** What a selector looks at. */
type Selectable = Pick<AuthorizationPolicy, 'namespace' | 'labels'>;

/**
 * A3: whether a policy is enforced for a workload by the ztunnel of its node. `selector: {}` attaches to nothing,
 * `matchLabels: {}` to everything. A workload without any label is held by every selector: istiod filters by labels only
 * where there are some.
 */
export function appliesToWorkload(mesh: Mesh, policy: AuthorizationPolicy, workload: Selectable): boolean {
  return reachesZtunnel(mesh, policy) && selectsWorkload(mesh, policy, workload);
}

/** A3: whether a policy means a workload, whoever were to enforce it. */
export function selectsWorkload(mesh: Mesh, policy: AuthorizationPolicy, workload: Selectable): boolean {
  if (policy.namespace !== mesh.rootNamespace && policy.namespace !== workload.namespace) return false;
  if (policy.selector === null || policy.selectsAll) return true;
  if (isEmpty(policy.selector)) return false;
  return isEmpty(workload.labels) || matchesLabels(policy.selector, workload.labels);
}

const isEmpty = (labels: Labels): boolean => Object.keys(labels).length === 0;

/** A2: policies with a target reference that a waypoint enforces for one of its services. */
export function policiesAtWaypoint(
  mesh: Mesh,
  gateway: Gateway,
  service: { kind: 'Service' | 'ServiceEntry'; namespace: string; name: string } | null,
): AuthorizationPolicy[] {
  const byNamespace = targetingByNamespace(mesh.state.authorizationPolicies);
  const namespaces = new Set([gateway.namespace, mesh.rootNamespace, service?.namespace ?? '']);
  return [...namespaces]
    .flatMap((namespace) => byNamespace.get(namespace) ?? [])
    .filter((policy) => isSeenConfig(mesh, policy) && isTargeted(mesh, policy, gateway, service));
}

/** A2: a target reference of the policy means the waypoint, its class or the Service. */
export function isTargeted(
  mesh: Mesh,
  policy: Pick<AuthorizationPolicy, 'namespace' | 'targetRefs'>,
  gateway: Gateway,
  service: { kind: string; namespace: string; name: string } | null,
): boolean {
  return policy.targetRefs.some((target) => targets(mesh, policy, target, gateway, service));
}

/** Policies with target references; targets are of the policy's own namespace, classes of the root's (A2). */
const targetingByNamespace = perSlice((policies: readonly AuthorizationPolicy[]) =>
  groupBy(
    policies.filter((policy) => policy.targetRefs.length > 0),
    (policy) => policy.namespace,
  ),
);

/** A3: the policies that may hold for workloads of a namespace: its own and the root's, in the order given. */
export const policiesForNamespace = perMesh((mesh: Mesh, namespace: string): readonly AuthorizationPolicy[] => {
  const groups = byNamespace(mesh.state.authorizationPolicies);
  const own = new Set(groups.get(namespace));
  const root = new Set(groups.get(mesh.rootNamespace));
  if (root.size === 0 || own.size === 0) return [...own, ...root];
  return mesh.state.authorizationPolicies.filter((policy) => own.has(policy) || root.has(policy));
});

const byNamespace = perSlice((policies: readonly AuthorizationPolicy[]) => groupBy(policies, (one) => one.namespace));

function targets(
  mesh: Mesh,
  policy: Pick<AuthorizationPolicy, 'namespace'>,
  target: AuthorizationPolicy['targetRefs'][number],
  gateway: Gateway,
  service: { kind: string; namespace: string; name: string } | null,
): boolean {
  switch (target.kind) {
    case 'Gateway':
      return policy.namespace === gateway.namespace && target.name === gateway.name;
    case 'GatewayClass':
      return (
        policy.namespace === mesh.rootNamespace &&
        target.name === 'istio-waypoint' &&
        gateway.className === 'istio-waypoint'
      );
    default:
      return (
        service !== null &&
        target.kind === service.kind &&
        policy.namespace === service.namespace &&
        target.name === service.name
      );
  }
}

/** What ztunnel keeps of a rule: nothing, or its clauses. `widened` = an L7 half was dropped from a match that kept an L4 half (A7). */
export interface ConvertedRule {
  clauses: ZtunnelMatch[][] | null;
  hasL7: boolean;
  widened: boolean;
}

/** A5: keys of conditions that ztunnel understands. */
export const L4_KEYS: ReadonlySet<string> = new Set([
  'source.ip',
  'source.namespace',
  'source.principal',
  'destination.ip',
  'destination.port',
]);

/** A5-A8: the policy as ztunnel evaluates it. */
export function convertPolicy(mesh: Mesh, policy: AuthorizationPolicy): ZtunnelPolicy & { converted: ConvertedRule[] } {
  const allow = policy.action === 'ALLOW';
  const converted = policy.rules.map((rule) => convertRule(rule, allow, policy.namespace));
  return {
    name: policy.name,
    namespace: policy.namespace,
    scope: scopeOf(mesh, policy),
    action: allow ? 'Allow' : 'Deny',
    rules: converted.flatMap((rule) => (rule.clauses ? [rule.clauses] : [])),
    dryRun: policy.dryRun,
    converted,
  };
}

/** A5: HTTP attributes in any part of the rule. */
export function hasL7(rule: PolicyRule): boolean {
  return (
    rule.to.some((to) => l7Operation(to)) ||
    rule.from.some((from) => l7Source(from)) ||
    rule.when.some((when) => !L4_KEYS.has(when.key))
  );
}

const l7Operation = (to: PolicyRule['to'][number]): boolean =>
  [to.hosts, to.notHosts, to.methods, to.notMethods, to.paths, to.notPaths].some((list) => list.length > 0);
const l7Source = (from: PolicyRule['from'][number]): boolean =>
  [from.requestPrincipals, from.notRequestPrincipals, from.remoteIpBlocks, from.notRemoteIpBlocks].some(
    (list) => list.length > 0,
  );

function convertRule(rule: PolicyRule, allow: boolean, namespace: string): ConvertedRule {
  const l7 = hasL7(rule);
  if (allow && l7) return { clauses: null, hasL7: true, widened: false };
  const to = rule.to.map((op) => ({
    ...emptyMatch(),
    destinationPorts: ports(op.ports),
    notDestinationPorts: ports(op.notPorts),
  }));
  const from = rule.from.map((source) => ({
    ...emptyMatch(),
    sourceIps: blocks(source.ipBlocks),
    notSourceIps: blocks(source.notIpBlocks),
    namespaces: source.namespaces.map(toMatch),
    notNamespaces: source.notNamespaces.map(toMatch),
    principals: source.principals.map(toMatch),
    notPrincipals: source.notPrincipals.map(toMatch),
    serviceAccounts: source.serviceAccounts.map((account) => accountMatch(account, namespace)),
    notServiceAccounts: source.notServiceAccounts.map((account) => accountMatch(account, namespace)),
  }));
  const clauses = [to, from, ...rule.when.map((when) => [whenMatch(when)])].filter((clause) => clause.length > 0);
  const survives = clauses.every((clause) => clause.some((match) => !isEmptyMatch(match)));
  const mixed =
    rule.to.some((op) => l7Operation(op) && op.ports.length + op.notPorts.length > 0) ||
    rule.from.some((source, i) => l7Source(source) && !isEmptyMatch(from[i]!));
  return { clauses, hasL7: l7, widened: l7 && survives && mixed };
}

function whenMatch(when: PolicyRule['when'][number]): ZtunnelMatch {
  const match = emptyMatch();
  switch (when.key) {
    case 'source.ip':
      return { ...match, sourceIps: blocks(when.values), notSourceIps: blocks(when.notValues) };
    case 'source.namespace':
      return { ...match, namespaces: when.values.map(toMatch), notNamespaces: when.notValues.map(toMatch) };
    case 'source.principal':
      return { ...match, principals: when.values.map(toMatch), notPrincipals: when.notValues.map(toMatch) };
    case 'destination.ip':
      return { ...match, destinationIps: blocks(when.values), notDestinationIps: blocks(when.notValues) };
    case 'destination.port':
      return { ...match, destinationPorts: ports(when.values), notDestinationPorts: ports(when.notValues) };
    default:
      return match;
  }
}

/** The patterns of a policy: `*` any, `x*` prefix, `*x` suffix, else exact. */
export function toMatch(text: string): StringMatch {
  if (text === '*') return { kind: 'Presence', value: '' };
  if (text.startsWith('*')) return { kind: 'Suffix', value: text.slice(1) };
  if (text.endsWith('*')) return { kind: 'Prefix', value: text.slice(0, -1) };
  return { kind: 'Exact', value: text };
}

/** `sa` or `ns/sa`; a bare name is an account of the policy's namespace. */
function accountMatch(account: string, namespace: string): StringMatch {
  return { kind: 'Exact', value: account.includes('/') ? account : `${namespace}/${account}` };
}

/** What is no port or no address block is left out by istiod, not refused; a list left empty so matches everything. */
const ports = (list: readonly string[]): number[] =>
  list.filter((text) => /^\d+$/.test(text) && Number(text) <= 65_535).map(Number);
const blocks = (list: readonly string[]): string[] => list.filter(isCidr);

/** A match without any attribute. */
export function emptyMatch(): ZtunnelMatch {
  return {
    namespaces: [],
    notNamespaces: [],
    principals: [],
    notPrincipals: [],
    serviceAccounts: [],
    notServiceAccounts: [],
    sourceIps: [],
    notSourceIps: [],
    destinationIps: [],
    notDestinationIps: [],
    destinationPorts: [],
    notDestinationPorts: [],
  };
}

/** A7: a match left without attributes never matches. */
export function isEmptyMatch(match: ZtunnelMatch): boolean {
  return Object.values(match).every((list) => list.length === 0);
}
