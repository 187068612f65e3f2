/** A scenario that fires each check of this stage, and a near miss that leaves it silent, in the order of the catalogue. */
import type { Scenario } from '../../scenario.ts';
import { egressDnsUnresolvable } from './egress-dns-unresolvable.ts';
import { egressDynamicDnsMisuse } from './egress-dynamic-dns-misuse.ts';
import { egressGatewayVsIgnored } from './egress-gateway-vs-ignored.ts';
import { egressNetpolBlocks } from './egress-netpol-blocks.ts';
import { egressStaticNoEndpoints } from './egress-static-no-endpoints.ts';
import { egressTlsOriginationIneffective } from './egress-tls-origination-ineffective.ts';
import { egressUnknownDestination } from './egress-unknown-destination.ts';
import { externalTargetDown } from './external-target-down.ts';

export const EGRESS_SCENARIOS: readonly Scenario[] = [
  ...egressUnknownDestination,
  ...egressDnsUnresolvable,
  ...egressStaticNoEndpoints,
  ...egressTlsOriginationIneffective,
  ...egressGatewayVsIgnored,
  ...egressNetpolBlocks,
  ...egressDynamicDnsMisuse,
  ...externalTargetDown,
];
