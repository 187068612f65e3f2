import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { type NodePair, nodePairs } from '../../mesh/told/node-pairs.ts';
import { conditionOf } from '../../state/metadata.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, reading, remedy } from '../evidence.ts';

const ENOUGH = 5;
const MANY = 0.3;
const FEW = 0.05;

/** Catalogue 132: connections between two nodes stand and then break, in both directions. */
export const overlayOrMtuProblem: Check = {
  id: 'overlay-or-mtu-problem',
  number: 132,
  stage: 'destination',
  title: 'The network between two nodes breaks connections',
  blame: 'kubernetes',
  severity: 'degraded',
  hops: ['outbound-link', 'upstream-link'],
  tier: 1,
  needs: ['Pod'],
  needsOneOf: ['ztunnel-metrics', 'ztunnel-log'],
  uses: ['Node', 'NetworkPolicy', 'Namespace'],
  why: 'Between two nodes connections are made and then stall or are cut, in both directions, while both nodes get on well with others. That is how a network looks that loses large packets.',
  notProof:
    'Trouble in one direction only, or of one node with all others, is the application or the node; a few breaks among many connections; fewer than five of them.',
  cite: 'N1; Kubernetes network plugin',
  detect: (mesh) => troubled(mesh).map((pair) => finding(mesh, pair)),
  judge(mesh, { legs }) {
    const pairs = troubled(mesh);
    if (pairs.length === 0) return null;
    for (const { from, to, hop } of legs) {
      const pair = pairs.find((one) => isBetween(one, from.pod?.node ?? '', to.pod?.node ?? ''));
      if (pair) return { ...finding(mesh, pair), hop };
    }
    return null;
  },
};

const isBetween = ({ from, to }: NodePair, a: string, b: string): boolean =>
  (from === a && to === b) || (from === b && to === a);

/** Each pair once, in the direction of its names. */
const troubled = ofMesh((mesh: Mesh): readonly NodePair[] => {
  const all = nodePairs(mesh);
  const isBad = ({ broke, well }: NodePair): boolean => broke >= ENOUGH && broke / (broke + well) >= MANY;
  const found: NodePair[] = [];
  for (const [from, row] of all)
    for (const [to, pair] of row) {
      const back = all.get(to)?.get(from);
      if (from < to && isBad(pair) && back && isBad(back) && hasGoodPeers(all, from, to) && hasGoodPeers(all, to, from))
        found.push(pair);
    }
  return found;
});

/** The node gets on well with another, itself included. */
function hasGoodPeers(all: ReadonlyMap<string, ReadonlyMap<string, NodePair>>, node: string, except: string): boolean {
  const others = [...(all.get(node)?.values() ?? [])].filter(({ to }) => to !== except);
  return others.some(({ broke, well }) => well >= ENOUGH && broke / (broke + well) <= FEW);
}

function finding(mesh: Mesh, { from, to }: NodePair): Found {
  const pairs = [nodePairs(mesh).get(from)!.get(to)!, nodePairs(mesh).get(to)!.get(from)!];
  const unavailable = [from, to].flatMap((name) => {
    const condition = conditionOf(mesh.nodes.get(name)?.conditions ?? [], 'NetworkUnavailable');
    return condition?.status === 'True'
      ? [field(ref('Node', '', name), 'status.conditions NetworkUnavailable', 'True', 'False', condition.since)]
      : [];
  });
  return {
    subject: ref('Node', '', from),
    certainty: unavailable.length > 0 ? 'likely' : 'suspected',
    sentence: `The network between nodes \`${from}\` and \`${to}\` seems to lose packets: connections are made and then break, in both directions, while both get on well with other nodes.`,
    evidence: [
      ...pairs.map((pair) =>
        reading(
          pair.source,
          pair.ztunnel,
          `${pair.broke} of ${pair.broke + pair.well} connections from ${pair.from} to ${pair.to} broke`,
          'few that break',
          pair.lastAt,
          pair.source === 'ztunnel-log' ? 3 : 1,
        ),
      ),
      ...unavailable,
    ],
    objects: [ref('Node', '', to)],
    fix: [
      remedy(
        'Compare the packet sizes of the network plugin and of the links below it, and try with pods outside the mesh on the same two nodes.',
        `kubectl get nodes ${from} ${to} -o wide; kubectl -n kube-system get pods -o wide --field-selector spec.nodeName=${to}`,
      ),
    ],
  };
}
