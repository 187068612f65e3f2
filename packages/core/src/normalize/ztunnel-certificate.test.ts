import { expect, test } from 'vitest';
import { readZtunnelCertificate } from './ztunnel-certificate.ts';

const link = (serialNumber: string) => ({
  pem: 'SECRET',
  serialNumber,
  validFrom: '2026-11-20T00:00:00Z',
  expirationTime: '2026-11-21T00:00:00Z',
});

test('C2: a chain keeps its certificates in order, the roots last, and no PEM', () => {
  const read = readZtunnelCertificate({
    identity: 'spiffe://cluster.local/ns/shop/sa/cart',
    state: 'Available',
    certChain: [link('1'), link('2')],
    rootCerts: [link('3')],
  });
  expect(read.chain?.map(({ serial }) => serial)).toEqual(['1', '2', '3']);
  expect(read.roots).toEqual(['3']);
  expect(JSON.stringify(read)).not.toContain('SECRET');
});

test('C2: a certificate that is not there has a reason and no chain', () => {
  const read = readZtunnelCertificate({ identity: 'spiffe://td/ns/a/sa/b', state: { Unavailable: 'no istiod' } });
  expect(read).toMatchObject({ state: 'Unavailable', error: 'no istiod', expiresAt: null });
  expect(read.chain).toBeUndefined();
});
