import { expect, test } from 'vitest';
import { namespace, node, pod, smallMesh } from '../small-mesh.ts';
import {
  bypassesInbound,
  captureAssumption,
  isEnrolledByCni,
  isRedirected,
  publishedProtocol,
  redirectionOf,
  shouldCapture,
} from './enrolment.ts';

const MODE = 'istio.io/dataplane-mode';

/** Labels of the namespace and of the pod, undefined = no label. */
test.each([
  ['ambient', undefined, true],
  [undefined, 'ambient', true],
  ['ambient', 'none', false],
  ['none', 'ambient', true],
  ['ambient', 'sidecar', true],
  ['ambient', '', true],
  [undefined, undefined, false],
  [undefined, 'none', false],
  ['', undefined, false],
  ['Ambient', undefined, false],
  ['none', undefined, false],
])('E2: namespace %j, pod %j: captured %s', (ofNamespace, ofPod, expected) => {
  const one = pod('shop/a', { labels: ofPod === undefined ? {} : { [MODE]: ofPod } });
  const mesh = smallMesh({
    namespaces: [namespace('shop', ofNamespace === undefined ? {} : { [MODE]: ofNamespace })],
    pods: [one],
  });
  expect(shouldCapture(mesh, one).captured).toBe(expected);
});

test.each([
  ['E1 host network', { hostNetwork: true }, 'E1'],
  ['E11 sidecar, even with an empty annotation', { annotations: { 'sidecar.istio.io/status': '' } }, 'E11'],
  ['E10 finished', { phase: 'Succeeded' }, 'E10'],
  ['E10 failed', { phase: 'Failed' }, 'E10'],
])('%s beats the labels', (_name, rest, deciding) => {
  const one = pod('shop/a', { labels: { [MODE]: 'ambient' }, ...rest });
  const wish = shouldCapture(smallMesh({ namespaces: [namespace('shop', { [MODE]: 'ambient' })], pods: [one] }), one);
  expect(wish).toMatchObject({ captured: false, rule: deciding });
});

const cniConfig = {
  ambientEnabled: true,
  excludeNamespaces: ['kube-system'],
  enablementSelectors: null,
  dnsCapture: null,
  ipv6: null,
};

test('E3: kube-system is excluded unless istio-cni lists others', () => {
  const one = pod('kube-system/a', { labels: { [MODE]: 'ambient' } });
  expect(shouldCapture(smallMesh({ pods: [one] }), one)).toMatchObject({ captured: false, rule: 'E3' });
  const other = smallMesh({ pods: [one], cniConfig: { ...cniConfig, excludeNamespaces: ['infra'] } });
  expect(shouldCapture(other, one).captured).toBe(true);
});

test('E1: ztunnel itself is never captured, a pod of another app label is', () => {
  const ztunnel = pod('istio-system/ztunnel-1', { labels: { app: 'ztunnel', [MODE]: 'ambient' } });
  const app = pod('shop/a', { labels: { app: 'ztunnel', [MODE]: 'ambient' } });
  const mesh = smallMesh({ pods: [ztunnel, app] });
  expect(shouldCapture(mesh, ztunnel).captured).toBe(false);
  expect(shouldCapture(mesh, app).captured).toBe(true);
});

test('E2: an operator may replace the selectors, of which one must match in both halves', () => {
  const selector = (matchLabels: Record<string, string>) => ({ matchLabels, matchExpressions: [] });
  const enablementSelectors = [{ pod: selector({ mesh: 'on' }), namespace: selector({ team: 'a' }) }];
  const parts = {
    cniConfig: { ...cniConfig, enablementSelectors },
    namespaces: [namespace('shop', { team: 'a', [MODE]: 'ambient' })],
  };
  const inside = pod('shop/a', { labels: { mesh: 'on' } });
  const outside = pod('shop/b', { labels: { [MODE]: 'ambient' } });
  const mesh = smallMesh({ ...parts, pods: [inside, outside] });
  expect(shouldCapture(mesh, inside).captured).toBe(true);
  expect(shouldCapture(mesh, outside).captured).toBe(false);
});

test.each([
  ['enabled', 'enabled', true],
  ['pending', 'pending', true],
  ['', 'absent', false],
  ['true', 'absent', false],
  [undefined, 'absent', false],
])('E4: redirection %j is %s', (value, state, redirected) => {
  const annotations: Record<string, string> = value === undefined ? {} : { 'ambient.istio.io/redirection': value };
  const one = pod('shop/a', { annotations });
  expect(redirectionOf(one)).toBe(state);
  expect(isRedirected(one)).toBe(redirected);
});

test.each([
  [{ 'ambient.istio.io/redirection': 'enabled' }, {}, 'HBONE'],
  [{ 'ambient.istio.io/redirection': 'pending' }, {}, 'TCP'],
  [{}, { 'networking.istio.io/tunnel': 'http' }, 'HBONE'],
  [{}, { [MODE]: 'ambient' }, 'TCP'],
])('E5, P14: annotations %j and labels %j publish %s', (annotations, labels, protocol) => {
  expect(publishedProtocol(pod('shop/a', { annotations, labels }))).toBe(protocol);
});

test('E9: only the word true switches inbound capture off', () => {
  const annotated = (value: string) =>
    pod('shop/a', { annotations: { 'ambient.istio.io/bypass-inbound-capture': value } });
  expect(bypassesInbound(annotated('true'))).toBe(true);
  expect(bypassesInbound(annotated('false'))).toBe(false);
  expect(bypassesInbound(pod('shop/a'))).toBe(false);
});

test('E10: Windows has no ambient mode', () => {
  const one = pod('shop/a', { labels: { [MODE]: 'ambient' } });
  const onWindows = smallMesh({ pods: [one], nodes: [{ ...node('node-1'), os: 'windows' }] });
  expect(shouldCapture(onWindows, one)).toMatchObject({ captured: false, rule: 'E10' });
  expect(shouldCapture(smallMesh({ pods: [one], nodes: [node('node-1')] }), one).captured).toBe(true);
});

test('E2, E3: settings that were not read or not understood are assumed, and that is said', () => {
  const unread = smallMesh({}).state.sources.map((status) =>
    status.source === 'ConfigMap' ? { ...status, state: 'forbidden' as const } : status,
  );
  expect(captureAssumption(smallMesh({}))).toBeNull();
  expect(captureAssumption(smallMesh({ cniConfig, sources: unread }))).toBeNull();
  expect(captureAssumption(smallMesh({ sources: unread }))).toContain('not read');
  const unreadable = ['AMBIENT_ENABLEMENT_SELECTOR'];
  expect(captureAssumption(smallMesh({ cniConfig: { ...cniConfig, unreadable } }))).toContain(unreadable[0]);
});

test('E2: a list of selectors without entries captures nobody', () => {
  const one = pod('shop/a', { labels: { [MODE]: 'ambient' } });
  const mesh = smallMesh({ pods: [one], cniConfig: { ...cniConfig, enablementSelectors: [] } });
  expect(shouldCapture(mesh, one)).toMatchObject({ captured: false, rule: 'E2' });
});

test('E10: a pod without an address is not enrolled yet', () => {
  const one = pod('shop/a', { ips: [], labels: { [MODE]: 'ambient' } });
  expect(isEnrolledByCni(smallMesh({ pods: [one] }), one)).toBe(false);
  expect(isEnrolledByCni(smallMesh({ pods: [one] }), { ...one, ips: ['fd00::1'] })).toBe(true);
});
