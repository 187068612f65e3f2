/** The common text of the checks on NetworkPolicies: which policy, which end, which port. */
import type { Leg, WalkHop } from '../path/facts.ts';
import { nameOf, type Ref, ref } from '../state/refs.ts';
import { admittingPorts } from './admit-port.ts';
import type { Found } from './check.ts';
import { evaluation, field, remedy } from './evidence.ts';

/** A finding for a leg that NetworkPolicies refuse; the subject is the first policy that selects the refusing end (N1, N2). */
export function networkPolicyFinding(leg: Leg, selected: Ref, hops: readonly WalkHop[]): Found {
  const { refusing, direction, otherPorts } = leg.policies;
  const policy = refusing[0]!;
  const subject = ref('NetworkPolicy', policy.namespace, policy.name);
  const admits = otherPorts.length > 0 ? `admits port ${otherPorts.join(', ')}` : 'admits nothing from there';
  const arrives =
    leg.protocol === 'HBONE' ? 'mesh traffic arrives on port 15008' : `the call arrives on port ${leg.port}`;
  const who = leg.from.pod ? `${leg.from.pod.namespace}/${leg.from.pod.workload.name}` : leg.from.ip;
  const sentence =
    direction === 'egress'
      ? `NetworkPolicy \`${nameOf(policy)}\` does not let \`${who}\` out on port ${leg.port}${leg.protocol === 'HBONE' ? ', which carries all mesh traffic' : ''}.`
      : `NetworkPolicy \`${nameOf(policy)}\` ${admits}, but ${arrives}.`;
  // What a policy of the network plugin may admit besides is not evaluated.
  const isOpen = hops.some(({ kind, gaps }) => kind === leg.hop && gaps.some(({ decisive }) => decisive));
  return {
    subject,
    ...(isOpen ? { certainty: 'likely' as const } : {}),
    sentence,
    evidence: [
      evaluation(
        'N1',
        `${direction} of port ${leg.port} from ${leg.from.ip || who} to ${leg.to.ip} is refused`,
        `a rule that admits TCP ${leg.port}`,
        subject,
      ),
      field(
        subject,
        `spec.${direction ?? 'ingress'}`,
        otherPorts.length > 0 ? `ports ${otherPorts.join(', ')} only` : 'no rule for this peer',
        `port ${leg.port}`,
      ),
    ],
    objects: [selected, ...refusing.slice(1).map((other) => ref('NetworkPolicy', other.namespace, other.name))],
    fix: [
      remedy(
        leg.protocol === 'HBONE'
          ? 'Admit TCP 15008 from the same peers; keep control of ports with an AuthorizationPolicy.'
          : `Admit TCP ${leg.port} from this peer.`,
        `kubectl -n ${policy.namespace} get networkpolicy ${policy.name} -o yaml`,
        ...admittingPorts(leg.policies, [{ protocol: 'TCP', port: leg.port }]),
      ),
    ],
  };
}

/** The plain leg to something outside: its refusal is a matter of the way out (catalogue: egress-netpol-blocks). */
export const leavesCluster = (leg: Leg): boolean => leg.to.pod === null && leg.protocol === 'TCP';
