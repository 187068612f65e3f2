import { groupBy } from '../../mesh/memory/look-up.ts';
import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { type ConnectionCount, connectionCounts, flaggedIn } from '../../mesh/told/connection-counts.ts';
import { recentCounts } from '../../mesh/told/proxy-counts.ts';
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
    const name = `${caller.pod.namespace}/${caller.pod.workload.name}`;
    const isMet = ({ services, callers }: Fault): boolean => services.includes(nameOf(service)) && callers.has(name);
    const fault = [...nodesAtFault(mesh).values()].find(isMet);
    return fault ? finding(mesh, fault) : null;
  },
};

interface Fault {
  share: Share;
  services: string[];
  /** `namespace/workload` of those whose connections failed there */
  callers: Set<string>;
}

/** By node: the Services that only callers on it fail to reach. */
const nodesAtFault = ofMesh((mesh: Mesh): ReadonlyMap<string, Fault> => {
  const faults = new Map<string, Fault>();
  const counts = connectionCounts(recentCounts(mesh.state.traffic)).filter(
    ({ reporter, service }) => reporter === 'source' && service !== '',
  );
  for (const [service, list] of groupBy(counts, (count) => count.service)) {
    const byNode = groupBy(list, ({ ztunnel }) => mesh.pods.byName.get(ztunnel)?.node ?? '');
    byNode.delete('');
    const share = standsOut([...byNode].map(([node, there]) => shareOf(node, there)));
    if (!share) continue;
    const fault = faults.get(share.key) ?? { share, services: [], callers: new Set() };
    fault.services.push(service);
    for (const count of byNode.get(share.key) ?? []) if (flaggedIn(count) > 0) fault.callers.add(count.from);
    faults.set(share.key, fault);
  }
  return faults;
});

function shareOf(key: string, counts: readonly ConnectionCount[]): Share {
  const sum = (of: (count: ConnectionCount) => number): number => counts.reduce((all, count) => all + of(count), 0);
  const told = { pod: counts[0]!.ztunnel, source: 'ztunnel-metrics', at: counts[0]!.at };
  return {
    key,
    failed: sum((count) => flaggedIn(count) - flaggedIn(count, 'DENY')),
    well: sum(({ well }) => well),
    told,
  };
}

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
