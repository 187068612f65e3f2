/** The checks of this stage, in the order of the catalogue. */
import type { Check } from '../check.ts';
import { corednsDown } from './coredns-down.ts';
import { dnsCaptureOffForServiceentry } from './dns-capture-off-for-serviceentry.ts';
import { dnsServiceNotFound } from './dns-service-not-found.ts';
import { duplicateHostDefinition } from './duplicate-host-definition.ts';
import { externalnamePath } from './externalname-path.ts';
import { headlessNoReadyEndpoints } from './headless-no-ready-endpoints.ts';
import { podDnsConfigIgnored } from './pod-dns-config-ignored.ts';
import { serviceentryNoAddress } from './serviceentry-no-address.ts';
import { serviceentryNotVisible } from './serviceentry-not-visible.ts';

export const DNS: readonly Check[] = [
  dnsServiceNotFound,
  corednsDown,
  podDnsConfigIgnored,
  dnsCaptureOffForServiceentry,
  serviceentryNoAddress,
  duplicateHostDefinition,
  serviceentryNotVisible,
  headlessNoReadyEndpoints,
  externalnamePath,
];
