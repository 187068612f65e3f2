import { expect, test } from 'vitest';
import { pod, workloadEntry } from '../small-mesh.ts';
import { canonicalOf, workloadNameOfEntry, workloadNameOfPod } from './canonical-name.ts';

test.each([
  [{ app: 'a', version: 'v1' }, 'a', 'v1'],
  [{ 'app.kubernetes.io/name': 'n', app: 'a', 'app.kubernetes.io/version': '2' }, 'n', '2'],
  [{ 'service.istio.io/canonical-name': '', app: 'a', 'service.istio.io/canonical-revision': 'r' }, '', 'r'],
  [{}, 'w', 'latest'],
])('S3: labels %j are canonical %s, %s', (labels, name, revision) => {
  expect(canonicalOf(labels, 'w')).toEqual({ name, revision });
});

const owned = (kind: string, name: string, labels = {}, fromTemplate = true) =>
  workloadNameOfPod(pod('shop/own', { owner: { kind, name }, labels, fromTemplate }));

test.each([
  ['ReplicaSet', 'web-5d4', { 'pod-template-hash': '5d4' }, 'web'],
  ['ReplicaSet', 'web-5d4', { 'rollouts-pod-template-hash': '5d4' }, 'web'],
  ['ReplicaSet', 'web', {}, 'web'],
  ['StatefulSet', 'db', {}, 'db'],
  ['Job', 'nightly-28012345', {}, 'nightly'],
  ['Job', 'once', {}, 'once'],
  ['ReplicationController', 'dc-1', { deploymentconfig: 'dc' }, 'dc'],
  ['ReplicaSet', 'web-5d4', { 'service.istio.io/workload-name': 'said' }, 'said'],
])('S3: a pod of %s %s with %j is of %s', (kind, name, labels, expected) => {
  expect(owned(kind, name, labels)).toBe(expected);
});

test('S3: a pod that no template made is its own workload, whoever owns it', () => {
  expect(owned('Cluster', 'db', {}, false)).toBe('own');
});

test('S6: a WorkloadEntry is of the group that registered it', () => {
  const entry = workloadEntry('shop/vm', { annotations: { 'istio.io/autoRegistrationGroup': 'vms' } });
  expect(workloadNameOfEntry(entry, {})).toBe('vms');
  expect(workloadNameOfEntry(workloadEntry('shop/vm'), { 'service.istio.io/workload-name': 'said' })).toBe('said');
  expect(workloadNameOfEntry(workloadEntry('shop/vm'), {})).toBe('vm');
});
