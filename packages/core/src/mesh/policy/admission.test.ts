import { expect, test } from 'vitest';
import { fromPod } from '../service/workloads.ts';
import { gateway, namespace, pod, service, smallMesh } from '../small-mesh.ts';
import { admissionOf, policyNamesOf } from './admission.ts';
import { istiod, peerAuthentication, policy } from './small-policies.ts';

const target = { targetRefs: [{ group: '', kind: 'Service', namespace: 'shop', name: 's' }] };
const authorizationPolicies = [
  policy('istio-system/global'),
  policy('istio-system/selecting', { selector: { app: 'a' } }),
  policy('shop/namespace'),
  policy('shop/selecting', { selector: { app: 'a' } }),
  policy('shop/other', { selector: { app: 'b' } }),
  policy('shop/targeting', target),
  policy('shop/trial', { dryRun: true }),
  policy('web/elsewhere'),
];
const one = pod('shop/a', { labels: { app: 'a' } });

test('A9: what ztunnel holds for a pod, mTLS first', () => {
  const mesh = smallMesh({
    pods: [one],
    authorizationPolicies,
    peerAuthentications: [peerAuthentication('shop/d', 'STRICT')],
  });
  const { policies } = admissionOf(mesh, one);
  expect(policies.map((held) => held.name)).toEqual([
    'istio_converted_static_strict',
    'global',
    'selecting',
    'namespace',
    'selecting',
  ]);
  expect(policies[0]?.object).toBeNull();
});

test('A9: what istiod writes on the workload are only policies that select it', () => {
  const mesh = smallMesh({
    pods: [one],
    authorizationPolicies,
    peerAuthentications: [peerAuthentication('shop/d', 'STRICT')],
  });
  expect(policyNamesOf(mesh, fromPod(mesh, one)!)).toEqual([
    'istio-system/selecting',
    'shop/selecting',
    'istio-system/istio_converted_static_strict',
  ]);
});

const autoAllow = istiod({ PILOT_AUTO_ALLOW_WAYPOINT_POLICY: 'true' });

function meshWithWaypoint(flag: boolean, waypointPods: ReturnType<typeof pod>[]) {
  return smallMesh({
    pods: [one, ...waypointPods],
    services: [service('shop/s', { labels: { 'istio.io/use-waypoint': 'wp' } })],
    gateways: [gateway('shop/wp')],
    namespaces: [namespace('shop')],
    controllers: flag ? [autoAllow] : [],
  });
}

const instance = (name: string, serviceAccount: string) =>
  pod(`shop/${name}`, { serviceAccount, labels: { 'gateway.networking.k8s.io/gateway-name': 'wp' } });

test('A13: the waypoints of its services may call a pod, and then nobody else', () => {
  const mesh = meshWithWaypoint(true, [instance('w1', 'wp'), instance('w2', 'other'), instance('w3', 'wp')]);
  expect(policyNamesOf(mesh, fromPod(mesh, one)!)).toEqual(['shop/istio_allow_waypoint_shop_wp']);
  const [held] = admissionOf(mesh, one).policies;
  expect(held).toMatchObject({ action: 'Allow', name: 'istio_allow_waypoint_shop_wp' });
  expect(held?.rules[0]?.[0]?.[0]?.principals.map((item) => item.value)).toEqual([
    'cluster.local/ns/shop/sa/other',
    'cluster.local/ns/shop/sa/wp',
  ]);
});

test('A13: not without the flag, nor for a waypoint without pods', () => {
  for (const mesh of [meshWithWaypoint(false, [instance('w1', 'wp')]), meshWithWaypoint(true, [])])
    expect(policyNamesOf(mesh, fromPod(mesh, one)!)).toEqual([]);
});
