import { expect, it } from 'vitest';
import { kindOfFlag, kindsOfCause } from './flag-kinds.ts';

it.each([
  ['DENY', 'policy'],
  ['403', 'policy'],
  ['403 UAEX', 'policy'],
  ['NETWORK_POLICY', 'network'],
  ['TLS_FAILURE', 'certificate'],
  ['CERT_REVOKED', 'certificate'],
  ['IDENTITY_ERROR', 'certificate'],
  ['404 NR', 'route'],
  ['503 UH', 'upstream'],
  ['503 UF', 'anything'],
  ['CONNECT', 'anything'],
  ['H2_HANDSHAKE_FAILURE', 'anything'],
  ['A_FLAG_OF_TOMORROW', 'anything'],
])('%s stands for %s', (flag, kind) => {
  expect(kindOfFlag(flag)).toBe(kind);
});

it.each([
  ['ztunnel-default-deny', 'policy', true],
  ['ztunnel-default-deny', 'certificate', false],
  ['netpol-ingress-blocks-hbone', 'network', true],
  ['netpol-ingress-blocks-hbone', 'policy', false],
  ['trust-domain-mismatch', 'certificate', true],
  ['ztunnel-missing-on-node', 'network', true],
  ['route-no-match', 'route', true],
  ['app-not-listening', 'policy', false],
])('%s shows as %s: %s', (check, kind, expected) => {
  expect(kindsOfCause({ check }).some((one) => one === kind)).toBe(expected);
  expect(kindsOfCause({ check })).toContain('anything');
});
