/** A policy as ztunnel holds it, from a dump or from istiod's debug output. */
import type { StringMatch, ZtunnelMatch, ZtunnelPolicy } from '../state/readings.ts';
import { intern, intOrNull, isRecord, list, oneOf, type Raw, record, records, strings, strOr, word } from './fields.ts';

/** One policy with its rules. */
export function readZtunnelPolicy(raw: Raw): ZtunnelPolicy {
  return {
    name: word(raw['name']),
    namespace: word(raw['namespace']),
    scope: scopeOf(word(raw['scope'])),
    action: word(raw['action']).toUpperCase() === 'DENY' ? 'Deny' : 'Allow',
    rules: list(raw['rules']).map((rule) =>
      list(clausesOf(rule)).map((clause) => records(matchesOf(clause)).map(readMatch)),
    ),
    dryRun: oneOf(raw, 'dryRun', 'dry_run') === true,
  };
}

/** Lists in lists, or the objects of the API form that wrap them. */
const clausesOf = (rule: unknown): unknown => (isRecord(rule) ? rule['clauses'] : rule);
const matchesOf = (clause: unknown): unknown => (isRecord(clause) ? clause['matches'] : clause);

function scopeOf(text: string): string {
  const name = text.replaceAll('_', '').toLowerCase();
  if (name === 'namespace') return 'Namespace';
  return name === 'workloadselector' ? 'WorkloadSelector' : 'Global';
}

function readMatch(raw: Raw): ZtunnelMatch {
  const field = (name: string): unknown => oneOf(raw, name, snake(name));
  return {
    namespaces: readMatches(field('namespaces')),
    notNamespaces: readMatches(field('notNamespaces')),
    principals: readMatches(field('principals')),
    notPrincipals: readMatches(field('notPrincipals')),
    serviceAccounts: readMatches(field('serviceAccounts')),
    notServiceAccounts: readMatches(field('notServiceAccounts')),
    sourceIps: readBlocks(field('sourceIps')),
    notSourceIps: readBlocks(field('notSourceIps')),
    destinationIps: readBlocks(field('destinationIps')),
    notDestinationIps: readBlocks(field('notDestinationIps')),
    destinationPorts: readPorts(field('destinationPorts')),
    notDestinationPorts: readPorts(field('notDestinationPorts')),
  };
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const readMatches = (value: unknown): StringMatch[] => list(value).flatMap(readStringMatch);

const KINDS: Record<string, string> = { exact: 'Exact', prefix: 'Prefix', suffix: 'Suffix', presence: 'Presence' };

/** `{"Exact": "a"}` in any case, `{"Presence": []}`, or `{"namespace": …, "serviceAccount": …}` for a service account. */
export function readStringMatch(value: unknown): StringMatch[] {
  if (typeof value === 'string') return [{ kind: 'Exact', value }];
  if (!isRecord(value)) return [];
  const account = oneOf(value, 'serviceAccount', 'service_account');
  if (account !== undefined) return [{ kind: 'Exact', value: intern(`${word(value['namespace'])}/${word(account)}`) }];
  return Object.entries(record(value['matchType'] ?? value)).flatMap(([name, text]) => {
    const kind = KINDS[name.toLowerCase()];
    return kind === undefined ? [] : [{ kind, value: kind === 'Presence' ? '' : word(text) }];
  });
}

function readBlocks(value: unknown): string[] {
  return list(value).flatMap((block) =>
    isRecord(block) ? [`${word(block['address'])}/${strOr(block['length'], '32')}`] : strings(block),
  );
}

function readPorts(value: unknown): number[] {
  return list(value).flatMap((port) => intOrNull(port) ?? []);
}
