import { inEachNamespace, type Mesh, perMesh } from '../../mesh/mesh.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import { type ConnectionCount, countsByService, flaggedIn } from '../../mesh/told/connection-counts.ts';
import { recentCounts } from '../../mesh/told/proxy-counts.ts';
import { podsOfGateway, waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { reading, remedy } from '../evidence.ts';
import { type Share, standsOut } from './shares.ts';

/** Catalogue 181 (L4): of several pods behind a Service one fails. */
export const intermittentByEndpoint: Check = {
  id: 'intermittent-by-endpoint',
  number: 181,
  stage: 'catch-all',
  title: 'Only calls to one of the pods fail',
  blame: 'application',
  severity: 'degraded',
  hops: ['destination', 'destination-ztunnel', 'upstream-link'],
  tier: 1,
  needs: ['Pod', 'Service'],
  needsOneOf: ['ztunnel-metrics', 'waypoint-clusters'],
  uses: ['EndpointSlice', 'Gateway', 'Namespace', 'GatewayClass'],
  why: 'Calls are spread over the pods of a Service by chance. One pod, or the pods on one node, refuse or break many of them, and the others nearly none: callers see failures now and then.',
  notProof:
    'Fewer than twenty connections to each; failures that all pods share; refusals by policy, which are told apart; a few failures among many.',
  cite: 'L4; signals 3.4',
  detect: inEachNamespace((mesh, { services }) =>
    mesh.state.traffic.length === 0 && mesh.state.envoyClusters.length === 0
      ? []
      : services.flatMap((service) => findingOf(mesh, service) ?? []),
  ),
  judge(mesh, { backend, destination }) {
    return backend && destination ? findingOf(mesh, backend) : null;
  },
};

const findingOf = perMesh((mesh: Mesh, service: Service): Found | null => {
  const pods = podsOfService(mesh, service);
  if (pods.length < 2) return null;
  const byPod = standsOut(sharesByAddress(mesh, service));
  if (byPod) {
    const pod = pods.find(({ ips }) => ips.includes(byPod.key));
    return pod ? finding(service, pod, null, byPod) : null;
  }
  const byNode = standsOut(sharesByNode(mesh, service));
  const there = byNode ? pods.filter(({ node }) => node === byNode.key) : [];
  return byNode && there[0] ? finding(service, there[0], there.length > 1 ? byNode.key : null, byNode) : null;
});

/** What the ztunnels of the pods counted: one for each node. */
function sharesByNode(mesh: Mesh, service: Service): Share[] {
  const shares = new Map<string, Share>();
  for (const count of countsByService(recentCounts(mesh.state.traffic)).get(nameOf(service)) ?? []) {
    const node = count.reporter === 'destination' ? (mesh.pods.byName.get(count.ztunnel)?.node ?? '') : '';
    if (node !== '')
      add(shares, node, failedOf(count), count.well, { pod: count.ztunnel, source: 'ztunnel-metrics', at: count.at });
  }
  return [...shares.values()];
}

const failedOf = (count: ConnectionCount): number => flaggedIn(count) - flaggedIn(count, 'DENY');

/** What the pods of the waypoint counted for each address. */
function sharesByAddress(mesh: Mesh, service: Service): Share[] {
  const binding = waypointOfService(mesh, service);
  if (binding.state !== 'bound' || mesh.state.envoyClusters.length === 0) return [];
  const shares = new Map<string, Share>();
  const host = `${service.name}.${service.namespace}.svc.${mesh.domainSuffix}`;
  for (const pod of podsOfGateway(mesh, binding.gateway)) {
    const told = mesh.envoyClusters.get(nameOf(pod));
    for (const cluster of told?.clusters ?? [])
      if (cluster.host === host && cluster.direction === 'inbound-vip')
        for (const { address, requests, requestErrors, connectFailures } of cluster.hosts) {
          const failed = Math.max(requestErrors, connectFailures);
          add(shares, address.replace(/:\d+$/, ''), failed, Math.max(0, requests - failed), {
            pod: nameOf(pod),
            source: 'waypoint-clusters',
            at: told!.at,
          });
        }
  }
  return [...shares.values()];
}

function add(shares: Map<string, Share>, key: string, failed: number, well: number, told: Share['told']): void {
  const known = shares.get(key) ?? { key, failed: 0, well: 0, told };
  shares.set(key, { ...known, failed: known.failed + failed, well: known.well + well });
}

function finding(service: Service, pod: Pod, node: string | null, share: Share): Found {
  const where = node === null ? `pod \`${pod.namespace}/${pod.name}\`` : `pods on node \`${node}\``;
  const { pod: who, source, at } = share.told;
  return {
    subject: node === null ? ref('Pod', pod.namespace, pod.name) : ref('Node', '', node),
    certainty: 'likely',
    sentence: `Calls to \`${nameOf(service)}\` fail now and then: ${share.failed} of ${share.failed + share.well} to ${where} failed, and nearly none to the others.`,
    evidence: [
      reading(
        source,
        who,
        `${share.failed} of ${share.failed + share.well} failed at ${node ?? pod.name}`,
        'as few as at the others',
        at,
        source === 'waypoint-clusters' ? 2 : 1,
      ),
    ],
    objects: [ref('Service', service.namespace, service.name)],
    fix: [
      remedy(
        'Look at this pod and its node alone; the others do the same work and are well.',
        `kubectl -n ${pod.namespace} describe pod ${pod.name}; kubectl -n ${pod.namespace} logs ${pod.name} --tail=100`,
      ),
    ],
  };
}
