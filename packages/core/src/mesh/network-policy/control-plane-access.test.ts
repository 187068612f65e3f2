import { expect, test } from 'vitest';
import { networkPolicy, pod, smallMesh } from '../small-mesh.ts';
import { xdsDecisionOf } from './control-plane-access.ts';

const ztunnel = pod('istio-system/ztunnel-1', { labels: { app: 'ztunnel' }, ips: ['10.0.0.2'] });
const istiod = (name: string, labels = {}) =>
  pod(`istio-system/${name}`, { labels: { app: 'istiod', ...labels }, ips: [`10.0.1.${name.length}`], node: 'node-2' });
/** As Istio's charts write it: istiod's ports, from anywhere. */
const ofCharts = networkPolicy('istio-system/istiod', {
  podSelector: { matchLabels: { app: 'istiod' }, matchExpressions: [] },
  ingress: [{ peers: [], ports: [{ protocol: 'TCP', port: 15012, endPort: null }] }],
});
const closed = networkPolicy('istio-system/closed', {
  podSelector: { matchLabels: { closed: 'yes' }, matchExpressions: [] },
});
const decide = (pods: ReturnType<typeof pod>[], ...policies: ReturnType<typeof networkPolicy>[]) =>
  xdsDecisionOf(smallMesh({ pods: [ztunnel, ...pods], networkPolicies: policies }), ztunnel);

test('N4, N6: policies of the charts let proxies in, others add to them', () => {
  expect(decide([istiod('a')], ofCharts)?.allowed).toBe(true);
  expect(decide([istiod('a', { closed: 'yes' })], ofCharts, closed)?.allowed).toBe(true);
  expect(decide([istiod('a', { closed: 'yes' })], closed)).toMatchObject({ allowed: false, direction: 'ingress' });
});

test('N4: one replica that may be reached is enough; without any nothing is said', () => {
  expect(decide([istiod('a', { closed: 'yes' }), istiod('bb')], closed)?.allowed).toBe(true);
  expect(decide([], closed)).toBeNull();
  expect(decide([istiod('a')])).toBeNull();
});

test("N4: the proxy's own way out counts too", () => {
  const out = networkPolicy('istio-system/out', { policyTypes: ['Egress'] });
  expect(decide([istiod('a')], out)).toMatchObject({ allowed: false, direction: 'egress' });
});
