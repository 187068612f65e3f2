/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { destinationNotCaptured } from './destination-not-captured.ts';
import { destinationRedirectionPending } from './destination-redirection-pending.ts';
import { netpolIngressBlocksHbone } from './netpol-ingress-blocks-hbone.ts';
import { probeSnatBlocked } from './probe-snat-blocked.ts';
import { trustDomainMismatch } from './trust-domain-mismatch.ts';

export const DESTINATION_SCENARIOS: readonly Scenario[] = [
  ...destinationNotCaptured,
  ...destinationRedirectionPending,
  ...netpolIngressBlocksHbone,
  ...probeSnatBlocked,
  ...trustDomainMismatch,
];
