import { connectionCounts, flaggedIn } from '../../mesh/connection-counts.ts';
import { groupBy } from '../../mesh/look-up.ts';
import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { reading, remedy } from '../evidence.ts';
import { type Share, standsOut } from './shares.ts';

/** Catalogue 182 (Z1): the same Service is reached from every node but one. */
export const intermittentBySourceNode: Check = {
  id: 'intermittent-by-source-node',
  number: 182,
  stage: 'catch-all',
  title: 'Only callers on one node fail',
  blame: 'istio',
  severity: 'degraded',
  hops: ['source-ztunnel'],
  tier: 1,
  needs: ['Pod', 'ztunnel-metrics'],
  uses: ['Service'],
  why: 'Callers on several nodes call the same Service. Those on one node fail often, the others nearly never: the trouble is at that node, its ztunnel or its network.',
  notProof:
    'Services whose callers are all on one node; fewer than twenty connections from each; refusals by policy; a few failures among many.',
  cite: 'Z1; signals 3.4',
  detect: (mesh) => [...nodesAtFault(mesh).values()].map((fault) => finding(mesh, fault)),
  judge(mesh, { caller, service, served }) {
    if (!caller.pod || !served || !service || nodesAtFault(mesh).size === 0) return null;
    const { namespace, workload } = caller.pod;
    const pods = mesh.pods.byWorkload.get(`${namespace}/${workload.kind}/${workload.name}`) ?? [];
    const node = pods
      .map((pod) => pod.node)
      .find((name) => nodesAtFault(mesh).get(name)?.services.includes(nameOf(service)));
    const fault = node === undefined ? undefined : nodesAtFault(mesh).get(node);
    return fault ? finding(mesh, fault) : null;
  },
};

interface Fault {
  share: Share;
  services: string[];
}

/** By node: the Services that only callers on it fail to reach. */
const nodesAtFault = ofMesh((mesh: Mesh): ReadonlyMap<string, Fault> => {
  const faults = new Map<string, Fault>();
  const counts = connectionCounts(mesh.state.traffic).filter(
    ({ reporter, service }) => reporter === 'source' && service !== '',
  );
  for (const [service, list] of groupBy(counts, (count) => count.service)) {
    const shares = new Map<string, Share>();
    for (const count of list) {
      const node = mesh.pods.byName.get(count.ztunnel)?.node ?? '';
      if (node === '') continue;
      const told = { pod: count.ztunnel, source: 'ztunnel-metrics', at: count.at };
      const known = shares.get(node) ?? { key: node, failed: 0, well: 0, told };
      const failed = flaggedIn(count) - flaggedIn(count, 'DENY');
      shares.set(node, { ...known, failed: known.failed + failed, well: known.well + count.well });
    }
    const share = standsOut([...shares.values()]);
    if (!share) continue;
    const fault = faults.get(share.key) ?? { share, services: [] };
    fault.services.push(service);
    faults.set(share.key, fault);
  }
  return faults;
});

function finding(mesh: Mesh, { share, services }: Fault): Found {
  const [first = ''] = services;
  const more = services.length > 1 ? ` and ${services.length - 1} more` : '';
  return {
    subject: ref('Node', '', share.key),
    certainty: 'likely',
    sentence: `Only callers on node \`${share.key}\` fail to reach \`${first}\`${more}: ${share.failed} of ${share.failed + share.well} of their connections failed, and nearly none from other nodes.`,
    evidence: [
      reading(
        'ztunnel-metrics',
        share.told.pod,
        `${share.failed} of ${share.failed + share.well} connections failed`,
        'as few as on other nodes',
        share.told.at,
        1,
      ),
    ],
    objects: services.slice(0, 5).flatMap((name) => (mesh.services.byName.has(name) ? [serviceRef(name)] : [])),
    fix: [
      remedy(
        'Look at ztunnel and istio-cni on that node, and at its network.',
        `kubectl get pods -A -o wide --field-selector spec.nodeName=${share.key} | grep -E 'ztunnel|istio-cni'`,
      ),
    ],
  };
}

function serviceRef(name: string) {
  const [namespace = '', own = ''] = name.split('/');
  return ref('Service', namespace, own);
}
