import type { PodPlan } from './plan.ts';
import { matches } from './plan.ts';
import type { Labels, MeshSpec, PolicySpec } from './spec.ts';
import { SYSTEM } from './system.ts';

type Fields = Record<string, readonly string[] | undefined>;
interface Rule {
  from?: { source: Fields }[];
  to?: { operation: Fields }[];
  when?: { key: string; values?: string[]; notValues?: string[] }[];
}

export interface TargetRef {
  group?: string;
  kind: string;
  name: string;
}

export function targetsOf(policy: PolicySpec): TargetRef[] {
  return (policy.spec['targetRefs'] as TargetRef[] | undefined) ?? [];
}

/** A5 */
const HTTP_OPERATION = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'];
const HTTP_SOURCE = ['requestPrincipals', 'notRequestPrincipals', 'remoteIpBlocks', 'notRemoteIpBlocks'];
const PLAIN_KEYS = ['source.ip', 'source.namespace', 'source.principal', 'destination.ip', 'destination.port'];
const STRICT = 'istio_converted_static_strict';

function rulesOf(policy: PolicySpec): Rule[] {
  return (policy.spec['rules'] as Rule[] | undefined) ?? [];
}

function httpFields(rule: Rule): string[] {
  return [
    ...(rule.to ?? []).flatMap((to) => HTTP_OPERATION.filter((field) => to.operation[field] !== undefined)),
    ...(rule.from ?? []).flatMap((from) => HTTP_SOURCE.filter((field) => from.source[field] !== undefined)),
    ...(rule.when ?? []).map((when) => when.key).filter((key) => !PLAIN_KEYS.includes(key)),
  ];
}

export function httpFieldsOf(policy: PolicySpec): string[] {
  return [...new Set(rulesOf(policy).flatMap(httpFields))];
}

/** A7: whether a DENY policy still matches anything without its HTTP fields. */
export function isDenyEffective(policy: PolicySpec): boolean {
  return ztunnelRules(policy).some((clauses) =>
    clauses.every((clause) => clause.some((match) => Object.keys(match).length > 0)),
  );
}

/** A6, A7: the rules as istiod gives them to ztunnel. */
function ztunnelRules(policy: PolicySpec): Record<string, unknown>[][][] {
  const allow = (policy.spec['action'] ?? 'ALLOW') === 'ALLOW';
  return rulesOf(policy)
    .filter((rule) => !allow || httpFields(rule).length === 0)
    .map((rule) => [
      ...(rule.from === undefined ? [] : [rule.from.map((from) => sourceMatch(from.source))]),
      ...(rule.to === undefined ? [] : [rule.to.map((to) => operationMatch(to.operation))]),
      ...(rule.when ?? []).map((when) => [PLAIN_KEYS.includes(when.key) ? whenMatch(when) : {}]),
    ]);
}

function sourceMatch(source: Fields): Record<string, unknown> {
  return compact({
    principals: texts(source['principals']),
    notPrincipals: texts(source['notPrincipals']),
    namespaces: texts(source['namespaces']),
    notNamespaces: texts(source['notNamespaces']),
    sourceIps: source['ipBlocks'],
    notSourceIps: source['notIpBlocks'],
  });
}

function operationMatch(operation: Fields): Record<string, unknown> {
  return compact({
    destinationPorts: operation['ports']?.map(Number),
    notDestinationPorts: operation['notPorts']?.map(Number),
  });
}

function whenMatch(when: { key: string; values?: string[] }): Record<string, unknown> {
  if (when.key === 'destination.port') return { destinationPorts: (when.values ?? []).map(Number) };
  if (when.key === 'source.ip') return { sourceIps: when.values };
  return { [when.key === 'source.principal' ? 'principals' : 'namespaces']: texts(when.values) };
}

function compact(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function texts(values: readonly string[] | undefined) {
  return values?.map((value) => {
    if (value === '*') return { Presence: [] };
    if (value.endsWith('*')) return { Prefix: value.slice(0, -1) };
    return value.startsWith('*') ? { Suffix: value.slice(1) } : { Exact: value };
  });
}

function selectorOf(policy: PolicySpec): Labels | undefined {
  return (policy.spec['selector'] as { matchLabels?: Labels } | undefined)?.matchLabels;
}

/** Policies that reach ztunnel: those without targetRefs (A1, A2), of the istiod's revision (S7). */
function ztunnelPoliciesOf(spec: MeshSpec): PolicySpec[] {
  return spec.authorizationPolicies.filter((policy) => {
    const action = policy.spec['action'] ?? 'ALLOW';
    const revision = policy.labels['istio.io/rev'] ?? 'default';
    return targetsOf(policy).length === 0 && (action === 'ALLOW' || action === 'DENY') && revision === 'default';
  });
}

export function dumpPolicies(spec: MeshSpec): Record<string, unknown>[] {
  const dumped = ztunnelPoliciesOf(spec).map((policy) => ({
    action: policy.spec['action'] === 'DENY' ? 'Deny' : 'Allow',
    dryRun: false,
    name: policy.name,
    namespace: policy.namespace,
    rules: ztunnelRules(policy),
    scope: scopeOf(policy),
  }));
  const strict = {
    action: 'Deny',
    dryRun: false,
    name: STRICT,
    namespace: SYSTEM,
    rules: [[[{ notPrincipals: [{ Presence: [] }] }]]],
    scope: 'WorkloadSelector',
  };
  return spec.peerAuthentications.some((one) => modeOf(one) === 'STRICT') ? [...dumped, strict] : dumped;
}

/** A3 */
function scopeOf(policy: PolicySpec): string {
  if (policy.spec['selector'] !== undefined) return 'WorkloadSelector';
  return policy.namespace === SYSTEM ? 'Global' : 'Namespace';
}

/** What ztunnel's record of a pod lists: selector policies and the converted STRICT (M2). */
export function policiesOfPod(spec: MeshSpec, pod: PodPlan): string[] {
  const selected = ztunnelPoliciesOf(spec).filter((policy) => {
    const near = policy.namespace === pod.namespace || policy.namespace === SYSTEM;
    return near && matches(selectorOf(policy) ?? {}, pod.labels);
  });
  const refs = selected.map((policy) => `${policy.namespace}/${policy.name}`);
  return effectiveMode(spec, pod) === 'STRICT' ? [...refs, `${SYSTEM}/${STRICT}`] : refs;
}

function modeOf(policy: PolicySpec): string {
  return (policy.spec['mtls'] as { mode?: string } | undefined)?.mode ?? 'UNSET';
}

/** M1: workload over namespace over mesh. */
function effectiveMode(spec: MeshSpec, pod: PodPlan): string {
  const all = spec.peerAuthentications;
  const own = all.find(
    (one) => one.namespace === pod.namespace && pod.namespace !== SYSTEM && matches(selectorOf(one) ?? {}, pod.labels),
  );
  const namespace = all.find((one) => one.namespace === pod.namespace && selectorOf(one) === undefined);
  const mesh = all.find((one) => one.namespace === SYSTEM && selectorOf(one) === undefined);
  return (
    [own, namespace, mesh].map((one) => (one === undefined ? 'UNSET' : modeOf(one))).find((mode) => mode !== 'UNSET') ??
    'PERMISSIVE'
  );
}
