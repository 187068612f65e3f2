import { expect, test } from 'vitest';
import type { NetworkPolicy, NetworkPolicyRule } from '../../state/kubernetes.ts';
import { container, networkPolicy, pod, smallMesh } from '../small-mesh.ts';
import { evaluateNetworkPolicies } from './network-policy.ts';
import { selectingPolicies } from './network-policy-rules.ts';

const client = pod('web/client', { ips: ['10.0.0.2'] });
const server = pod('shop/server', {
  ips: ['10.0.0.1'],
  containers: [
    container([
      { name: 'http', port: 8080 },
      { name: 'dns', port: 53, protocol: 'UDP' },
    ]),
  ],
});
const toServer = { pod: server, ip: '10.0.0.1' };
const ports = (...list: (number | string | null)[]): NetworkPolicyRule['ports'] =>
  list.map((port) => ({ protocol: 'TCP', port, endPort: null }));
/** A rule for everybody. */
const rule = (portList: NetworkPolicyRule['ports']): NetworkPolicyRule => ({ peers: [], ports: portList });
const ingress = (...rules: NetworkPolicyRule[]) => networkPolicy('shop/p', { ingress: rules });

function allows(networkPolicies: NetworkPolicy[], port: number): boolean {
  const mesh = smallMesh({ pods: [client, server], networkPolicies });
  return evaluateNetworkPolicies(mesh, { pod: client, ip: '10.0.0.2' }, toServer, port).allowed;
}

test.each([
  ['the port', ports(15008), 15008, true],
  ['another port', ports(8080), 15008, false],
  ['one of several', ports(8080, 15008), 15008, true],
  ['no number: every port of the protocol', ports(null), 15008, true],
  ['a name of the target', ports('http'), 8080, true],
  ['a name with another number', ports('http'), 15008, false],
  ['a name nobody has', ports('grpc'), 8080, false],
  ['a name of another protocol', ports('dns'), 53, false],
  ['a range', [{ protocol: 'TCP', port: 15000, endPort: 15010 }], 15008, true],
  ['the end of a range', [{ protocol: 'TCP', port: 15000, endPort: 15008 }], 15008, true],
  ['beyond a range', [{ protocol: 'TCP', port: 15000, endPort: 15007 }], 15008, false],
  ['another protocol', [{ protocol: 'UDP', port: 15008, endPort: null }], 15008, false],
])('ports: %s', (_name, list, port, expected) => {
  expect(allows([ingress(rule(list))], port)).toBe(expected);
});

test('ports of UDP are for UDP', () => {
  const dns: NetworkPolicyRule['ports'] = [{ protocol: 'UDP', port: 'dns', endPort: null }];
  const mesh = smallMesh({ pods: [client, server], networkPolicies: [ingress(rule(dns))] });
  const ask = (protocol: 'TCP' | 'UDP') =>
    evaluateNetworkPolicies(mesh, { pod: client, ip: '10.0.0.2' }, toServer, 53, protocol).allowed;
  expect([ask('UDP'), ask('TCP')]).toEqual([true, false]);
});

test('a name of an init container counts where it keeps running', () => {
  const asked = (restartable: boolean) => {
    const sidecar = container([{ name: 'admin', port: 9000 }], { init: true, restartable });
    const one = { ...server, containers: [sidecar] };
    const mesh = smallMesh({ pods: [client, one], networkPolicies: [ingress(rule(ports('admin')))] });
    return evaluateNetworkPolicies(mesh, { pod: client, ip: '10.0.0.2' }, { pod: one, ip: '10.0.0.1' }, 9000).allowed;
  };
  expect([asked(true), asked(false)]).toEqual([true, false]);
});

test('of an egress policy too a port name is one of the pod that is called', () => {
  const out = networkPolicy('web/p', { policyTypes: ['Egress'], egress: [rule(ports('http'))] });
  expect([allows([out], 8080), allows([out], 8081)]).toEqual([true, false]);
});

test('rules of a direction that is not among the types do not count', () => {
  const both = { ingress: [], egress: [] };
  expect(allows([networkPolicy('shop/p', { ...both, policyTypes: ['Egress'] })], 15008)).toBe(true);
  expect(allows([networkPolicy('web/p', { ...both, policyTypes: ['Ingress'] })], 15008)).toBe(true);
});

test('a pod is asked once of each policy, and none of another namespace', () => {
  const policies = [ingress(), networkPolicy('web/q')];
  const [own] = selectingPolicies(policies, server, 'Ingress');
  expect(own?.policy.name).toBe('p');
  expect(selectingPolicies(policies, server, 'Ingress')).toBe(selectingPolicies(policies, server, 'Ingress'));
  expect(selectingPolicies(policies, pod('ops/a'), 'Ingress')).toEqual([]);
});

test('IPv6 blocks', () => {
  const six = {
    podSelector: null,
    namespaceSelector: null,
    ipBlock: { cidr: 'fd00::/64', except: ['fd00::2/128'] },
  };
  const mesh = smallMesh({ pods: [server], networkPolicies: [ingress({ peers: [six], ports: [] })] });
  const from = (ip: string) =>
    evaluateNetworkPolicies(mesh, { pod: null, ip }, { pod: server, ip: 'fd00::1' }, 15008).allowed;
  expect(from('fd00::3')).toBe(true);
  expect(from('fd00::2')).toBe(false);
  expect(from('10.0.0.3')).toBe(false);
});
