import { expect, it } from 'vitest';
import { kindsOfCause } from './cause-kinds.ts';

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
