import { expect, test } from 'vitest';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyRule } from '../state/kubernetes.ts';
import type { LabelSelector } from '../state/metadata.ts';
import { evaluateNetworkPolicies, foreignPolicies, policiesSelecting } from './network-policy.ts';
import { container, namespace, networkPolicy, pod, smallMesh } from './small-mesh.ts';

const client = pod('web/client', { ips: ['10.0.0.2'], labels: { app: 'client' } });
const server = pod('shop/server', {
  ips: ['10.0.0.1'],
  labels: { app: 'server' },
  containers: [
    container([
      { name: 'http', port: 8080 },
      { name: 'dns', port: 53, protocol: 'UDP' },
    ]),
  ],
});

const labels = (matchLabels: Record<string, string>): LabelSelector => ({ matchLabels, matchExpressions: [] });
const peer = (rest: Partial<NetworkPolicyPeer>): NetworkPolicyPeer => ({
  podSelector: null,
  namespaceSelector: null,
  ipBlock: null,
  ...rest,
});
const ports = (...list: (number | string | null)[]): NetworkPolicyRule['ports'] =>
  list.map((port) => ({ protocol: 'TCP', port, endPort: null }));
const rule = (peers: NetworkPolicyPeer[], portList: NetworkPolicyRule['ports'] = []): NetworkPolicyRule => ({
  peers,
  ports: portList,
});

function allows(policies: NetworkPolicy[], port = 15008): boolean {
  const mesh = smallMesh({
    pods: [client, server],
    namespaces: [namespace('web', { team: 'front' }), namespace('shop')],
    networkPolicies: policies,
  });
  return evaluateNetworkPolicies(mesh, { pod: client, ip: '10.0.0.2' }, { pod: server, ip: '10.0.0.1' }, port).allowed;
}

const ingress = (...rules: NetworkPolicyRule[]) => networkPolicy('shop/p', { ingress: rules });

test.each([
  ['no policy', [], true],
  ['a policy of another namespace', [networkPolicy('web/p')], true],
  ['default deny', [ingress()], false],
  ['an empty rule admits all', [ingress(rule([]))], true],
  ['a policy that selects other pods', [networkPolicy('shop/p', { podSelector: labels({ app: 'x' }) })], true],
  ['a policy for egress only', [networkPolicy('shop/p', { policyTypes: ['Egress'] })], true],
  ['egress of the client', [networkPolicy('web/p', { policyTypes: ['Egress'] })], false],
  [
    'egress rule to a port',
    [networkPolicy('web/p', { policyTypes: ['Egress'], egress: [rule([], ports(15008))] })],
    true,
  ],
  ['one of several admits', [ingress(), networkPolicy('shop/q', { ingress: [rule([])] })], true],
])('N1, N2: %s: %s', (_name, policies, expected) => {
  expect(allows(policies)).toBe(expected);
});

test.each([
  ['a pod selector means the own namespace', peer({ podSelector: labels({ app: 'client' }) }), false],
  ['a namespace selector admits all its pods', peer({ namespaceSelector: labels({ team: 'front' }) }), true],
  [
    'a namespace is labelled with its own name',
    peer({ namespaceSelector: labels({ 'kubernetes.io/metadata.name': 'web' }) }),
    true,
  ],
  ['the empty namespace selector is every namespace', peer({ namespaceSelector: labels({}) }), true],
  [
    'both in one peer must hold',
    peer({ namespaceSelector: labels({ team: 'front' }), podSelector: labels({ app: 'other' }) }),
    false,
  ],
  [
    'both in one peer hold',
    peer({ namespaceSelector: labels({ team: 'front' }), podSelector: labels({ app: 'client' }) }),
    true,
  ],
  ['a block with the address', peer({ ipBlock: { cidr: '10.0.0.0/24', except: [] } }), true],
  ['a block that excepts it', peer({ ipBlock: { cidr: '10.0.0.0/24', except: ['10.0.0.2/32'] } }), false],
  ['a block elsewhere', peer({ ipBlock: { cidr: '192.168.0.0/16', except: [] } }), false],
])('peer: %s', (_name, one, expected) => {
  expect(allows([ingress(rule([one]))])).toBe(expected);
});

test('two peers are alternatives, where two selectors in one are not', () => {
  const either = [
    peer({ namespaceSelector: labels({ team: 'front' }) }),
    peer({ podSelector: labels({ app: 'other' }) }),
  ];
  expect(allows([ingress(rule(either))])).toBe(true);
});

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
  expect(allows([ingress(rule([], list))], port)).toBe(expected);
});

test('N2: the refusal names the ports that the same peer may use', () => {
  const mesh = smallMesh({ pods: [client, server], networkPolicies: [ingress(rule([], ports(8080)))] });
  const decision = evaluateNetworkPolicies(
    mesh,
    { pod: client, ip: '10.0.0.2' },
    { pod: server, ip: '10.0.0.1' },
    15008,
  );
  expect(decision).toMatchObject({ allowed: false, direction: 'ingress', otherPorts: ['8080'] });
  expect(decision.refusing.map((policy) => policy.name)).toEqual(['p']);
});

test('a pod of the host network is selected by no policy and known by no label', () => {
  const host = { ...client, hostNetwork: true };
  const mesh = smallMesh({
    pods: [host, server],
    networkPolicies: [networkPolicy('web/p', { policyTypes: ['Egress'] })],
  });
  expect(policiesSelecting(mesh, host, 'Egress')).toEqual([]);
  const byLabel = smallMesh({
    pods: [host, server],
    networkPolicies: [ingress(rule([peer({ namespaceSelector: labels({}) })]))],
  });
  expect(
    evaluateNetworkPolicies(byLabel, { pod: host, ip: '10.0.0.2' }, { pod: server, ip: '10.0.0.1' }, 80).allowed,
  ).toBe(false);
});

test('N3: an address without a pod is admitted by blocks only', () => {
  const outside = { pod: null, ip: '169.254.7.127' };
  const to = { pod: server, ip: '10.0.0.1' };
  const probe = peer({ ipBlock: { cidr: '169.254.7.127/32', except: [] } });
  const mesh = (...rules: NetworkPolicyRule[]) => smallMesh({ pods: [server], networkPolicies: [ingress(...rules)] });
  expect(
    evaluateNetworkPolicies(mesh(rule([peer({ namespaceSelector: labels({}) })])), outside, to, 8080).allowed,
  ).toBe(false);
  expect(evaluateNetworkPolicies(mesh(rule([probe])), outside, to, 8080).allowed).toBe(true);
});

test('IPv6 blocks', () => {
  const six = peer({ ipBlock: { cidr: 'fd00::/64', except: ['fd00::2/128'] } });
  const mesh = smallMesh({ pods: [server], networkPolicies: [ingress(rule([six]))] });
  const from = (ip: string) =>
    evaluateNetworkPolicies(mesh, { pod: null, ip }, { pod: server, ip: 'fd00::1' }, 15008).allowed;
  expect(from('fd00::3')).toBe(true);
  expect(from('fd00::2')).toBe(false);
  expect(from('10.0.0.3')).toBe(false);
});

test('policies of particular CNIs are counted, not read', () => {
  const marker = { ...networkPolicy('shop/x'), kind: 'CiliumNetworkPolicy', selector: null, target: '', at: null };
  expect(foreignPolicies(smallMesh({ markers: [marker, { ...marker, kind: 'Lease' }] }))).toHaveLength(1);
});
