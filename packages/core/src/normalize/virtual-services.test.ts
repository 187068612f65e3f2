import { expect, test } from 'vitest';
import { readDestinationRule, readIstioGateway, readVirtualService } from './virtual-services.ts';

const metadata = { name: 'x', namespace: 'n' };
const http = (route: object) => readVirtualService({ metadata, spec: { hosts: ['A'], http: [route] } }).http[0]!;

test('where a VirtualService sends', () => {
  const service = readVirtualService({
    metadata,
    spec: {
      hosts: ['A.example'],
      gateways: ['mesh', 'edge/public'],
      http: [
        {
          name: 'first',
          route: [
            { destination: { host: 'V1', subset: 's', port: { number: 80 } }, weight: 90 },
            { destination: { host: 'v2' }, weight: 10 },
          ],
        },
      ],
      tls: [{ match: [{ sniHosts: ['t'], port: 443 }], route: [{ destination: { host: 't' } }] }],
      tcp: [{ route: [{ destination: { host: 'c' } }] }],
    },
  });
  expect(service).toMatchObject({ hosts: ['a.example'], gateways: ['mesh', 'edge/public'], exportTo: [] });
  expect(service.http[0]).toMatchObject({
    name: 'first',
    matches: [],
    destinations: [
      { host: 'v1', subset: 's', port: 80, weight: 90 },
      { host: 'v2', subset: '', port: null, weight: 10 },
    ],
  });
  expect(service.tls[0]).toMatchObject({ matches: [{ sni: ['t'], port: 443 }], destinations: [{ host: 't' }] });
  expect(service.tcp[0]!.destinations).toEqual([{ host: 'c', subset: '', port: null, weight: null }]);
});

test('what a match asks of the request', () => {
  const [match] = http({
    match: [
      {
        uri: { prefix: '/v1' },
        ignoreUriCase: true,
        method: { exact: 'GET' },
        authority: { regex: '.*' },
        headers: { 'x-user': { exact: 'a' }, there: {}, authorization: { exact: 'Bearer hunter2' } },
        withoutHeaders: { 'x-old': {} },
        queryParams: { q: { regex: 'a+' } },
        port: 80,
        sourceLabels: { app: 'web' },
        sourceNamespace: 'web',
        gateways: ['mesh'],
      },
    ],
  }).matches;
  expect(match).toEqual({
    uri: { kind: 'prefix', value: '/v1' },
    ignoreUriCase: true,
    method: { kind: 'exact', value: 'GET' },
    authority: { kind: 'regex', value: '.*' },
    scheme: null,
    headers: [
      { name: 'x-user', match: { kind: 'exact', value: 'a' } },
      { name: 'there', match: { kind: 'present', value: '' } },
      { name: 'authorization', match: { kind: 'withheld', value: '' } },
    ],
    withoutHeaders: [{ name: 'x-old', match: { kind: 'present', value: '' } }],
    queryParams: [{ name: 'q', match: { kind: 'regex', value: 'a+' } }],
    port: 80,
    sourceLabels: { app: 'web' },
    sourceNamespace: 'web',
    gateways: ['mesh'],
  });
});

test.each([
  [
    { redirect: { uri: '/a', authority: 'b' } },
    { redirect: { uri: '/a', authority: 'b', port: null, scheme: '', status: 301 } },
  ],
  [{ directResponse: { status: 503 } }, { respond: 503 }],
  [{ fault: { abort: { httpStatus: 500, percentage: { value: 12.5 } } } }, { abort: { percent: 12.5, status: 500 } }],
  [{ fault: { abort: { httpStatus: 500, percent: 10 } } }, { abort: { percent: 10, status: 500 } }],
  [{ fault: { abort: { httpStatus: 500 } } }, { abort: { percent: 100, status: 500 } }],
  [{ fault: { delay: { fixedDelay: '5s', percentage: { value: 1 } } } }, { delay: { percent: 1, duration: '5s' } }],
  [{ rewrite: { uri: '/', authority: 'c' } }, { rewrite: { uri: '/', authority: 'c' } }],
  [{ retries: { attempts: 0 } }, { retries: 0 }],
  [{ timeout: '3s' }, { timeout: '3s', retries: null }],
  [{ delegate: { name: 'd' } }, { delegate: 'n/d' }],
  [{ delegate: { name: 'd', namespace: 'm' } }, { delegate: 'm/d' }],
  [{}, { redirect: null, respond: null, abort: null, delay: null, rewrite: null, delegate: '' }],
])('%j', (route, expected) => {
  expect(http(route)).toMatchObject(expected);
});

test('the TLS modes and the subsets of a DestinationRule', () => {
  const rule = readDestinationRule({
    metadata,
    spec: {
      host: 'A',
      trafficPolicy: {
        tls: { mode: 'SIMPLE' },
        portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'disable' } }, { port: { number: 81 } }],
      },
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', trafficPolicy: { tls: { mode: 'MUTUAL' } } },
      ],
    },
  });
  expect(rule).toMatchObject({
    host: 'a',
    tlsMode: 'SIMPLE',
    portTlsModes: { 80: 'DISABLE' },
    subsets: [
      { name: 'v1', labels: { version: 'v1' }, tlsMode: '' },
      { name: 'v2', labels: {}, tlsMode: 'MUTUAL' },
    ],
  });
  expect(readDestinationRule({ metadata })).toMatchObject({ host: '', tlsMode: '', subsets: [], exportTo: [] });
});

test('G4: what a classic Gateway opens, and on whom', () => {
  const server = {
    port: { number: '443', name: 'https', protocol: 'https' },
    hosts: ['n/A.example'],
    bind: '10.0.0.1',
  };
  expect(
    readIstioGateway({
      metadata,
      spec: { selector: { istio: 'ingressgateway' }, servers: [{ ...server, tls: { mode: 'simple' } }] },
    }),
  ).toMatchObject({
    selector: { istio: 'ingressgateway' },
    servers: [
      { name: 'https', port: 443, protocol: 'HTTPS', hosts: ['n/a.example'], tlsMode: 'SIMPLE', bind: '10.0.0.1' },
    ],
  });
  expect(readIstioGateway({ metadata, spec: { servers: 'none' } })).toMatchObject({ selector: {}, servers: [] });
});
