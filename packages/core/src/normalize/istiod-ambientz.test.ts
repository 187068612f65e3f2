import { expect, test } from 'vitest';
import { bytesOfBase64, textOfBytes } from './base64.ts';
import { readAmbientz } from './istiod-ambientz.ts';
import { randomJson, randomRow } from './random-json.fixture.ts';

const answered = { pod: 'istio-system/istiod', at: null };

test('the form of the API becomes the form of a dump', () => {
  const view = readAmbientz(
    {
      workloads: [
        {
          uid: 'Kubernetes//Pod/pay/ledger-1',
          name: 'ledger-1',
          namespace: 'pay',
          addresses: ['MTAuMjQ0LjAuMTE=', 'CvQADA==', 'IAEAAAAAAAAAAAAAAAAAAQ=='],
          tunnelProtocol: 'HBONE',
          serviceAccount: 'ledger',
          waypoint: { hostname: { namespace: 'pay', hostname: 'wp.pay.svc' }, hboneMtlsPort: 15008 },
          services: { 'pay/ledger.pay.svc': { ports: [] } },
        },
      ],
      services: [
        {
          name: 'ledger',
          namespace: 'pay',
          hostname: 'ledger.pay.svc',
          addresses: [{ network: '', address: 'MTAuOTYuMC4x' }],
          ports: [{ servicePort: 80, targetPort: 8080 }, { servicePort: 81 }],
          waypoint: { address: { network: '', address: 'MTAuOTYuMC45' } },
        },
      ],
      policies: [
        { name: 'b', namespace: 'pay' },
        { name: 'a', namespace: 'pay' },
      ],
    },
    answered,
  );
  expect(view).toMatchObject({
    workloads: [
      {
        ips: ['10.244.0.11', '10.244.0.12', '2001::1'],
        protocol: 'HBONE',
        serviceAccount: 'ledger',
        waypoint: { destination: 'pay/wp.pay.svc', port: 15008 },
        services: ['pay/ledger.pay.svc'],
      },
    ],
    services: [{ vips: ['/10.96.0.1'], ports: { '80': 8080, '81': 0 }, waypoint: { destination: '/10.96.0.9' } }],
    policies: ['pay/a', 'pay/b'],
  });
});

test('anything else is none, and nothing throws', () => {
  for (const odd of [[], null, 'x', { a: 1 }]) expect(readAmbientz(odd, answered)).toBeNull();
  const row = randomRow(3);
  for (let i = 0; i < 200; i++)
    expect(() =>
      readAmbientz(
        { workloads: [randomJson(row, 3)], services: [randomJson(row, 4)], policies: randomJson(row, 2) },
        answered,
      ),
    ).not.toThrow();
});

test('base64, also of the alphabet of URLs', () => {
  expect(textOfBytes(bytesOfBase64('aGVsbG8='))).toBe('hello');
  expect(bytesOfBase64('-_8')).toEqual([251, 255]);
  expect(bytesOfBase64('no base64!')).toEqual([]);
});
