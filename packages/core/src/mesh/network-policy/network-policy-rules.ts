/** NetworkPolicies made ready for many questions: by namespace, with selectors and address blocks read once. */
import type {
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicyRule,
  Pod,
} from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';
import { compileCidr, type IpAddress } from '../address/ip.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import { compileSelector } from '../service/selector.ts';

export type Direction = 'Ingress' | 'Egress';
export type PacketProtocol = 'TCP' | 'UDP';

/** One policy. A direction that is not of its types is null: it says nothing of it. */
export interface ReadyPolicy {
  policy: NetworkPolicy;
  selects: (labels: Labels) => boolean;
  Ingress: readonly ReadyRule[] | null;
  Egress: readonly ReadyRule[] | null;
}

/** Peers are alternatives, none = from or to anywhere; so are ports, none = every port. */
export interface ReadyRule {
  peers: readonly ReadyPeer[];
  ports: readonly NetworkPolicyPort[];
}

export type ReadyPeer =
  /** `everywhere`: every address of a family lies in it, also one that is not known */
  | { kind: 'block'; holds: (address: IpAddress) => boolean; everywhere: boolean }
  /** namespace null = the policy's own; the selector of namespaces sees their labels, that of pods the pod's */
  | {
      kind: 'pods';
      inNamespace: ((labels: Labels) => boolean) | null;
      isPod: (labels: Labels) => boolean;
      needs: boolean;
    };

/** N1, N2: the policies of each namespace, those that select nothing of a direction included. */
export const policiesByNamespace = perSlice(
  (list: readonly NetworkPolicy[]): ReadonlyMap<string, readonly ReadyPolicy[]> =>
    groupBy(list.map(readied), ({ policy }) => policy.namespace),
);

/** The policies that select a pod for a direction; a pod of the host network is selected by none. */
export function selectingPolicies(
  policies: readonly NetworkPolicy[],
  pod: Pod,
  direction: Direction,
): readonly ReadyPolicy[] {
  const local = policiesByNamespace(policies).get(pod.namespace);
  if (!local || pod.hostNetwork) return NONE;
  const { says, of } = selected(local);
  return says[direction] ? of(pod)[direction] : NONE;
}

const NONE: readonly ReadyPolicy[] = [];
const BY_NONE = { Ingress: NONE, Egress: NONE };

/** Which directions the policies of a namespace say anything of, and for each of its pods, remembered, which select it. */
const selected = perSlice((local: readonly ReadyPolicy[]) => {
  const of = perSlice((pod: Pod): Readonly<Record<Direction, readonly ReadyPolicy[]>> => {
    const own = local.filter((ready) => ready.selects(pod.labels));
    if (own.length === 0) return BY_NONE;
    return { Ingress: own.filter((ready) => ready.Ingress), Egress: own.filter((ready) => ready.Egress) };
  });
  const says = { Ingress: local.some((ready) => ready.Ingress), Egress: local.some((ready) => ready.Egress) };
  return { says, of };
});

function readied(policy: NetworkPolicy): ReadyPolicy {
  const rulesFor = (direction: Direction, rules: readonly NetworkPolicyRule[]) =>
    policy.policyTypes.includes(direction) ? rules.map(readiedRule) : null;
  return {
    policy,
    selects: compileSelector(policy.podSelector),
    Ingress: rulesFor('Ingress', policy.ingress),
    Egress: rulesFor('Egress', policy.egress),
  };
}

const readiedRule = ({ peers, ports }: NetworkPolicyRule): ReadyRule => ({ peers: peers.map(readiedPeer), ports });

function readiedPeer({ ipBlock, namespaceSelector, podSelector }: NetworkPolicyPeer): ReadyPeer {
  if (ipBlock) {
    const within = compileCidr(ipBlock.cidr);
    const except = ipBlock.except.map(compileCidr);
    const holds = (address: IpAddress): boolean => within(address) && !except.some((block) => block(address));
    return { kind: 'block', holds, everywhere: /\/0+$/.test(ipBlock.cidr) && except.length === 0 };
  }
  const keys = namespaceSelector
    ? [...Object.keys(namespaceSelector.matchLabels), ...namespaceSelector.matchExpressions.map(({ key }) => key)]
    : [];
  return {
    kind: 'pods',
    inNamespace: namespaceSelector ? compileSelector(namespaceSelector) : null,
    isPod: podSelector ? compileSelector(podSelector) : () => true,
    needs: keys.some((key) => key !== NAME_LABEL),
  };
}

/** Kubernetes gives every namespace its own name as a label. */
export const NAME_LABEL = 'kubernetes.io/metadata.name';

/** A port list admits the port; a name means a container port of the pod that is called, of the same protocol. */
export function admitsPort(
  ports: readonly NetworkPolicyPort[],
  target: Pod | null,
  port: number,
  protocol: PacketProtocol,
): boolean {
  if (ports.length === 0) return true;
  return ports.some((entry) => {
    if (entry.protocol !== protocol) return false;
    if (entry.port === null) return true;
    if (typeof entry.port === 'string') return target !== null && declaresPort(target, entry.port, port, protocol);
    return entry.endPort === null ? entry.port === port : port >= entry.port && port <= entry.endPort;
  });
}

/** A container that has run and ended holds no port: init containers count where they keep running. */
function declaresPort(pod: Pod, name: string, port: number, protocol: PacketProtocol): boolean {
  return pod.containers.some(
    (container) =>
      (!container.init || container.restartable) &&
      container.ports.some((entry) => entry.name === name && entry.port === port && entry.protocol === protocol),
  );
}
