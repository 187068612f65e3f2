/** Which causes show by which kinds of flags (signals 3.4, 5). It knows every check, which no page needs. */
import type { Detection } from '../checks/detection.ts';
import { CHECKS } from '../checks/index.ts';
import type { FlagKind } from './flag-kinds.ts';

const NETWORK = /netpol|firewall|port-blocked|overlay|unreachable/;
const CERTIFICATE = /cert|identity-mismatch|trust|ca-refused|hbone-refused/;
const ROUTE = /^route-|^vs-|^destinationrule-|missing-service-config/;

const stages = new Map(CHECKS.map(({ id, stage }) => [id, stage]));

/** The kinds of flags that a cause shows by; nearly anything shows by one that stands for anything. */
export function kindsOfCause({ check }: Pick<Detection, 'check'>): FlagKind[] {
  const kinds: FlagKind[] = ['anything'];
  if (stages.get(check) === 'policy') kinds.push('policy');
  if (NETWORK.test(check)) kinds.push('network');
  // A node or a ztunnel that is gone leaves its port unanswered as a NetworkPolicy does.
  if (stages.get(check) === 'nodes' || /not-captured|redirection/.test(check)) kinds.push('network', 'certificate');
  if (CERTIFICATE.test(check)) kinds.push('certificate');
  if (ROUTE.test(check)) kinds.push('route');
  // A waypoint sees any failure behind it as one of its upstream.
  kinds.push('upstream');
  return kinds;
}
