/** Section 9.3: ztunnel's evaluation of one policy for one connection. */
import { matchString, policyMatches, readStringMatch, readZtunnelPolicy } from '@hopscope/core';
import { NotAnswered, object, text } from '../case.ts';
import type { Kind } from './kind.ts';

/** `spiffe://td/ns/x/sa/y` and `td/ns/x/sa/y` alike; an object names the parts. */
function identityOf(value: unknown): string {
  if (typeof value === 'string') return value.replace(/^spiffe:\/\//, '');
  const parts = object(value);
  const account = text(parts['serviceAccount']);
  if (account === '') return '';
  return `${text(parts['trustDomain']) || 'cluster.local'}/ns/${text(parts['namespace'])}/sa/${account}`;
}

/** `ip:port` or `[ip]:port`. */
function splitAddress(value: unknown): { ip: string; port: number } {
  const address = text(value);
  const at = address.lastIndexOf(':');
  return { ip: address.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: Number(address.slice(at + 1)) };
}

export const ZTUNNEL_RBAC: Readonly<Record<string, Kind>> = {
  'string-match': {
    answer(one) {
      const [pattern] = readStringMatch(one.raw['matcher']);
      if (!pattern) throw new NotAnswered('its matcher is none that is known');
      return { matches: matchString(pattern, text(one.raw['value'])) };
    },
  },
  'ztunnel-policy-matches': {
    answer(one) {
      const connection = object(one.raw['connection']);
      const source = splitAddress(connection['src']);
      const destination = splitAddress(connection['dst']);
      const seen = {
        identity: identityOf(connection['srcIdentity']),
        sourceIp: source.ip,
        destinationIp: destination.ip,
        destinationPort: destination.port,
      };
      return { matches: policyMatches(readZtunnelPolicy(object(one.raw['policy'])), seen) };
    },
  },
};
