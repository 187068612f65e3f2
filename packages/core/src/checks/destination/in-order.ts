/** The checks of this stage, in the order of the catalogue. */
import type { Check } from '../check.ts';
import { certRevoked } from './cert-revoked.ts';
import { destinationNotCaptured } from './destination-not-captured.ts';
import { hboneRefused } from './hbone-refused.ts';
import { netpolIngressBlocksHbone } from './netpol-ingress-blocks-hbone.ts';
import { peerIdentityMismatch } from './peer-identity-mismatch.ts';
import { probeSnatBlocked } from './probe-snat-blocked.ts';
import { staleIpMapping } from './stale-ip-mapping.ts';
import { trustDomainMismatch } from './trust-domain-mismatch.ts';

export const DESTINATION: readonly Check[] = [
  destinationNotCaptured,
  netpolIngressBlocksHbone,
  probeSnatBlocked,
  hboneRefused,
  staleIpMapping,
  peerIdentityMismatch,
  trustDomainMismatch,
  certRevoked,
];
