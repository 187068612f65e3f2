import { expect, it } from 'vitest';
import { kindOfFlag } from './flag-kinds.ts';

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
