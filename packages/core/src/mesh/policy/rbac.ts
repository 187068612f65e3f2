/** Section 9.3: ztunnel's own evaluation of policies for one connection. */

import type { StringMatch, ZtunnelMatch, ZtunnelPolicy } from '../../state/readings.ts';
import { parsePrincipal } from '../../state/refs.ts';
import { inCidr } from '../address/ip.ts';
import { type Asked, both, type Pattern } from './asked.ts';

/** One connection as the destination ztunnel sees it (A10). */
export interface SeenConnection {
  /** principal without `spiffe://`; '' for plaintext */
  identity: string;
  sourceIp: string;
  destinationIp: string;
  /** the workload's port, not the Service's (A9) */
  destinationPort: number;
}

/** A9: DENY first, then ALLOW; without any ALLOW policy everything else is accepted. */
export type RbacDecision =
  | { allowed: true; by: ZtunnelPolicy | null }
  | { allowed: false; because: 'denied'; by: ZtunnelPolicy }
  | { allowed: false; because: 'not-allowed'; considered: readonly ZtunnelPolicy[] };

/** A9: the decision over the set of policies that hold for the destination. */
export function decideRbac(policies: readonly ZtunnelPolicy[], connection: SeenConnection): RbacDecision {
  const effective = policies.filter((policy) => !policy.dryRun);
  const denied = effective.find((policy) => policy.action === 'Deny' && policyMatches(policy, connection));
  if (denied) return { allowed: false, because: 'denied', by: denied };
  const allows = effective.filter((policy) => policy.action === 'Allow');
  if (allows.length === 0) return { allowed: true, by: null };
  const allowed = allows.find((policy) => policyMatches(policy, connection));
  return allowed ? { allowed: true, by: allowed } : { allowed: false, because: 'not-allowed', considered: allows };
}

/**
 * Rules are alternatives; the clauses of a rule must all hold; the matches of a clause are alternatives. No rules: no match
 * (A8). A clause without matches holds; a match without attributes does not (A7).
 */
export function policyMatches(policy: Pick<ZtunnelPolicy, 'rules'>, connection: SeenConnection): boolean {
  return policy.rules.some((rule) =>
    rule.every((clause) => clause.length === 0 || clause.some((match) => matchHolds(match, connection))),
  );
}

function matchHolds(match: ZtunnelMatch, connection: SeenConnection): boolean {
  let isAsked = false;
  for (const attribute of ATTRIBUTES) {
    if (!asksFor(attribute, match)) continue;
    if (!attribute.truth(match, connection)) return false;
    isAsked = true;
  }
  return isAsked;
}

/** What a match asks of a connection, with the answers. */
export function askedByMatch(match: ZtunnelMatch, connection: SeenConnection): Asked[] {
  return ATTRIBUTES.filter((attribute) => asksFor(attribute, match)).map(({ field, wants, not, has, truth }) => ({
    field,
    wants: wants(match),
    not: not(match),
    has: has(connection),
    truth: truth(match, connection),
  }));
}

/** One attribute: what a match wants of it and refuses, and what a connection has. */
interface Attribute {
  field: string;
  wants(match: ZtunnelMatch): readonly Pattern[];
  not(match: ZtunnelMatch): readonly Pattern[];
  has(connection: SeenConnection): string;
  truth(match: ZtunnelMatch, connection: SeenConnection): boolean;
}

const asksFor = (attribute: Attribute, match: ZtunnelMatch): boolean =>
  attribute.wants(match).length + attribute.not(match).length > 0;

function attribute<T extends Pattern>(
  field: string,
  has: Attribute['has'],
  wants: (match: ZtunnelMatch) => readonly T[],
  not: (match: ZtunnelMatch) => readonly T[],
  holds: (pattern: T, has: string) => boolean,
): Attribute {
  const truth: Attribute['truth'] = (match, connection) => {
    const known = has(connection);
    return both(wants(match), not(match), (pattern) => holds(pattern, known));
  };
  return { field, has, wants, not, truth };
}

/** A11: what asks for an identity matches none where there is none, whatever the pattern; a pattern with the scheme matches none at all. */
const isText = (pattern: StringMatch, has: string): boolean => has !== '' && matchString(pattern, has);
const isWithin = (block: string, ip: string): boolean => inCidr(ip, block);
const isPort = (port: number, has: string): boolean => String(port) === has;

const namespaceIn = ({ identity }: SeenConnection): string => parsePrincipal(identity)?.namespace ?? '';

function accountIn({ identity }: SeenConnection): string {
  const peer = parsePrincipal(identity);
  return peer ? `${peer.namespace}/${peer.serviceAccount}` : '';
}

const ATTRIBUTES: readonly Attribute[] = [
  attribute(
    'namespaces',
    namespaceIn,
    (match) => match.namespaces,
    (match) => match.notNamespaces,
    isText,
  ),
  attribute(
    'serviceAccounts',
    accountIn,
    (match) => match.serviceAccounts,
    (match) => match.notServiceAccounts,
    isText,
  ),
  attribute(
    'principals',
    ({ identity }) => identity,
    (match) => match.principals,
    (match) => match.notPrincipals,
    isText,
  ),
  attribute(
    'ipBlocks',
    ({ sourceIp }) => sourceIp,
    (match) => match.sourceIps,
    (match) => match.notSourceIps,
    isWithin,
  ),
  attribute(
    'destination.ip',
    ({ destinationIp }) => destinationIp,
    (match) => match.destinationIps,
    (match) => match.notDestinationIps,
    isWithin,
  ),
  attribute(
    'ports',
    ({ destinationPort }) => String(destinationPort),
    (match) => match.destinationPorts,
    (match) => match.notDestinationPorts,
    isPort,
  ),
];

/** One string against one pattern; Presence needs a non-empty string. */
export function matchString(pattern: StringMatch, text: string): boolean {
  switch (pattern.kind) {
    case 'Exact':
      return text === pattern.value;
    case 'Prefix':
      return text.startsWith(pattern.value);
    case 'Suffix':
      return text.endsWith(pattern.value);
    case 'Presence':
      return text !== '';
    default:
      return false;
  }
}
