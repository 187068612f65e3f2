import { expect, test } from 'vitest';
import { applicationProtocolOf, protocolOfWord } from './application-protocol.ts';

const port = (rest: Partial<Parameters<typeof applicationProtocolOf>[0]>) => ({
  name: '',
  port: 80,
  protocol: 'TCP',
  appProtocol: '',
  ...rest,
});

test.each([
  [{ name: 'http' }, 'HTTP11'],
  [{ name: 'HTTP-web' }, 'HTTP11'],
  [{ name: 'http2-web' }, 'HTTP2'],
  [{ name: 'grpc' }, 'GRPC'],
  [{ name: 'grpc-web' }, ''],
  [{ name: 'https' }, 'TLS'],
  [{ name: 'tcp-db' }, 'TCP'],
  [{ name: 'mysql', port: 3306 }, ''],
  [{ name: 'db', port: 3306 }, 'TCP'],
  [{ name: 'db', port: 3307 }, ''],
  [{ name: 'tcp', appProtocol: 'http' }, 'HTTP11'],
  [{ appProtocol: 'kubernetes.io/h2c' }, 'HTTP2'],
  [{ name: 'kubernetes.io/h2c' }, ''],
  [{ name: 'http', protocol: 'UDP' }, ''],
])('R6: port %j carries %j', (rest, expected) => {
  expect(applicationProtocolOf(port(rest))).toBe(expected);
});

test.each([
  ['HTTP', 'HTTP11'],
  ['HTTPS', 'TLS'],
  ['', ''],
  ['MONGO', ''],
])('a ServiceEntry declares %j: %j', (word, expected) => {
  expect(protocolOfWord(word)).toBe(expected);
});
