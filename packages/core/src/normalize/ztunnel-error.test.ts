import { expect, test } from 'vitest';
import { meaningOf, reasonOf } from './ztunnel-error.ts';

/** Every text that ztunnel has (its `Error` in src/proxy.rs), with what stands in it. */
test.each([
  [
    'failed to fetch information about local workload: late.shop (late-6f9c-xqb)',
    'local-workload-unknown',
    { name: 'late-6f9c-xqb' },
  ],
  [
    'unknown waypoint: waypoint waypoint.shop.svc.cluster.local not found',
    'waypoint-unknown',
    { name: 'waypoint.shop.svc.cluster.local' },
  ],
  [
    'unknown waypoint: waypoint GatewayAddress { destination: Hostname(NamespacedHostname { namespace: "shop", hostname: "wp.shop.svc" }), hbone_mtls_port: 15008 } not found',
    'waypoint-unknown',
    { name: 'wp.shop.svc' },
  ],
  ['no healthy upstream: 10.96.0.1:80', 'no-healthy-upstream', { name: '10.96.0.1:80' }],
  ['no endpoints for workload: x', 'no-healthy-upstream', {}],
  ['no valid routing destination for workload: x', 'no-route-to-workload', {}],
  ['unknown network gateway: x', 'network-gateway-unknown', {}],
  ['no gateway address: x', 'network-gateway-unknown', {}],
  ['no service for target address: 10.1.1.1:80', 'service-unknown', { name: '10.1.1.1:80' }],
  ['no service or workload for hostname: a.b', 'host-unknown', { name: 'a.b' }],
  ['requested service a.b.svc:80 found, but cannot resolve port', 'host-unknown', { name: 'a.b.svc' }],
  ['requested service a.b.svc found, but has no IP addresses', 'host-unknown', { name: 'a.b.svc' }],
  ['no valid service port in authority header: x', 'host-unknown', {}],
  ['no valid target port for workload: x', 'host-unknown', {}],
  ['no ip addresses were resolved for workload: x', 'name-unresolved', { name: 'x' }],
  [
    'ip addresses were resolved for workload x, but valid dns response had no A/AAAA records',
    'name-unresolved',
    { name: 'x' },
  ],
  ['dns lookup: no record found', 'name-unresolved', {}],
  ['dns: request timed out', 'name-unresolved', {}],
  ['dns response had no valid IP addresses', 'name-unresolved', {}],
  [
    'connection timed out, maybe a NetworkPolicy is blocking HBONE port 15008: deadline has elapsed',
    'hbone-timeout',
    {},
  ],
  ['connection failed: Connection refused (os error 111)', 'refused', {}],
  ['io error: Connection refused (os error 111)', 'refused', {}],
  ['connection failed: No route to host (os error 113)', 'unreachable', {}],
  ['connection failed: deadline has elapsed', 'timed-out', {}],
  [
    'connection closed due to policy rejection: explicitly denied by: shop/no-delete',
    'denied',
    { name: 'shop/no-delete' },
  ],
  ['connection closed due to policy rejection: allow policies exist, but none allowed', 'none-allowed', {}],
  ['connection closed due to policy change', 'policy-changed', {}],
  ['http status: 401 Unauthorized', 'http-status', { code: 401 }],
  ['http status: 503 Service Unavailable', 'http-status', { code: 503 }],
  ['ip mismatch: 10.0.0.1 != 10.0.0.2', 'ip-mismatch', { expected: '10.0.0.1', got: '10.0.0.2' }],
  [
    'identity verification error: peer did not present the expected SAN (spiffe://a/ns/b/sa/c), got spiffe://a/ns/b/sa/d',
    'identity-mismatch',
    { reason: 'san', expected: 'spiffe://a/ns/b/sa/c', got: 'spiffe://a/ns/b/sa/d' },
  ],
  [
    'tls error: peer did not present the expected trustdomain (a), got b',
    'identity-mismatch',
    { reason: 'trust-domain', expected: 'a', got: 'b' },
  ],
  ['tls error: invalid peer certificate: UnknownIssuer', 'tls-failed', { reason: 'issuer' }],
  ['tls error: certificate has expired', 'tls-failed', { reason: 'expired' }],
  ['tls error: handshake failure', 'tls-failed', {}],
  [
    'identity error: the identity is unavailable: signing gRPC error (x): not allowed to impersonate',
    'identity-unavailable',
    { reason: 'permission' },
  ],
  [
    'identity error: signing gRPC error: no instances of "web/a" found on node "n"',
    'identity-unavailable',
    { reason: 'not-on-node' },
  ],
  [
    'identity error: signing gRPC error: tcp connect error: Connection refused',
    'identity-unavailable',
    { reason: 'refused' },
  ],
  ['http2 handshake failed: x', 'handshake-failed', {}],
  ['h2 failed: x', 'handshake-failed', {}],
  ['connection closed due to connection drain', 'drained', {}],
  ['pool draining', 'drained', {}],
  ['connection failed to drain within the timeout', 'drained', {}],
  ['connection closed: peer certificate revoked by CRL', 'certificate-revoked', {}],
  ['attempted recursive call to ourselves', 'self-call', {}],
  ['destination disconnected before all data was written', 'destination-closed', {}],
  ['client disconnected before all data was written', 'client-closed', {}],
  ['send: io error: Broken pipe', 'reset', {}],
  ['receive: Connection reset by peer (os error 104)', 'reset', {}],
  ['while closing connection: send: io error: x was reset or abnormally closed', 'reset', {}],
  ['io error: Too many open files (os error 24)', 'files-exhausted', {}],
  ['something nobody has seen', 'failed', {}],
])('%s', (text, kind, more) => {
  expect(meaningOf(text)).toMatchObject({ kind, ...more });
});

test.each([
  ['dns error: failed to lookup address information', 'dns'],
  ['transport error: deadline exceeded', 'timeout'],
  ['x509: certificate signed by unknown authority', 'tls'],
  ['rpc error: code = Unauthenticated', 'unauthenticated'],
  ['remote_connection_failure', 'unavailable'],
  ['delayed_connect_error:_111', 'refused'],
  ['', ''],
])('why it did not work: %s', (text, reason) => {
  expect(reasonOf(text)).toBe(reason);
});
