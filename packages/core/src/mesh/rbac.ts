/** Section 9.3: ztunnel's own evaluation of policies for one connection. */

import type { StringMatch, ZtunnelMatch, ZtunnelPolicy } from '../state/readings.ts';
import { parsePrincipal } from '../state/refs.ts';
import { inCidr } from './ip.ts';
import { isEmptyMatch } from './policy.ts';

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
    rule.every(
      (clause) => clause.length === 0 || clause.some((match) => !isEmptyMatch(match) && matchHolds(match, connection)),
    ),
  );
}

/** A11: what asks for an identity matches none where there is none, whatever the pattern; a pattern with the scheme matches none at all. */
function matchHolds(match: ZtunnelMatch, connection: SeenConnection): boolean {
  const { identity } = connection;
  const peer = parsePrincipal(identity);
  const account = `${peer?.namespace}/${peer?.serviceAccount}`;
  return (
    both(match.namespaces, match.notNamespaces, (p) => peer !== null && matchString(p, peer.namespace)) &&
    both(match.serviceAccounts, match.notServiceAccounts, (p) => peer !== null && matchString(p, account)) &&
    both(match.principals, match.notPrincipals, (p) => identity !== '' && matchString(p, identity)) &&
    both(match.sourceIps, match.notSourceIps, (block) => inCidr(connection.sourceIp, block)) &&
    both(match.destinationIps, match.notDestinationIps, (block) => inCidr(connection.destinationIp, block)) &&
    both(match.destinationPorts, match.notDestinationPorts, (port) => port === connection.destinationPort)
  );
}

/** The positive list admits when empty or when one matches; none of the negative list may match. */
function both<T>(positive: readonly T[], negative: readonly T[], holds: (item: T) => boolean): boolean {
  return (positive.length === 0 || positive.some(holds)) && !negative.some(holds);
}

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
