/**
 * What tells callers of one class apart on their way to one target: only what the policies that were met there ask for. It is
 * read off one caller's traces, and then asked of every other caller, so that each is walked only once a kind of answer.
 */

import { inCidr } from '../mesh/address/ip.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { dnsDecisionOf, isDnsGuarded } from '../mesh/network-policy/dns-access.ts';
import {
  evaluateNetworkPolicies,
  isSelectedFor,
  type NetworkPolicyDecision,
} from '../mesh/network-policy/network-policy.ts';
import { policiesAtWaypoint, toMatch } from '../mesh/policy/policy.ts';
import { matchString } from '../mesh/policy/rbac.ts';
import { chooseEndpoints } from '../mesh/service/endpoints.ts';
import type { Caller, Leg, WalkTrace } from '../path/facts.ts';
import { startOf } from '../path/packet-ends.ts';
import type { AuthorizationPolicy } from '../state/istio.ts';
import type { Service } from '../state/kubernetes.ts';
import type { StringMatch, ZtunnelPolicy } from '../state/readings.ts';
import { parsePrincipal } from '../state/refs.ts';

/** Callers of one class with equal texts have equal answers. */
export interface TellApart {
  textOf: (caller: Caller) => string;
  /** L3: the walk keeps a caller's pods of different nodes apart */
  isPerNode: boolean;
}

/** Reads off the traces of one caller what is asked of callers of its class. */
export function tellApart(mesh: Mesh, traces: readonly WalkTrace[]): TellApart {
  const asked = askedOf(mesh, traces);
  const legs = firstLegs(mesh, traces);
  const nodes = choicesByNode(mesh, traces);
  const identities = new Map<string, string>();
  const textOf = (caller: Caller): string => {
    let identity = identities.get(caller.identity);
    if (identity === undefined) {
      identity = identityBits(asked, caller.identity);
      identities.set(caller.identity, identity);
    }
    const address =
      asked.blocks.length === 0 ? '' : asked.blocks.map((block) => bit(inCidr(caller.ip, block))).join('');
    return `${identity}|${address}|${networkBits(mesh, legs, caller)}|${nodes(caller.node)}`;
  };
  const isPerNode = traces.some(({ service }) => service && (isLocal(service) || service.trafficDistribution !== ''));
  return { textOf, isPerNode };
}

interface Asked {
  principals: StringMatch[];
  namespaces: StringMatch[];
  /** `namespace/account` */
  accounts: StringMatch[];
  blocks: string[];
}

function askedOf(mesh: Mesh, traces: readonly WalkTrace[]): Asked {
  const asked: Asked = { principals: [], namespaces: [], accounts: [], blocks: [] };
  const ztunnel = new Set(traces.flatMap((trace) => trace.admitted?.admission.policies ?? []));
  for (const policy of ztunnel) addZtunnel(asked, policy);
  const waypoint = new Set(traces.flatMap((trace) => policiesMet(mesh, trace)));
  for (const policy of waypoint) addWaypoint(asked, policy);
  asked.blocks = [...new Set(asked.blocks)];
  return asked;
}

function addZtunnel(asked: Asked, policy: ZtunnelPolicy): void {
  for (const match of policy.rules.flat(2)) {
    asked.principals.push(...match.principals, ...match.notPrincipals);
    asked.namespaces.push(...match.namespaces, ...match.notNamespaces);
    asked.accounts.push(...match.serviceAccounts, ...match.notServiceAccounts);
    asked.blocks.push(...match.sourceIps, ...match.notSourceIps);
  }
}

/** A2, A12: the policies of the waypoint that this trace passes, for what is addressed. */
function policiesMet(mesh: Mesh, { waypoint, service, target }: WalkTrace): AuthorizationPolicy[] {
  if (!waypoint) return [];
  const entry = target.kind === 'service-entry' ? target.entry : null;
  const addressed = service ?? entry;
  const kind = service ? ('Service' as const) : ('ServiceEntry' as const);
  const { gateway } = waypoint;
  return policiesAtWaypoint(mesh, gateway, addressed && { kind, namespace: addressed.namespace, name: addressed.name });
}

function addWaypoint(asked: Asked, policy: AuthorizationPolicy): void {
  const own = (name: string): string => (name.includes('/') ? name : `${policy.namespace}/${name}`);
  for (const source of policy.rules.flatMap((rule) => rule.from)) {
    asked.principals.push(...[...source.principals, ...source.notPrincipals].map(toMatch));
    asked.namespaces.push(...[...source.namespaces, ...source.notNamespaces].map(toMatch));
    asked.accounts.push(
      ...[...source.serviceAccounts, ...source.notServiceAccounts].map((name) => ({ kind: 'Exact', value: own(name) })),
    );
    asked.blocks.push(...source.ipBlocks, ...source.notIpBlocks, ...source.remoteIpBlocks, ...source.notRemoteIpBlocks);
  }
  for (const { key, values, notValues } of policy.rules.flatMap((rule) => rule.when)) {
    const all = [...values, ...notValues];
    if (key === 'source.principal') asked.principals.push(...all.map(toMatch));
    else if (key === 'source.namespace') asked.namespaces.push(...all.map(toMatch));
    else if (key.endsWith('.ip')) asked.blocks.push(...all);
  }
}

const bit = (holds: boolean): string => (holds ? '1' : '0');

function identityBits({ principals, namespaces, accounts }: Asked, identity: string): string {
  const peer = parsePrincipal(identity);
  const account = peer ? `${peer.namespace}/${peer.serviceAccount}` : '';
  return `${bit(identity !== '')}${bitsOf(principals, identity)}${bitsOf(namespaces, peer?.namespace ?? '')}${bitsOf(accounts, account)}`;
}

function bitsOf(patterns: readonly StringMatch[], text: string): string {
  let bits = '';
  for (const pattern of patterns) bits += bit(matchString(pattern, text));
  return bits;
}

interface FirstLeg extends Pick<Leg, 'to' | 'port'> {
  /** a policy decides who may come in where it leads to */
  isGuarded: boolean;
}

/** Legs that begin at the caller, one for each place they lead to. */
function firstLegs(mesh: Mesh, traces: readonly WalkTrace[]): FirstLeg[] {
  const legs = new Map<string, Leg>();
  for (const { legs: all, caller } of traces)
    for (const leg of all)
      if (leg.from.pod === caller.pod && (leg.from.ip === caller.ip || caller.kind === 'kubelet'))
        legs.set(`${leg.to.ip} ${leg.port}`, leg);
  const isGuarded = ({ to }: Leg): boolean => to.pod !== null && isSelectedFor(mesh, to.pod, 'Ingress');
  return [...legs.values()].map((leg) => ({ to: leg.to, port: leg.port, isGuarded: isGuarded(leg) }));
}

/** N1-N3, D1: what NetworkPolicies say of each first leg, had this caller sent it, and of its question to DNS. */
function networkBits(mesh: Mesh, legs: readonly FirstLeg[], caller: Caller): string {
  if (!caller.pod && caller.kind !== 'kubelet') return '';
  const isSelected = caller.pod !== null && isSelectedFor(mesh, caller.pod, 'Egress');
  const lookup = caller.pod && (isSelected || isDnsGuarded(mesh)) ? dnsDecisionOf(mesh, caller.pod) : null;
  let bits = '';
  for (const { to, port, isGuarded } of legs) {
    if (isSelected || isGuarded)
      bits += decisionText(evaluateNetworkPolicies(mesh, startOf(mesh, caller, to.pod, to.ip), to, port));
    bits += ';';
  }
  return lookup ? `${bits};${decisionText(lookup)}` : bits;
}

function decisionText({ allowed, gap, direction, refusing, otherPorts }: NetworkPolicyDecision): string {
  if (allowed) return gap?.why ?? 'yes';
  return `${direction} ${refusing.map(({ name }) => name)} ${otherPorts}`;
}

/** L3: which endpoints the caller's node may choose, where the Services met make it matter. */
function choicesByNode(mesh: Mesh, traces: readonly WalkTrace[]): (node: string) => string {
  const met = new Map<Service, number>();
  for (const { service, port, waypoint } of traces)
    if (service && !waypoint && prefersNodes(mesh, service)) met.set(service, port);
  if (met.size === 0) return () => '';
  const known = new Map<string, string>();
  return (node) => {
    let text = known.get(node);
    if (text === undefined) {
      text = [...met].map(([service, port]) => choiceText(mesh, service, port, node)).join(';');
      known.set(node, text);
    }
    return text;
  };
}

function choiceText(mesh: Mesh, service: Service, port: number, node: string): string {
  const { endpoints, preference } = chooseEndpoints(mesh, service, port, node);
  return `${preference} ${endpoints.map(({ ip }) => ip).join()}`;
}

const DISTRIBUTION = 'networking.istio.io/traffic-distribution';

const isLocal = (service: Service): boolean => service.internalTrafficPolicy === 'Local';

const prefersNodes = (mesh: Mesh, service: Service): boolean =>
  isLocal(service) ||
  service.trafficDistribution !== '' ||
  service.annotations[DISTRIBUTION] !== undefined ||
  mesh.namespaces.get(service.namespace)?.annotations[DISTRIBUTION] !== undefined;
