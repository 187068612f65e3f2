import { nameOf, ref } from '../../state/refs.ts';
import { admittingPorts } from '../admit-port.ts';
import type { Check } from '../check.ts';
import { evaluation, field, remedy } from '../evidence.ts';

/** Catalogue 41 (N1, D1): the caller's own NetworkPolicy, or that of the cluster's DNS, does not let its questions through. */
export const netpolEgressBlocksDns: Check = {
  id: 'netpol-egress-blocks-dns',
  number: 41,
  stage: 'client',
  title: 'A NetworkPolicy keeps the caller from DNS',
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['resolution'],
  tier: 0,
  needs: ['NetworkPolicy', 'Pod', 'Namespace', 'Service'],
  uses: ['ConfigMap', 'DaemonSet', 'Node'],
  why: 'A caller that asks the DNS of the cluster needs UDP 53 to its pods. A policy that lists only application ports leaves names without an answer.',
  notProof:
    'Names of the mesh that ztunnel answers itself, a cache for DNS on every node, and pods that ask other servers. Calls to an address ask nobody.',
  cite: 'N1, D1',
  judge(_mesh, trace) {
    const { lookup, caller } = trace;
    const policy = lookup?.allowed === false ? lookup.refusing[0] : undefined;
    if (!lookup || !policy || !caller.pod) return null;
    const subject = ref('NetworkPolicy', policy.namespace, policy.name);
    return {
      subject,
      sentence: `NetworkPolicy \`${nameOf(policy)}\` does not let \`${caller.name}\` ask DNS, so the name it calls has no answer.`,
      evidence: [
        evaluation(
          'N1',
          `${lookup.direction} of UDP 53 from ${caller.name} to the cluster's DNS is refused`,
          'a rule that admits UDP 53',
          subject,
        ),
        field(
          subject,
          `spec.${lookup.direction ?? 'egress'}`,
          lookup.otherPorts.length > 0 ? `ports ${lookup.otherPorts.join(', ')} only` : 'no rule for this peer',
          'port 53, UDP and TCP',
        ),
      ],
      objects: [ref('Pod', caller.pod.namespace, caller.pod.name)],
      fix: [
        remedy(
          'Admit UDP and TCP 53 to the DNS of the cluster.',
          `kubectl -n ${policy.namespace} get networkpolicy ${policy.name} -o yaml`,
          ...admittingPorts(lookup, [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ]),
        ),
      ],
    };
  },
};
