/** A policy in the form istiod sends it, as goldens of its tests have it. */
import type { ZtunnelMatch, ZtunnelPolicy } from '@hopscope/core';
import { agrees } from '../agree.ts';
import { type Case, type Json, object } from '../case.ts';

const SCOPES: Readonly<Record<string, string>> = { Namespace: 'NAMESPACE', WorkloadSelector: 'WORKLOAD_SELECTOR' };

/** Fields at their default are left out, as protobuf does. */
export function wirePolicy(policy: ZtunnelPolicy): Json {
  return {
    name: policy.name,
    namespace: policy.namespace,
    ...(policy.action === 'Deny' ? { action: 'DENY' } : {}),
    ...(SCOPES[policy.scope] === undefined ? {} : { scope: SCOPES[policy.scope] }),
    ...(policy.dryRun ? { dryRun: true } : {}),
    groups: policy.rules.map((rule) => ({ rules: rule.map((clause) => ({ matches: clause.map(wireMatch) })) })),
  };
}

function wireMatch(match: ZtunnelMatch): Json {
  const fields = Object.entries(match).filter(([, values]) => values.length > 0);
  return Object.fromEntries(
    fields.map(([name, values]) => [name, (values as unknown[]).map((value) => wireValue(name, value))]),
  );
}

function wireValue(field: string, value: unknown): unknown {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return wireAddress(value);
  const { kind, value: word } = value as { kind: string; value: string };
  if (/serviceAccounts/i.test(field)) {
    const [namespace, serviceAccount] = word.split('/');
    return { namespace, serviceAccount };
  }
  return kind === 'Presence' ? { presence: {} } : { [kind.toLowerCase()]: word };
}

function wireAddress(block: string): Json {
  const [address, length] = block.split('/');
  return { address, length: length === undefined ? (block.includes(':') ? 128 : 32) : Number(length) };
}

/** The same in both directions: a clause too many is as wrong as one too few. The goldens' policies have no namespace. */
export function samePolicy(expected: Case['expected'], got: unknown): boolean {
  const wanted = expected['ztunnelPolicy'];
  const { namespace: _namespace, ...answered } = object(object(got)['ztunnelPolicy']);
  const { namespace: _other, ...policy } = object(wanted);
  if (wanted === null) return Object.keys(answered).length === 0;
  return agrees(policy, answered) && agrees(answered, policy);
}
