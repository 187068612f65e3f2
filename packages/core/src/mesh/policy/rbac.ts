/** Section 9.3: ztunnel's own evaluation of policies for one connection. */

import type { StringMatch, ZtunnelMatch, ZtunnelPolicy } from '../../state/readings.ts';
import { parsePrincipal } from '../../state/refs.ts';
import { inCidr } from '../address/ip.ts';
import { type Asked, ask, both } from './asked.ts';

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

const matchHolds = (match: ZtunnelMatch, connection: SeenConnection): boolean => {
  const asked = askedByMatch(match, connection);
  return asked.length > 0 && asked.every(({ truth }) => truth === true);
};

/** A11: what asks for an identity matches none where there is none, whatever the pattern; a pattern with the scheme matches none at all. */
export function askedByMatch(match: ZtunnelMatch, connection: SeenConnection): Asked[] {
  const { identity, sourceIp, destinationIp, destinationPort } = connection;
  const peer = parsePrincipal(identity);
  const account = peer ? `${peer.namespace}/${peer.serviceAccount}` : '';
  const asked: Asked[] = [];
  const text = (field: string, wants: readonly StringMatch[], not: readonly StringMatch[], has: string): void =>
    ask(asked, field, wants, not, has, () => both(wants, not, (pattern) => has !== '' && matchString(pattern, has)));
  const block = (field: string, wants: readonly string[], not: readonly string[], has: string): void =>
    ask(asked, field, wants, not, has, () => both(wants, not, (cidr) => inCidr(has, cidr)));
  text('namespaces', match.namespaces, match.notNamespaces, peer?.namespace ?? '');
  text('serviceAccounts', match.serviceAccounts, match.notServiceAccounts, account);
  text('principals', match.principals, match.notPrincipals, identity);
  block('ipBlocks', match.sourceIps, match.notSourceIps, sourceIp);
  block('destination.ip', match.destinationIps, match.notDestinationIps, destinationIp);
  ask(asked, 'ports', match.destinationPorts, match.notDestinationPorts, String(destinationPort), () =>
    both(match.destinationPorts, match.notDestinationPorts, (port) => port === destinationPort),
  );
  return asked;
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
