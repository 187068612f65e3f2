import type { Mesh } from '../../mesh/mesh.ts';
import { type NodePair, nodePairs } from '../../mesh/told/node-pairs.ts';
import type { Leg } from '../../path/facts.ts';
import { conditionOf } from '../../state/metadata.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, reading, remedy } from '../evidence.ts';

/** Fewer may be a pod that was just going. */
const ENOUGH = 3;

/** Catalogue 131 (N1): port 15008 is closed between nodes, and nothing in the cluster closes it. */
export const cloudFirewallBlocks15008: Check = {
  id: 'cloud-firewall-blocks-15008',
  number: 131,
  stage: 'destination',
  title: 'Something outside Kubernetes drops mesh traffic between nodes',
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['outbound-link'],
  tier: 1,
  needs: ['NetworkPolicy', 'Pod'],
  needsOneOf: ['ztunnel-metrics', 'ztunnel-log'],
  uses: ['Namespace', 'Node', 'Gateway'],
  why: 'Connections to port 15008 of pods on another node time out, calls within one node succeed, and no NetworkPolicy explains it. A security group or firewall between the nodes drops the port.',
  notProof:
    'Pairs of nodes between which any such connection succeeded, timeouts within one node, nodes that are not ready, fewer than three timeouts. What ztunnel prints of a NetworkPolicy at every timeout is no proof of one; policies of the network plugin are not evaluated, so where there are any nothing is said.',
  cite: 'N1',
  judge(mesh, { legs, hops }) {
    const leg = legs.find(({ hop }) => hop === 'outbound-link');
    const found = leg ? findingOf(mesh, leg) : null;
    // Where policies could not be read or evaluated, one of them may be the reason.
    const isOpen = hops.some(({ kind, gaps }) => kind === 'outbound-link' && gaps.some(({ decisive }) => decisive));
    return found && !isOpen ? { ...found, hop: 'outbound-link' } : null;
  },
};

function findingOf(mesh: Mesh, { protocol, from, to, policies }: Leg): Found | null {
  if (protocol !== 'HBONE' || !from.pod || !to.pod || !policies.allowed) return null;
  const pair = nodePairs(mesh).get(from.pod.node)?.get(to.pod.node);
  if (!pair || !isCut(mesh, pair)) return null;
  const within = nodePairs(mesh).get(pair.from)?.get(pair.from);
  return {
    subject: ref('Node', '', pair.to),
    certainty: 'suspected',
    sentence: `Something between nodes \`${pair.from}\` and \`${pair.to}\` seems to drop port 15008, which carries all mesh traffic: ${pair.timeouts} connections timed out, and no NetworkPolicy explains it.`,
    evidence: [
      reading(
        pair.source,
        pair.ztunnel,
        `${pair.timeouts} connections to port 15008 on ${pair.to} timed out, none succeeded`,
        'some that succeed',
        pair.lastAt,
        tierOf(pair),
      ),
      ...(within && within.well > 0
        ? [
            reading(
              within.source,
              within.ztunnel,
              `${within.well} connections within ${pair.from} succeeded`,
              '',
              within.lastAt,
              tierOf(within),
            ),
          ]
        : []),
      evaluation(
        'N1',
        'the NetworkPolicies of both ends admit port 15008',
        '',
        ref('Pod', to.pod.namespace, to.pod.name),
      ),
    ],
    objects: [ref('Node', '', pair.from)],
    since: null,
    fix: [
      remedy(
        'Open TCP 15008 between the pod networks in the security groups or firewalls of the nodes.',
        `kubectl get nodes ${pair.from} ${pair.to} -o wide`,
      ),
    ],
  };
}

const tierOf = ({ source }: NodePair): number => (source === 'ztunnel-log' ? 3 : 1);

/** Timeouts and nothing else from one node to another that is well; within a node nothing times out. */
function isCut(mesh: Mesh, { from, to, timeouts, well, broke }: NodePair): boolean {
  if (from === to || timeouts < ENOUGH || well + broke > 0) return false;
  const within = [nodePairs(mesh).get(from)?.get(from), nodePairs(mesh).get(to)?.get(to)];
  if (within.some((pair) => pair !== undefined && pair.timeouts > 0)) return false;
  const ready = conditionOf(mesh.nodes.get(to)?.conditions ?? [], 'Ready');
  return ready === undefined || ready.status === 'True';
}
