/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { certRevoked } from './cert-revoked.ts';
import { cloudFirewallBlocks15008 } from './cloud-firewall-blocks-15008.ts';
import { destinationNotCaptured } from './destination-not-captured.ts';
import { destinationRedirectionPending } from './destination-redirection-pending.ts';
import { hboneRefused } from './hbone-refused.ts';
import { netpolIngressBlocksHbone } from './netpol-ingress-blocks-hbone.ts';
import { overlayOrMtuProblem } from './overlay-or-mtu-problem.ts';
import { peerIdentityMismatch } from './peer-identity-mismatch.ts';
import { probeSnatBlocked } from './probe-snat-blocked.ts';
import { staleIpMapping } from './stale-ip-mapping.ts';
import { trustDomainMismatch } from './trust-domain-mismatch.ts';

export const DESTINATION_SCENARIOS: readonly Scenario[] = [
  ...destinationNotCaptured,
  ...destinationRedirectionPending,
  ...netpolIngressBlocksHbone,
  ...cloudFirewallBlocks15008,
  ...overlayOrMtuProblem,
  ...probeSnatBlocked,
  ...hboneRefused,
  ...staleIpMapping,
  ...peerIdentityMismatch,
  ...trustDomainMismatch,
  ...certRevoked,
];
