import { expect, test } from 'vitest';
import { rootPem } from '../../scenarios/mesh/root-certificate.ts';
import { readCertificates } from './x509.ts';

/** As openssl wrote it; its key was thrown away. */
const REAL = `-----BEGIN CERTIFICATE-----
MIIBgTCCASegAwIBAgIQJWqhmNs6n2W4vRlx4AphDDAKBggqhkjOPQQDAjAYMRYw
FAYDVQQKDA1jbHVzdGVyLmxvY2FsMB4XDTI2MTEyODA5MDUzNVoXDTM2MTEyNTA5
MDUzNVowGDEWMBQGA1UECgwNY2x1c3Rlci5sb2NhbDBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABFqHxSkRxeRtGKSk5QX8Uck1b97bc0ArOysS9ewDAmgeAU9GRpW+
G9/SSk8sLwk4j9K8aVokMiXr93car+pufU6jUzBRMB0GA1UdDgQWBBQeQz05Z8nT
3+T9rXIaS3LwwbpeMzAfBgNVHSMEGDAWgBQeQz05Z8nT3+T9rXIaS3LwwbpeMzAP
BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCiQCsB5R+CwIPiUpoj
9UMy3bOXjx7DrFc+FIcI/1SbPwIgDEQdhaAUjf0BsOd4/XjI5brzdlj2QLmXWSYX
cwYOXeE=
-----END CERTIFICATE-----
`;
const SERIAL = '49735096889521556694298633878979109132';

test('serial number and dates of a real certificate, and nothing else', () => {
  expect(readCertificates(REAL)).toEqual([
    { serial: SERIAL, validFrom: '2026-11-28T09:05:35Z', expiresAt: '2036-11-25T09:05:35Z' },
  ]);
});

test('a bundle of several, old and far years, words between them', () => {
  const far = rootPem('255', '1999-12-31T23:59:59Z', '2052-02-29T00:00:01Z');
  const found = readCertificates(`# the new root\n${REAL.replaceAll('\n', '\r\n')}# the old one\n${far}`);
  expect(found.map(({ serial }) => serial)).toEqual([SERIAL, '255']);
  expect(found[1]).toEqual({ serial: '255', validFrom: '1999-12-31T23:59:59Z', expiresAt: '2052-02-29T00:00:01Z' });
  expect(readCertificates(REAL)).toBe(readCertificates(REAL));
});

test('what is no certificate is left out and never throws', () => {
  for (const text of ['', 'x', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----'])
    expect(readCertificates(text)).toEqual([]);
  for (let cut = 1; cut < 300; cut += 7) {
    const body = REAL.split('\n').slice(1, -2).join('').slice(0, cut);
    expect(() => readCertificates(`-----BEGIN CERTIFICATE-----${body}-----END CERTIFICATE-----`)).not.toThrow();
  }
});
