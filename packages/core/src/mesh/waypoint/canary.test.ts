import { expect, test } from 'vitest';
import { publishedFor } from '../service/published-services.ts';
import { gateway, namespace, service, smallMesh } from '../small-mesh.ts';
import { canaryOfPublished, canaryReferenceOf, canaryWeightOf, weightedWaypointsOf } from './canary.ts';

const USE = 'istio.io/use-waypoint';
const CANARY = 'istio.io/use-waypoint-canary';
const WEIGHT = 'istio.io/use-waypoint-canary-weight';

function outcome(labels: Record<string, string>, annotations: Record<string, string> = {}, ofNamespace = {}) {
  const one = service('shop/s', { labels, annotations });
  const mesh = smallMesh({
    services: [one],
    namespaces: [namespace('shop', ofNamespace), namespace('other')],
    gateways: [
      gateway('shop/wp'),
      gateway('shop/next'),
      gateway('other/next'),
      gateway('shop/pods', { labels: { 'istio.io/waypoint-for': 'workload' } }),
    ],
  });
  const canary = canaryOfPublished(mesh, publishedFor(mesh, one)[0]!);
  return canary.state === 'refused' ? canary.reason : canary.state === 'attached' ? canary.weight : canary.state;
}

test.each([
  ['no canary', { [USE]: 'wp' }, 'none'],
  ['a canary without a primary', { [CANARY]: 'next' }, 'none'],
  ['the word none', { [USE]: 'wp', [CANARY]: 'none' }, 'none'],
  ['its own', { [USE]: 'wp', [CANARY]: 'next' }, 0],
  ['the primary again', { [USE]: 'wp', [CANARY]: 'wp' }, 'CanarySameAsPrimary'],
  ['one that is not there', { [USE]: 'wp', [CANARY]: 'gone' }, 'WaypointIsNotReady'],
  [
    'one elsewhere that lets nobody in',
    { [USE]: 'wp', [CANARY]: 'next', [`${CANARY}-namespace`]: 'other' },
    'AttachmentDenied',
  ],
  ['one for pods', { [USE]: 'wp', [CANARY]: 'pods' }, 'UnsupportedTrafficType'],
])('W12: %s', (_name, labels, expected) => {
  expect(outcome(labels)).toBe(expected);
});

test.each([
  ['0', 0],
  ['100', 100],
  ['+5', 5],
  ['101', 'CanaryInvalidWeight'],
  ['-1', 'CanaryInvalidWeight'],
  ['5.5', 'CanaryInvalidWeight'],
  ['', 'CanaryInvalidWeight'],
])('W12: weight %j', (text, expected) => {
  expect(outcome({ [USE]: 'wp', [CANARY]: 'next' }, { [WEIGHT]: text })).toBe(expected);
});

test('W12: the level that gave the primary gives the canary', () => {
  const both = { [USE]: 'wp', [CANARY]: 'next' };
  expect(outcome({}, {}, both)).toBe(0);
  expect(outcome({ [USE]: 'wp' }, {}, both)).toBe('none');
  expect(outcome({ [CANARY]: 'gone' }, {}, both)).toBe('WaypointIsNotReady');
});

test('W12: reference and weight where no waypoint is looked at yet', () => {
  const shop = { ...namespace('shop', { [CANARY]: 'next' }), annotations: { [WEIGHT]: '7' } };
  const one = service('shop/s');
  const mesh = smallMesh({ services: [one], namespaces: [shop] });
  expect(canaryReferenceOf(mesh, one)).toEqual({ namespace: 'shop', name: 'next' });
  expect(canaryWeightOf(mesh, one)).toBe(7);
});

test('W12: the shares of both', () => {
  const one = service('shop/s', { labels: { [USE]: 'wp', [CANARY]: 'next' }, annotations: { [WEIGHT]: '10' } });
  const mesh = smallMesh({ services: [one], gateways: [gateway('shop/wp'), gateway('shop/next')] });
  const shares = (weights: { gateway: { name: string }; weight: number }[]) =>
    weights.map((w) => [w.gateway.name, w.weight]);
  expect(shares(weightedWaypointsOf(mesh, publishedFor(mesh, one)[0]!))).toEqual([
    ['wp', 90],
    ['next', 10],
  ]);
});
