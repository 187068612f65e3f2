import { expect, test } from 'vitest';
import { istiod } from '../policy/small-policies.ts';
import {
  endpointSlice,
  meshConfig,
  namespace,
  pod,
  service,
  serviceEntry,
  sliceEndpoint,
  smallMesh,
  workloadEntry,
} from '../small-mesh.ts';
import { podsOfEntry, podsOnlyNamed, servicesSelectingEntry, servicesSelectingPod } from './selection.ts';

const labels = { app: 'a', tier: 'web' };
const named = (services: readonly { name: string }[]) => services.map((one) => one.name);

test('S3: whole selectors, of the own namespace, in the order of names', () => {
  const one = pod('shop/p', { labels });
  const mesh = smallMesh({
    pods: [one],
    services: [
      service('shop/b', { selector: { tier: 'web' } }),
      service('shop/a', { selector: { app: 'a', tier: 'web' } }),
      service('shop/more', { selector: { app: 'a', zone: 'x' } }),
      service('web/a'),
    ],
  });
  expect(named(servicesSelectingPod(mesh, one))).toEqual(['b', 'a']);
});

test('S3: a slice names a pod of a Service that does not select it', () => {
  const one = pod('shop/p', { labels });
  const selecting = service('shop/a');
  const other = service('shop/other', { selector: { app: 'b' } });
  const endpoint = sliceEndpoint({ pod: 'p', podNamespace: 'shop', podUid: one.uid });
  const mesh = smallMesh({
    pods: [one],
    services: [selecting, other],
    endpointSlices: [
      endpointSlice('shop/1', { service: 'a', endpoints: [endpoint] }),
      endpointSlice('shop/2', { service: 'other', endpoints: [endpoint, endpoint] }),
      endpointSlice('shop/3', { service: 'gone', endpoints: [endpoint] }),
    ],
  });
  expect(named(servicesSelectingPod(mesh, one))).toEqual(['a', 'other']);
  expect(named(podsOnlyNamed(mesh, other))).toEqual(['p']);
  expect(podsOnlyNamed(mesh, selecting)).toEqual([]);
});

test('S3: a flag keeps ServiceEntries from selecting pods', () => {
  const one = pod('shop/p', { labels });
  const entry = serviceEntry('shop/e', { workloadSelector: { app: 'a' } });
  const parts = { pods: [one], serviceEntries: [entry] };
  const off = { controllers: [istiod({ PILOT_ENABLE_SERVICEENTRY_SELECT_PODS: 'false' })] };
  expect(named(servicesSelectingPod(smallMesh(parts), one))).toEqual(['e']);
  expect(named(podsOfEntry(smallMesh(parts), entry))).toEqual(['p']);
  expect(servicesSelectingPod(smallMesh({ ...parts, ...off }), one)).toEqual([]);
  expect(podsOfEntry(smallMesh({ ...parts, ...off }), entry)).toEqual([]);
});

test('S7, E13: entries of another revision, and namespaces that are not discovered, are not published', () => {
  const entry = workloadEntry('shop/vm', { labels });
  const hidden = {
    namespaces: [namespace('shop', { seen: 'no' })],
    meshConfig: meshConfig({ discoverySelectors: [{ matchLabels: { seen: 'yes' }, matchExpressions: [] }] }),
  };
  const parts = { services: [service('shop/a')], workloadEntries: [entry] };
  expect(named(servicesSelectingEntry(smallMesh(parts), entry))).toEqual(['a']);
  expect(servicesSelectingEntry(smallMesh({ ...parts, ...hidden }), entry)).toEqual([]);
  const other = serviceEntry('shop/e', { labels: { 'istio.io/rev': 'canary' }, workloadSelector: { app: 'a' } });
  expect(servicesSelectingEntry(smallMesh({ serviceEntries: [other], meshConfig: meshConfig() }), entry)).toEqual([]);
});
