import { expect, test } from 'vitest';
import { serviceEntry, servicePort } from '../small-mesh.ts';
import { protocolOfEntry, protocolOfPort } from './port-protocol.ts';

test.each([
  [{ name: 'http' }, 'http'],
  [{ name: 'http-web' }, 'http'],
  [{ name: 'HTTP2-x' }, 'http'],
  [{ name: 'grpc-web-x' }, 'http'],
  [{ name: 'grpc' }, 'http'],
  [{ name: 'https' }, 'tls'],
  [{ name: 'tcp-db' }, 'tcp'],
  [{ name: 'mysql' }, 'tcp'],
  [{ name: 'web' }, 'auto'],
  [{ name: '' }, 'auto'],
  [{ name: '', port: 3306 }, 'tcp'],
  [{ name: 'web', appProtocol: 'kubernetes.io/h2c' }, 'http'],
  [{ name: 'http', appProtocol: 'tcp' }, 'tcp'],
  [{ name: 'http', appProtocol: 'of-their-own' }, 'auto'],
  [{ name: 'http', protocol: 'UDP' }, 'udp'],
])('R6: %j is %s', (port, expected) => {
  expect(protocolOfPort(servicePort(port))).toBe(expected);
});

test('R6: a port of a ServiceEntry says it outright', () => {
  const ports = ['HTTP', 'TLS', 'TCP', 'GRPC', 'odd'].map((protocol, i) => ({
    number: i + 1,
    name: '',
    protocol,
    targetPort: null,
  }));
  const entry = serviceEntry('a/b', { ports });
  expect([1, 2, 3, 4, 5, 9].map((port) => protocolOfEntry(entry, port))).toEqual([
    'http',
    'tls',
    'tcp',
    'http',
    'auto',
    'auto',
  ]);
});
