import { expect, test } from 'vitest';
import { readLine } from './log-lines.ts';
import { readProxyLine } from './proxy-log.ts';

const say = (text: string) => readProxyLine(readLine(text, ''), text);
const END =
  'inbound-vip|80|http|cart.shop.svc.cluster.local envoy://internal_client_address/ 10.96.0.1:80 10.0.0.1:41200 - default';

test.each([
  [
    `[2026-11-20T09:59:39.000Z] "GET /cart HTTP/1.1" 200 - via_upstream - "-" 0 931 6 5 "-" "curl/8" "id" "cart.shop:80" "10.0.0.2:8080" ${END}`,
    {
      code: 200,
      flags: '-',
      reason: '',
      bytes: 931,
      longestMs: 6,
      to: { ip: '10.0.0.2', port: 8080 },
      from: { ip: '10.0.0.1' },
      via: '10.96.0.1:80',
    },
  ],
  [
    `[2026-11-20T09:59:39.000Z] "GET /cart HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure} - "x" 0 91 4 - "-" "curl/8" "id" "cart.shop" "envoy://connect_originate/10.0.0.2:8080" ${END}`,
    { code: 503, flags: 'UF', got: 'upstream_reset_before_response_started', to: { ip: '10.0.0.2' } },
  ],
  [
    `[2026-11-20T09:59:39.000Z] "GET / HTTP/1.1" 403 - rbac_access_denied_matched_policy[ns[shop]-policy[only-get]-rule[0]] - "-" 0 19 0 - "-" "-" "id" "cart.shop" "-" ${END}`,
    { code: 403, name: 'shop/only-get', reason: 'permission', to: { ip: '' } },
  ],
  [
    `[2026-11-20T09:59:39.000Z] "GET / HTTP/1.1" 404 NR route_not_found - "-" 0 0 0 - "-" "-" "id" "cart.shop" "-" - - 10.96.0.1:80 10.0.0.1:4 - -`,
    { code: 404, flags: 'NR', service: 'cart.shop' },
  ],
])('a request: %s', (text, expected) => {
  expect(say(text)).toMatchObject({ kind: 'request', ...expected });
  if (text.includes('inbound-vip')) expect(say(text)?.service).toBe('cart.shop.svc.cluster.local');
});

test('a request as JSON is the same', () => {
  const json = {
    response_code: 503,
    response_flags: 'UH',
    upstream_cluster: 'inbound-vip|80|http|a.b;',
    downstream_remote_address: '10.0.0.1:3',
    bytes_sent: '4',
  };
  expect(say(JSON.stringify(json))).toMatchObject({
    kind: 'request',
    code: 503,
    flags: 'UH',
    service: 'a.b',
    from: { ip: '10.0.0.1' },
    bytes: 4,
  });
});

test.each([
  ['info\tEnvoy proxy is ready', 'ready'],
  ['info\txdsproxy\tconnected to delta upstream XDS server: istiod:15012\tid=1', 'control-plane-connected'],
  ['warn\txdsproxy\tfailed to connect to upstream istiod:15012: deadline exceeded', 'control-plane-failed'],
  ['error\tcache\tfailed to sign CSR: unauthenticated', 'certificate-failed'],
  [
    'warning\tenvoy config delta_subscription_state.cc:282\tdelta config for type.googleapis.com/envoy.config.listener.v3.Listener rejected: x',
    'config-rejected',
  ],
])('the agent: %s', (text, kind) => {
  expect(say(`2026-11-20T09:59:01.000000Z\t${text}`)).toMatchObject({ kind });
});
