import { expect, it } from 'vitest';
import { readPoliciesUrl, writePoliciesUrl } from './policies-url.ts';

it('reads back what it wrote, and writes only what differs from the plain page', () => {
  const plain = readPoliciesUrl(new URLSearchParams());
  expect(writePoliciesUrl(plain).toString()).toBe('');
  const url = {
    namespace: 'payments',
    service: 'led',
    callers: 'web',
    cell: { from: 'gateway:edge/public', to: 'payments/ledger:80' },
    policy: 'AuthorizationPolicy payments/ledger-callers',
  };
  expect(readPoliciesUrl(writePoliciesUrl(url))).toEqual(url);
  expect(readPoliciesUrl(writePoliciesUrl({ ...plain, cell: { from: 'web/a', to: '' } })).cell).toEqual({
    from: 'web/a',
    to: '',
  });
});
