import { expect, test } from 'vitest';
import { assembleState, sortEntities } from './assemble.ts';
import { type Normalized, normalizeObject } from './object.ts';
import { normalizeReading } from './reading.ts';

const takenAt = '2026-01-01T00:00:00Z';
const object = (kind: string, namespace: string, name: string, extra: object = {}): Normalized =>
  normalizeObject({ kind, metadata: { name, namespace, uid: `${namespace}-${name}`, ...extra }, ...extra })!;
const assemble = (normalized: Normalized[]) => assembleState({ takenAt, cluster: 'c', normalized });

test('the order of the input does not show in the output', () => {
  const parts = [
    object('Pod', 'b', 'x'),
    object('Pod', 'a', 'y'),
    object('Pod', 'a', 'x'),
    object('Service', 'a', 'x'),
    object('DaemonSet', 'a', 'x'),
    object('Deployment', 'a', 'x'),
  ];
  const state = assemble(parts);
  expect(state.pods.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual(['a/x', 'a/y', 'b/x']);
  expect(state.controllers.map(({ kind }) => kind)).toEqual(['DaemonSet', 'Deployment']);
  expect(JSON.stringify(assemble([...parts].reverse()))).toBe(JSON.stringify(state));
});

test('a slice that is handed over keeps its array', () => {
  const { pods } = assemble([object('Pod', 'a', 'x')]);
  const state = assembleState({ takenAt, cluster: 'c', normalized: [object('Service', 'a', 's')], slices: { pods } });
  expect(state.pods).toBe(pods);
  expect(state.services).toHaveLength(1);
  expect(
    assembleState({ takenAt, cluster: 'c', normalized: [object('Pod', 'a', 'a')], slices: { pods } }).pods.map(
      ({ name }) => name,
    ),
  ).toEqual(['a', 'x']);
});

const mesh = (namespace: string, name: string, trustDomain: string, rootNamespace = namespace) =>
  object('ConfigMap', namespace, name, {
    data: { mesh: `trustDomain: ${trustDomain}\nrootNamespace: ${rootNamespace}` },
  });
const istiod = (revision: string) =>
  object('Deployment', 'istio-system', `istiod-${revision}`, {
    labels: { 'istio.io/rev': revision },
    spec: { template: { metadata: { labels: { app: 'istiod' } } } },
  });

test('which mesh configuration holds', () => {
  const trust = (...parts: Normalized[]) => assemble(parts).meshConfig?.trustDomain;
  expect(trust(mesh('a', 'istio', 'other', 'z'), mesh('istio-system', 'istio', 'main'))).toBe('main');
  expect(trust(mesh('istio-system', 'istio-old', 'old'), mesh('istio-system', 'istio-new', 'new'), istiod('new'))).toBe(
    'new',
  );
  expect(trust(mesh('istio-system', 'istio-b', 'b'), mesh('istio-system', 'istio-a', 'a'))).toBe('a');
  expect(trust()).toBeUndefined();
});

test('what ConfigMaps and readings bring, and the network of the cluster (MC2)', () => {
  const state = assembleState({
    takenAt,
    cluster: 'c',
    normalized: [
      object('ConfigMap', 'b', 'istio-ca-root-cert', { data: { 'root-cert.pem': 'x' } }),
      object('ConfigMap', 'a', 'istio-ca-root-cert', { data: { 'root-cert.pem': 'x' } }),
      object('ConfigMap', 'kube-system', 'cilium-config', { data: { 'cni-exclusive': 'false' } }),
      object('Namespace', '', 'istio-system', { labels: { 'topology.istio.io/network': 'net' } }),
    ],
    readings: [
      normalizeReading({
        source: 'ztunnel-config',
        pod: 'i/z2',
        body: { workloads: [], config: { clusterDomain: 'company.example' } },
      }),
      normalizeReading({ source: 'ztunnel-config', pod: 'i/z1', body: { workloads: [] } }),
      normalizeReading({ source: 'ztunnel-log', pod: 'i/z1', text: '' }),
    ],
  });
  expect(state.rootBundles).toEqual([
    { namespace: 'a', roots: [] },
    { namespace: 'b', roots: [] },
  ]);
  expect(state.ciliumConfig).toEqual({ 'cni-exclusive': 'false' });
  expect([state.cniConfig, state.meshConfig]).toEqual([null, null]);
  expect(state.ztunnelDumps.map(({ pod }) => pod)).toEqual(['i/z1', 'i/z2']);
  expect([state.domainSuffix, state.network]).toEqual(['company.example', 'net']);
  expect(state.sources.map(({ source, scope }) => `${source} ${scope}`)).toEqual([
    'ztunnel-config i/z1',
    'ztunnel-config i/z2',
    'ztunnel-log i/z1',
  ]);
  const told = assembleState({ takenAt, cluster: 'c', domainSuffix: 'd', network: 'n', normalized: [] });
  expect([told.domainSuffix, told.network]).toEqual(['d', 'n']);
});

test('texts are sorted and once each', () => {
  expect(sortEntities(['b', 'a', 'b'])).toEqual(['a', 'b']);
});

test('without its ConfigMap the mesh configuration is the one that istiod works with', () => {
  const told = normalizeReading({ source: 'istiod-mesh', pod: 'istio-system/istiod', body: { trustDomain: 'td' } });
  const state = assembleState({ takenAt: 'x', cluster: '', normalized: [], readings: [told] });
  expect(state.meshConfig).toMatchObject({ trustDomain: 'td', rootNamespace: 'istio-system', revision: 'default' });
  const own = normalizeObject({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'istio-system', name: 'istio' },
    data: { mesh: 'trustDomain: own' },
  });
  const both = assembleState({ takenAt: 'x', cluster: '', normalized: [own!], readings: [told] });
  expect(both.meshConfig?.trustDomain).toBe('own');
});
