import { expect, test } from 'vitest';
import { gateway, gatewayClass, namespace, service, serviceEntry, smallMesh } from '../small-mesh.ts';
import { policyConditionsOf, waypointStatusOf, ztunnelStatusOf } from './policy-status.ts';
import { policy, rule } from './small-policies.ts';

const http = rule({ to: [{ methods: ['GET'], paths: ['/x'] }] });
const mixed = rule({ to: [{ methods: ['GET'], ports: ['80'] }] });

test.each([
  ['plain', {}, true, 'Accepted', 'attached to ztunnel', false],
  ['a rule', { rules: [rule({ to: [{ ports: ['80'] }] })] }, true, 'Accepted', 'attached to ztunnel', true],
  ['ALLOW with HTTP', { rules: [http] }, true, 'UnsupportedValue', '(found: methods, paths)', false],
  ['DENY with HTTP alone', { action: 'DENY', rules: [http] }, true, 'UnsupportedValue', 'will have no effect', false],
  [
    'DENY with HTTP beside a port',
    { action: 'DENY', rules: [mixed] },
    true,
    'UnsupportedValue',
    'more restrictive than requested',
    true,
  ],
  [
    'DENY of everything beside HTTP',
    { action: 'DENY', rules: [rule({}), http] },
    true,
    'UnsupportedValue',
    'more restrictive',
    true,
  ],
  ['CUSTOM', { action: 'CUSTOM' }, false, 'UnsupportedValue', 'does not support the CUSTOM action', false],
  ['a dry run', { dryRun: true }, false, 'UnsupportedValue', 'using dry-run annotation', false],
])('ST3: %s', (_name, rest, accepted, reason, message, effective) => {
  const status = ztunnelStatusOf(smallMesh({}), policy('shop/p', rest));
  expect(status).toMatchObject({ accepted, reason, effective });
  expect(status?.message).toContain(message);
});

const target = (kind: string, name: string, from = 'shop', group = '') =>
  policy(`${from}/p`, { targetRefs: [{ group, kind, namespace: from, name }] });

test('ST3: a policy with targets is none of ztunnel’s', () => {
  expect(ztunnelStatusOf(smallMesh({}), target('Service', 's'))).toBeNull();
});

const mesh = smallMesh({
  namespaces: [namespace('shop')],
  gateways: [gateway('shop/wp'), gateway('shop/never', { addresses: [] })],
  gatewayClasses: [
    gatewayClass('istio-waypoint'),
    gatewayClass('istio', { controller: 'istio.io/gateway-controller' }),
  ],
  services: [service('shop/bound', { labels: { 'istio.io/use-waypoint': 'wp' } }), service('shop/free')],
});

test.each([
  ['Gateway', 'wp', 'shop', true, 'Accepted', 'bound to shop/wp'],
  ['Gateway', 'never', 'shop', false, 'TargetNotFound', 'not bound'],
  ['Service', 'bound', 'shop', true, 'Accepted', 'bound to shop/wp'],
  ['Service', 'free', 'shop', false, 'AncestorNotBound', 'Service shop/free is not bound to a waypoint'],
  ['Service', 'ghost', 'shop', false, 'TargetNotFound', 'Service shop/ghost was not found'],
  ['ServiceEntry', 'ghost', 'shop', false, 'TargetNotFound', 'ServiceEntry shop/ghost was not found'],
  ['GatewayClass', 'istio-waypoint', 'istio-system', true, 'Accepted', 'bound to istio-waypoint'],
  [
    'GatewayClass',
    'istio',
    'istio-system',
    false,
    'Invalid',
    'GatewayClass must use controller name `istio.io/mesh-controller` for waypoints',
  ],
  ['GatewayClass', 'ghost', 'istio-system', false, 'TargetNotFound', 'not bound'],
  ['Pod', 'x', 'shop', false, 'unknown', 'not bound'],
])('ST3: target %s %s in %s', (kind, name, from, bound, reason, message) => {
  expect(waypointStatusOf(mesh, target(kind, name, from))).toEqual([
    { ancestor: `${kind}.core:${from}/${name}`, bound, reason, message },
  ]);
});

test('ST3, S7: a ServiceEntry of another revision is not found', () => {
  const entry = (rev: string) =>
    smallMesh({ serviceEntries: [serviceEntry('shop/e', { labels: { 'istio.io/rev': rev } })] });
  const reason = (rev: string) => waypointStatusOf(entry(rev), target('ServiceEntry', 'e'))[0]?.reason;
  expect(reason('default')).toBe('AncestorNotBound');
  expect(reason('canary')).toBe('TargetNotFound');
});

test('A2: a GatewayClass counts only for policies of the root namespace', () => {
  const [status] = waypointStatusOf(
    mesh,
    target('GatewayClass', 'istio-waypoint', 'shop', 'gateway.networking.k8s.io'),
  );
  expect(status).toMatchObject({
    ancestor: 'GatewayClass.gateway.networking.k8s.io:shop/istio-waypoint',
    bound: false,
    reason: 'Invalid',
  });
});

const targets = (...names: string[]) =>
  policy('shop/p', { targetRefs: names.map((name) => ({ group: '', kind: 'Service', namespace: 'shop', name })) });

test.each([
  [['bound'], { status: true, reason: 'Accepted', message: 'bound to shop/wp' }],
  [['bound', 'bound'], { status: true, reason: 'Accepted', message: '' }],
  [
    ['bound', 'free', 'ghost'],
    {
      status: true,
      reason: 'PartiallyInvalid',
      message: 'Invalid targetRefs: Service.core:shop/free, Service.core:shop/ghost',
    },
  ],
  [
    ['free', 'ghost'],
    {
      status: false,
      reason: 'Invalid',
      message: 'Invalid targetRefs: Service.core:shop/free, Service.core:shop/ghost',
    },
  ],
])('ST3: the condition over targets %j', (names, condition) => {
  expect(policyConditionsOf(mesh, targets(...names))).toEqual({ WaypointAccepted: condition });
});

test('ST3, A4: a dry run with targets is refused by ztunnel’s half too', () => {
  const conditions = policyConditionsOf(mesh, { ...targets('bound'), dryRun: true });
  expect(conditions['WaypointAccepted']).toMatchObject({ status: true });
  expect(conditions['ZtunnelAccepted']).toMatchObject({ status: false, reason: 'UnsupportedValue' });
});

test('ST3, S7: nothing is written on a policy of another revision', () => {
  expect(policyConditionsOf(mesh, policy('shop/p', { labels: { 'istio.io/rev': 'canary' } }))).toEqual({});
});
