import { expect, test } from 'vitest';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyRule } from '../../state/kubernetes.ts';
import type { LabelSelector } from '../../state/metadata.ts';
import { container, namespace, networkPolicy, node, pod, smallMesh } from '../small-mesh.ts';
import { evaluateNetworkPolicies, PROBE_ADDRESS, policiesSelecting, probeAddressOf } from './network-policy.ts';

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

const CNI = { ambientEnabled: true, excludeNamespaces: [], enablementSelectors: null, dnsCapture: null, ipv6: null };

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
  const host = { ...client, hostNetwork: true, node: 'node-2' };
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

const toServer = { pod: server, ip: '10.0.0.1' };
const deny = networkPolicy('shop/p');

test('no policy stops a pod from calling itself', () => {
  const closed = networkPolicy('shop/p', { policyTypes: ['Ingress', 'Egress'] });
  const mesh = smallMesh({ pods: [server], networkPolicies: [closed] });
  expect(evaluateNetworkPolicies(mesh, toServer, toServer, 8080).allowed).toBe(true);
  const twin = { pod: { ...server, name: 'twin' }, ip: '10.0.0.9' };
  expect(evaluateNetworkPolicies(mesh, twin, toServer, 8080).allowed).toBe(false);
});

const here = pod('ops/agent', { hostNetwork: true, ips: ['192.168.0.1'] });
const there = pod('ops/agent-2', { hostNetwork: true, node: 'node-2', ips: ['192.168.0.2'] });

test.each([
  ['the kubelet of the node', { pod: null, ip: '', node: 'node-1' }, true],
  ['the kubelet of another node', { pod: null, ip: '192.168.0.2', node: 'node-2' }, false],
  ["the node's address", { pod: null, ip: '192.168.0.1' }, true],
  ["another node's address", { pod: null, ip: '192.168.0.2' }, false],
  ['a host-network pod of the node', { pod: here, ip: '192.168.0.1' }, true],
  ['a host-network pod of another node', { pod: there, ip: '192.168.0.2' }, false],
  ['a pod beside it', { pod: client, ip: '10.0.0.2' }, false],
])('traffic between a pod and its own node is always let in: %s', (_name, from, expected) => {
  const nodes = [
    { ...node('node-1'), addresses: ['192.168.0.1', 'node-1'] },
    { ...node('node-2'), addresses: ['192.168.0.2'] },
  ];
  const mesh = smallMesh({ pods: [server, client, here, there], nodes, networkPolicies: [deny] });
  expect(evaluateNetworkPolicies(mesh, from, toServer, 8080)).toMatchObject({ allowed: expected, gap: null });
});

test('a host-network end of another node is admitted by the block of its address, not by labels', () => {
  const admits = (one: NetworkPolicyPeer) =>
    evaluateNetworkPolicies(
      smallMesh({ pods: [server, there], networkPolicies: [ingress(rule([one]))] }),
      { pod: there, ip: '192.168.0.2' },
      toServer,
      8080,
    ).allowed;
  expect(admits(peer({ ipBlock: { cidr: '192.168.0.0/24', except: [] } }))).toBe(true);
  expect(admits(peer({ namespaceSelector: labels({}) }))).toBe(false);
});

test('N3: a probe of a captured pod needs its address admitted, else the network plugin decides', () => {
  const probe = (address: string, ...rules: NetworkPolicyRule[]) =>
    evaluateNetworkPolicies(
      smallMesh({ pods: [server], networkPolicies: [ingress(...rules)] }),
      { pod: null, ip: address, node: 'node-1' },
      toServer,
      8080,
    );
  const block = (cidr: string) => rule([peer({ ipBlock: { cidr, except: [] } })]);
  expect(probe(PROBE_ADDRESS, block('169.254.7.127/32'))).toMatchObject({ allowed: true, gap: null });
  expect(probe(PROBE_ADDRESS).gap).toMatchObject({ source: 'network-plugin' });
  const sixth = probeAddressOf(smallMesh({}), 'fd00::1');
  expect(probe(sixth, block('fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128'))).toMatchObject({
    allowed: true,
    gap: null,
  });
});

test('N3: istio-cni may be told other addresses for probes', () => {
  const cniConfig = { ...CNI, probeAddress: '169.254.9.9', probeAddressV6: 'fd99::1' };
  expect(probeAddressOf(smallMesh({ cniConfig }), '10.0.0.1')).toBe('169.254.9.9');
  expect(probeAddressOf(smallMesh({ cniConfig }), 'fd00::1')).toBe('fd99::1');
  expect(probeAddressOf(smallMesh({ cniConfig: CNI }), '10.0.0.1')).toBe(PROBE_ADDRESS);
});

test.each([
  ['a policy for everything', '0.0.0.0/0', [], true],
  ['one for everything but', '0.0.0.0/0', ['10.0.0.0/8'], null],
  ['a block', '10.0.0.0/8', [], null],
])('an address that is not known: %s', (_name, cidr, except, expected) => {
  const mesh = smallMesh({ pods: [server], networkPolicies: [ingress(rule([peer({ ipBlock: { cidr, except } })]))] });
  const { allowed, gap } = evaluateNetworkPolicies(mesh, { pod: null, ip: '' }, toServer, 8080);
  expect(gap === null ? allowed : null).toBe(expected);
});

test('an address that is not known is refused where no block could hold it', () => {
  const mesh = smallMesh({ pods: [server], networkPolicies: [deny] });
  expect(evaluateNetworkPolicies(mesh, { pod: null, ip: '' }, toServer, 8080)).toMatchObject({ allowed: false });
});

test('labels of a namespace that was not read leave it open, but for the name', () => {
  const unread = smallMesh({}).state.sources.map((status) =>
    status.source === 'Namespace' ? { ...status, state: 'forbidden' as const } : status,
  );
  const decide = (one: NetworkPolicyPeer) =>
    evaluateNetworkPolicies(
      smallMesh({ pods: [client, server], networkPolicies: [ingress(rule([one]))], sources: unread }),
      { pod: client, ip: '10.0.0.2' },
      toServer,
      15008,
    );
  expect(decide(peer({ namespaceSelector: labels({ team: 'front' }) })).gap).toMatchObject({ source: 'Namespace' });
  expect(decide(peer({ namespaceSelector: labels({ 'kubernetes.io/metadata.name': 'web' }) })).gap).toBeNull();
  const others = peer({ namespaceSelector: labels({ team: 'front' }), podSelector: labels({ app: 'other' }) });
  expect(decide(others)).toMatchObject({ allowed: false, gap: null });
});

test('a pod with two addresses calls from the family that it dials', () => {
  const dual = { ...client, ips: ['10.0.0.2', 'fd00::2'] };
  const six = peer({ ipBlock: { cidr: 'fd00::2/128', except: [] } });
  const mesh = smallMesh({ pods: [dual, server], networkPolicies: [ingress(rule([six]))] });
  const from = { pod: dual, ip: '10.0.0.2' };
  expect(evaluateNetworkPolicies(mesh, from, { pod: server, ip: 'fd00::1' }, 8080).allowed).toBe(true);
  expect(evaluateNetworkPolicies(mesh, from, toServer, 8080).allowed).toBe(false);
});
