import { expect, test } from 'vitest';
import { gateway, namespace, service, serviceEntry, smallMesh, workloadEntry } from '../small-mesh.ts';
import { conditionsOfService, conditionsOfWorkloadEntry } from './written-conditions.ts';

const USE = { 'istio.io/use-waypoint': 'wp' };
const CANARY = 'istio.io/use-waypoint-canary';
const BOUND = 'istio.io/WaypointBound';
const MISSING = 'istio.io/WaypointMissing';

function ofService(rest: Parameters<typeof service>[1]) {
  const one = service('shop/s', rest);
  const gateways = [gateway('shop/wp'), gateway('shop/next')];
  return conditionsOfService(smallMesh({ namespaces: [namespace('shop')], gateways, services: [one] }), one);
}

test.each([
  ['next', {}, ''],
  ['gone', {}, '. Canary waypoint not attached: waypoint "shop/gone" is not ready'],
  ['wp', {}, '. Canary waypoint not attached: canary waypoint "shop/wp" must differ from the primary waypoint'],
  [
    'next',
    { 'istio.io/use-waypoint-canary-weight': '101' },
    '. Canary waypoint not attached: canary waypoint "shop/next" has an invalid weight; must be an integer in [0,100]',
  ],
])('W12, ST1: canary %s with %j stays bound to the primary', (canary, annotations, suffix) => {
  const { [BOUND]: bound } = ofService({ labels: { ...USE, [CANARY]: canary }, annotations });
  expect(bound).toEqual({
    status: true,
    reason: 'WaypointAccepted',
    message: `Successfully attached to waypoint shop/wp${suffix}`,
  });
});

test('D7, ST1: nothing is written on an ExternalName, which is not published', () => {
  expect(Object.keys(ofService({ labels: USE }))).toEqual([BOUND]);
  expect(ofService({ labels: USE, type: 'ExternalName' })).toEqual({});
});

function ofEntry(rest: Parameters<typeof serviceEntry>[1], others: ReturnType<typeof serviceEntry>[] = []) {
  const one = serviceEntry('shop/e', rest);
  const mesh = smallMesh({
    namespaces: [namespace('shop')],
    gateways: [gateway('shop/wp')],
    serviceEntries: [one, ...others],
  });
  return conditionsOfService(mesh, one);
}

test('S7, S2: nothing is written on an entry of another revision, or one whose host an older one has', () => {
  expect(Object.keys(ofEntry({ labels: USE }))).toEqual([BOUND]);
  expect(ofEntry({ labels: { ...USE, 'istio.io/rev': 'canary' } })).toEqual({});
  const older = serviceEntry('shop/older', { createdAt: '2020-01-01T00:00:00Z' });
  expect(ofEntry({ labels: USE, hosts: older.hosts, createdAt: '2021-01-01T00:00:00Z' }, [older])).toEqual({});
});

const RACE = { 'istio.io/connect-strategy': 'race_first_tcp_connect' };

test.each([
  [{ hosts: ['*.example.com'] }, 'NoWaypointForWildcardService'],
  [{ hosts: ['*.example.com'], annotations: RACE }, 'NoWaypointForRacingConnectStrategy'],
  [{ annotations: RACE }, 'NoWaypointForRacingConnectStrategy'],
  [{ annotations: { 'istio.io/connect-strategy': 'DEFAULT' } }, undefined],
  [{ hosts: ['*.example.com'], labels: USE }, undefined],
])('ST2: %j misses a waypoint: %s', (rest, reason) => {
  expect(ofEntry(rest)[MISSING]?.reason).toBe(reason);
});

test('ST1, S6: a WorkloadEntry asks with the labels of both its halves', () => {
  const plain = workloadEntry('shop/w');
  const one = { ...plain, entry: { ...plain.entry, labels: USE } };
  const gateways = [gateway('shop/wp', { labels: { 'istio.io/waypoint-for': 'all' } })];
  const mesh = smallMesh({ namespaces: [namespace('shop')], gateways, workloadEntries: [one] });
  expect(conditionsOfWorkloadEntry(mesh, one)[BOUND]).toMatchObject({ status: true });
  expect(conditionsOfWorkloadEntry(mesh, { ...one, labels: { 'istio.io/rev': 'canary' } })).toEqual({});
  expect(conditionsOfWorkloadEntry(mesh, plain)).toEqual({});
});
