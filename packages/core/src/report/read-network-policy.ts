/** The NetworkPolicies that a leg meets, rule by rule (N1, N2): what the one end lets out, what the other lets in. */
import { perSlice } from '../mesh/memory/look-up.ts';
import type { Gap, Mesh } from '../mesh/mesh.ts';
import type { PacketEnd } from '../mesh/network-policy/network-policy.ts';
import { matchesPeer, packetOf } from '../mesh/network-policy/network-policy.ts';
import {
  admitsPort,
  type Direction,
  NAME_LABEL,
  type ReadyPolicy,
  type ReadyRule,
  selectingPolicies,
} from '../mesh/network-policy/network-policy-rules.ts';
import { allOf, anyOf, type Truth } from '../mesh/truth.ts';
import type { Leg } from '../path/facts.ts';
import type { NetworkPolicyPeer, NetworkPolicyPort, Pod } from '../state/kubernetes.ts';
import type { LabelSelector } from '../state/metadata.ts';
import { nameOf, ref } from '../state/refs.ts';
import { resultOf, ruleReading } from './asked-words.ts';
import type { ClauseReading, PolicyReading, PolicyRound, RuleReading } from './policy-reading.ts';

/** One round for each end that policies select. */
export function roundsOfLeg(mesh: Mesh, leg: Leg): PolicyRound[] {
  const { from, to } = packetOf(leg.from, leg.to);
  return [roundOf(mesh, leg, 'Egress', from.pod, to, to), roundOf(mesh, leg, 'Ingress', to.pod, from, to)].filter(
    (round) => round !== null,
  );
}

const MOST_POLICIES = 20;
const MOST_RULES = 20;

function roundOf(
  mesh: Mesh,
  leg: Leg,
  direction: Direction,
  owner: Pod | null,
  other: PacketEnd,
  to: PacketEnd,
): PolicyRound | null {
  const policies = owner ? selectingPolicies(mesh.state.networkPolicies, owner, direction) : [];
  if (!owner || policies.length === 0 || leg.from.pod === leg.to.pod) return null;
  const told = policies.map((ready) => readingOf(mesh, ready, direction, { leg, other, to }));
  const decides = told.find(({ result }) => result === 'matches') ?? told.find(({ result }) => result === 'open');
  const isRefused = leg.policies.direction === direction.toLowerCase();
  const readings = told.map((one) => ({
    ...one,
    role: one === decides || isRefused ? ('decides' as const) : one.role,
  }));
  const shown = [...readings].sort((a, b) => rank(a.result) - rank(b.result)).slice(0, MOST_POLICIES);
  const way = direction === 'Egress' ? 'out of' : 'into';
  return {
    kind: 'NetworkPolicy',
    title: `What may go ${way} ${owner.namespace}/${owner.workload.name}, on port ${leg.port}`,
    sentence: sentenceOf(leg, told, isRefused, direction),
    allowed: isRefused ? false : leg.policies.gap && !decides ? null : decides?.result === 'open' ? null : true,
    policies: shown,
    more: readings.length - shown.length,
  };
}

const rank = (result: PolicyReading['result']): number => ['matches', 'open', 'no'].indexOf(result);

function sentenceOf(leg: Leg, told: readonly PolicyReading[], isRefused: boolean, direction: Direction): string {
  const policy = told.find(({ result }) => result === 'matches');
  const rule = policy?.rules.find(({ result }) => result === 'matches');
  if (policy && rule) return `Let through by rule ${rule.number} of \`${policy.name}\`.`;
  if (isRefused) {
    const names = told.slice(0, 3).map(({ name }) => `\`${name}\``);
    return `Refused: no rule of ${names.join(' or ')} admits port ${leg.port} ${direction === 'Egress' ? 'to there' : 'from there'}.`;
  }
  return leg.policies.gap
    ? `Not known: ${leg.policies.gap.why}.`
    : 'Let through: a node may always reach its own pods, and they the node.';
}

interface Packet {
  leg: Leg;
  other: PacketEnd;
  to: PacketEnd;
}

function readingOf(mesh: Mesh, ready: ReadyPolicy, direction: Direction, packet: Packet): PolicyReading {
  const { policy } = ready;
  const rules = (ready[direction] ?? []).map((rule, i) => ruleOf(mesh, ready, rule, direction, i, packet));
  const telling = [...rules].sort((a, b) => rank(a.result) - rank(b.result)).slice(0, MOST_RULES);
  const best = [...rules].sort((a, b) => rank(a.result) - rank(b.result))[0];
  const result = best?.result ?? 'no';
  const list = direction.toLowerCase();
  return {
    object: ref('NetworkPolicy', policy.namespace, policy.name),
    name: nameOf(policy),
    action: 'admits',
    role: 'asked',
    result,
    sentence:
      rules.length === 0
        ? `It has no ${list} rule, so it admits nothing.`
        : result === 'matches'
          ? `Rule ${best!.number} admits it.`
          : result === 'open'
            ? 'Whether a rule admits it hangs on what is not known.'
            : `None of its ${list} rules admits it.`,
    rules: rules.filter((rule) => telling.includes(rule)),
    more: rules.length - telling.length,
  };
}

function ruleOf(
  mesh: Mesh,
  { policy }: ReadyPolicy,
  rule: ReadyRule,
  direction: Direction,
  i: number,
  packet: Packet,
): RuleReading {
  const written = (direction === 'Ingress' ? policy.ingress : policy.egress)[i]!;
  const peers = rule.peers.map((peer) => asTruth(matchesPeer(mesh, peer, packet.other, policy.namespace)));
  const ports = written.ports.map((port) => admitsPort([port], packet.to.pod, packet.leg.port, 'TCP'));
  const clauses = [
    peerClause(written.peers, peers, direction, policy.namespace, packet.other),
    portClause(written.ports, ports, packet.leg.port),
  ];
  const truth = allOf([peers.length === 0 || anyOf(peers), ports.length === 0 || anyOf(ports)]);
  return ruleReading(i + 1, clauses, truth);
}

const asTruth = (truth: boolean | Gap): Truth => (typeof truth === 'boolean' ? truth : 'undecided');

function peerClause(
  written: readonly NetworkPolicyPeer[],
  truths: readonly Truth[],
  direction: Direction,
  namespace: string,
  other: PacketEnd,
): ClauseReading {
  const verb = direction === 'Ingress' ? 'comes from' : 'goes to';
  const has = `${verb} ${wordsOfEnd(other)}`;
  return clauseOf(
    direction === 'Ingress' ? 'from' : 'to',
    written.map((peer) => peerWords(peer, namespace)),
    truths,
    has,
  );
}

const portClause = (written: readonly NetworkPolicyPort[], truths: readonly Truth[], port: number): ClauseReading =>
  clauseOf('ports', written.map(portWords), truths, `goes to TCP port ${port}`);

function clauseOf(
  part: ClauseReading['part'],
  asks: readonly string[],
  truths: readonly Truth[],
  has: string,
): ClauseReading {
  const lines = asks.map((text, i) => [{ asks: text, has, result: resultOf(truths[i]!) }]);
  const shown = [...lines].sort((a, b) => rank(a[0]!.result) - rank(b[0]!.result)).slice(0, 12);
  const truth = truths.length === 0 ? true : anyOf(truths);
  return { part, result: resultOf(truth), alternatives: shown, more: lines.length - shown.length };
}

const wordsOfEnd = ({ pod, ip }: PacketEnd): string =>
  pod
    ? `pod ${nameOf(pod)}${pod.hostNetwork ? ' on the network of its node' : ''}`
    : ip || 'an address that is not known';

function peerWords({ ipBlock, namespaceSelector, podSelector }: NetworkPolicyPeer, namespace: string): string {
  if (ipBlock)
    return `addresses ${ipBlock.cidr}${ipBlock.except.length > 0 ? ` but not ${ipBlock.except.join(', ')}` : ''}`;
  const pods = podSelector && selectorWords(podSelector) !== '' ? `pods with ${selectorWords(podSelector)}` : 'pods';
  if (!namespaceSelector) return `${pods} in namespace ${namespace}`;
  const own = soleName(namespaceSelector);
  if (own !== null) return `${pods} in namespace ${own}`;
  const where = selectorWords(namespaceSelector);
  return where === '' ? `${pods} of any namespace` : `${pods} in namespaces with ${where}`;
}

/** The namespace that is meant by the label that Kubernetes gives to each. */
function soleName({ matchLabels, matchExpressions }: LabelSelector): string | null {
  const [only, ...more] = Object.keys(matchLabels);
  return only === NAME_LABEL && more.length + matchExpressions.length === 0 ? (matchLabels[only] ?? null) : null;
}

/** `app=web and tier in (a, b)`; '' for a selector that asks for nothing. */
const selectorWords = perSlice(({ matchLabels, matchExpressions }: LabelSelector): string =>
  [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(
      ({ key, operator, values }) => `${key} ${operator}${values.length > 0 ? ` (${values.join(', ')})` : ''}`,
    ),
  ].join(' and '),
);

const portWords = ({ port, endPort, protocol }: NetworkPolicyPort): string =>
  port === null ? `any ${protocol} port` : `${protocol} port ${port}${endPort === null ? '' : `-${endPort}`}`;
