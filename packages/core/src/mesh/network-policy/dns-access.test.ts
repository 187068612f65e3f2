import { expect, test } from 'vitest';
import type { NetworkPolicyRule } from '../../state/kubernetes.ts';
import { istiod } from '../policy/small-policies.ts';
import { container, networkPolicy, pod, service, serviceEntry, servicePort, smallMesh } from '../small-mesh.ts';
import { asksClusterDns, dnsDecisionOf } from './dns-access.ts';

const captured = { 'ambient.istio.io/redirection': 'enabled' };
const client = pod('web/client', { ips: ['10.0.0.2'] });
const server = pod('kube-system/coredns', {
  ips: ['10.0.0.53'],
  labels: { 'k8s-app': 'kube-dns' },
  containers: [container([{ name: 'dns', port: 1053, protocol: 'UDP' }])],
});
const dns = service('kube-system/kube-dns', {
  selector: { 'k8s-app': 'kube-dns' },
  ports: [servicePort({ name: 'dns', port: 53, targetPort: 'dns', protocol: 'UDP' })],
});
const out = (port: number, protocol = 'UDP') =>
  networkPolicy('web/p', {
    policyTypes: ['Egress'],
    egress: [{ peers: [], ports: [{ protocol, port, endPort: null }] }] satisfies NetworkPolicyRule[],
  });

const NODE_CACHE = istiod({}, { namespace: 'kube-system', name: 'node-local-dns', kind: 'DaemonSet', template: {} });

const decide = (policies: ReturnType<typeof out>[], more = {}) =>
  dnsDecisionOf(smallMesh({ pods: [client, server], services: [dns], networkPolicies: policies, ...more }), client);

test.each([
  ['the port of the pods, not of the Service', [out(1053)], true],
  ['the port of the Service', [out(53)], false],
  ['TCP alone', [out(1053, 'TCP')], false],
  ['what the DNS lets in', [networkPolicy('kube-system/p')], false],
])('N1, D1: a question to DNS needs %s', (_name, policies, expected) => {
  expect(decide(policies)?.allowed).toBe(expected);
});

test('nothing is said where no policy concerns it, nor of DNS that is not known', () => {
  expect(decide([])).toBeNull();
  expect(decide([networkPolicy('shop/p')])).toBeNull();
  expect(decide([out(53)], { services: [] })).toBeNull();
  expect(decide([out(53)], { controllers: [NODE_CACHE] })).toBeNull();
  const other = { ...client, dnsPolicy: 'None' };
  expect(
    dnsDecisionOf(smallMesh({ pods: [other, server], services: [dns], networkPolicies: [out(53)] }), other),
  ).toBeNull();
});

test('of DNS that was not read it is open whether the caller gets there', () => {
  const without = (kind: string) =>
    smallMesh({}).state.sources.map((status) =>
      status.source === kind ? { ...status, state: 'forbidden' as const } : status,
    );
  expect(decide([out(1053)], { services: [], sources: without('Service') })?.gap).toMatchObject({ source: 'Service' });
  expect(decide([out(1053)], { pods: [client], sources: without('Pod') })?.gap).toMatchObject({ source: 'Pod' });
  expect(decide([networkPolicy('kube-system/p')], { services: [], sources: without('Service') })).toBeNull();
});

test('D1: a captured client asks for names of the mesh at its ztunnel, for all others outside', () => {
  const one = pod('web/a', { annotations: captured });
  const mesh = smallMesh({ pods: [one, client] });
  const known = { kind: 'service' as const, service: service('shop/s') };
  const unknown = { kind: 'unknown' as const, address: 'example.com' };
  expect(asksClusterDns(mesh, one, known)).toBe(false);
  expect(asksClusterDns(mesh, one, { kind: 'service-entry', entry: serviceEntry('shop/e'), host: 'a' })).toBe(false);
  expect(asksClusterDns(mesh, one, unknown)).toBe(true);
  expect(asksClusterDns(mesh, client, known)).toBe(true);
  const uncaught = pod('web/b', { annotations: { ...captured, 'ambient.istio.io/dns-capture': 'false' } });
  expect(asksClusterDns(mesh, uncaught, known)).toBe(true);
});
