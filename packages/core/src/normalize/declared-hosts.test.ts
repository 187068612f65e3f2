import { expect, test } from 'vitest';
import { hostsOf, judgeName, readDeclaredHosts } from './declared-hosts.ts';

test.each([
  ['CATALOG_SERVICE_ADDR', 'address'],
  ['REDIS_HOST', 'address'],
  ['dbhost', 'address'],
  ['catalogBaseUrl', 'address'],
  ['SPRING_DATASOURCE_URL', 'address'],
  ['KAFKA_BOOTSTRAP_SERVERS', 'address'],
  ['SENTRY_DSN', 'address'],
  ['BACKEND_PRIMARY', 'perhaps'],
  ['keepaliveMaxServerConnectionAge', 'perhaps'],
  ['SERVICE_NAME', 'other'],
  ['SERVICE_ACCOUNT', 'other'],
  ['REDIS_PORT', 'other'],
  ['SECURITY_MODE', 'other'],
  ['LOG_LEVEL', 'other'],
  ['BACKEND_PASSWORD', 'other'],
  ['UPSTREAM_API_KEY', 'other'],
  ['AUTH_TOKEN_URL', 'other'],
  ['SERVER_PASSPHRASE', 'other'],
])('%s is %s', (name, says) => {
  expect(judgeName(name)).toBe(says);
});

test.each([
  ['catalog:3550', ['catalog:3550']],
  ['Catalog.Shop.svc:80', ['catalog.shop.svc:80']],
  ['db', ['db']],
  ['http://api', ['api:80']],
  ['https://api.example.com/v1?token=abc', ['api.example.com:443']],
  ['postgres://user:s3cret@db.data.svc.cluster.local/orders?sslmode=disable', ['db.data.svc.cluster.local:5432']],
  ['jdbc:mysql://user:s3cret@db:3307/orders', ['db:3307']],
  ['mongodb://u:p@a:27017,b:27017/x', ['a:27017', 'b:27017']],
  ['mongodb+srv://u:p@cluster0.example.net', ['cluster0.example.net:27017']],
  ['amqp://u:p@a,amqp://u:p@b', ['a:5672', 'b:5672']],
  ['kafka-0.kafka:9092,kafka-1.kafka:9092', ['kafka-0.kafka:9092', 'kafka-1.kafka:9092']],
  ['user:s3cret@tcp(db:3306)/orders?parseTime=true', ['db:3306']],
  ['host=db port=5432 user=u password=s3cret', ['db:5432']],
  ['http://[fd00::7]:8080/x', ['[fd00::7]:8080']],
  ['10.0.0.7:8080', ['10.0.0.7:8080']],
  // not addresses, or only doubtfully
  ['', []],
  [':8080', []],
  ['0.0.0.0:8080', []],
  ['localhost:9090', []],
  ['127.0.0.1', []],
  ['true', []],
  ['8080', []],
  ['30m', []],
  ['1.2', []],
  ['db:99999', []],
  ['/var/run/x.sock', []],
  ['unix:///var/run/x.sock', []],
  ['$(DB_HOST):5432', []],
  ['aGVsbG8gd29ybGQK', []],
  ['9f86d081884c7d659a2feaa0c55ad015', []],
  ['Bearer abc.def.ghi', []],
  ['postgres://user:pa/ss@db/orders', []],
  ['x'.repeat(300), []],
])('%s', (value, hosts) => {
  expect(hostsOf(value, 'address')).toEqual(hosts);
});

test('a single word needs a name that leaves no doubt', () => {
  expect(hostsOf('blue', 'perhaps')).toEqual([]);
  expect(hostsOf('blue:80', 'perhaps')).toEqual(['blue:80']);
  expect(hostsOf('blue:80', 'other')).toEqual([]);
});

test('a host and its port in two variables are joined', () => {
  const env = [
    { name: 'DB_HOST', value: 'db' },
    { name: 'DB_PORT', value: '5432' },
    { name: 'CACHE_HOSTNAME', value: 'cache' },
    { name: 'CACHE_PORT', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    { name: 'QUEUE_ADDR', valueFrom: {} },
    null,
    { name: 7, value: {} },
  ];
  expect(readDeclaredHosts([{ env }], undefined)).toEqual(['db:5432', 'cache']);
});

test('arguments that say that they are addresses, and plain web addresses', () => {
  const args = [
    '--backend-addr=api:80',
    '-upstream',
    'web:81',
    '--password=hunter2',
    '--target',
    '--other',
    'http://u:p@load:82/x',
    'word',
    5,
  ];
  expect(readDeclaredHosts([{ args, command: ['run', '--server=cmd:83'] }], undefined)).toEqual([
    'cmd:83',
    'api:80',
    'web:81',
    'load:82',
  ]);
});

test('at most 64, whatever a pod declares', () => {
  const env = Array.from({ length: 200 }, (_, i) => ({ name: `S${i}_URL`, value: `http://s${i}` }));
  expect(readDeclaredHosts([{ env }], 'a/b:1').length).toBe(64);
});
