import { expect, test } from 'vitest';
import { namespace, service, serviceEntry, smallMesh } from '../small-mesh.ts';
import { balancingOfEntry, balancingOfService } from './load-balancing.ts';

const KEY = 'networking.istio.io/traffic-distribution';
const annotated = (word: string | null) => (word === null ? {} : { [KEY]: word });

const meshOf = (word: string | null) =>
  smallMesh({ namespaces: [{ ...namespace('shop'), annotations: annotated(word) }] });

test.each([
  ['', null, null, 'STANDARD'],
  ['PreferClose', 'PreferSameNode', null, 'FAILOVER'],
  ['', 'preferclose', null, 'FAILOVER'],
  ['', null, 'PreferClose', 'FAILOVER'],
  ['', 'Any', 'PreferClose', 'STANDARD'],
  // An empty annotation is none, so the namespace's counts.
  ['', '', 'preferclose', 'FAILOVER'],
  ['', '', '', 'STANDARD'],
])('L3: spec %j, annotation %j, namespace %j: %s', (trafficDistribution, own, inherited, mode) => {
  const one = service('shop/s', { trafficDistribution, annotations: annotated(own) });
  expect(balancingOfService(meshOf(inherited), one).mode).toBe(mode);
  const entry = serviceEntry('shop/e', { annotations: annotated(own) });
  if (trafficDistribution === '') expect(balancingOfEntry(meshOf(inherited), entry).mode).toBe(mode);
});

test('L3, L1: internalTrafficPolicy Local comes before any distribution', () => {
  const one = service('shop/s', {
    internalTrafficPolicy: 'Local',
    trafficDistribution: 'PreferClose',
    publishNotReady: true,
  });
  expect(balancingOfService(meshOf(null), one)).toMatchObject({
    mode: 'STRICT',
    scopes: ['NODE'],
    allowsUnhealthy: true,
  });
});
