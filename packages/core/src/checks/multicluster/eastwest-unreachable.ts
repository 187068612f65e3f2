import { groupBy } from '../../mesh/memory/look-up.ts';
import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { type SaidOfGateway, saidOfGateways } from '../../mesh/multicluster/east-west-logs.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { reading, remedy } from '../evidence.ts';

/** Catalogue 173 (MC4): nodes do not get through to the gateway of another network. */
export const eastwestUnreachable: Check = {
  id: 'eastwest-unreachable',
  number: 173,
  stage: 'multicluster',
  title: 'The gateway of another network cannot be reached',
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['east-west-gateway'],
  tier: 3,
  needs: ['ztunnel-log', 'Pod'],
  uses: ['Gateway', 'ztunnel-config'],
  why: 'ztunnels of several nodes time out when they dial the address of the gateway. A firewall or a load balancer between the clusters drops what goes to it.',
  notProof:
    'A gateway that somebody reached since. Whether its own pods are down is not seen from here, so it is likely at most; told by one node alone it is a suspicion.',
  cite: 'MC4',
  detect: (mesh) => [...unreachable(mesh).values()].map((said) => finding(mesh, said)),
  judge(mesh, trace) {
    const gateway = trace.eastWest?.gateway;
    const said = gateway && unreachable(mesh).get(gateway.address);
    return said ? { ...finding(mesh, said), hop: 'east-west-gateway' } : null;
  },
};

const FEWEST = 3;

/** By address: what was said of gateways that nobody got through to since. */
const unreachable = ofMesh((mesh: Mesh): ReadonlyMap<string, readonly SaidOfGateway[]> => {
  const failed = groupBy(
    saidOfGateways(mesh, 'hbone-timeout', 'timed-out', 'unreachable'),
    ({ gateway }) => gateway.address,
  );
  if (failed.size === 0) return failed;
  const reached = groupBy(saidOfGateways(mesh, 'connected'), ({ gateway }) => gateway.address);
  for (const [address, said] of failed) {
    const isReached = lastOf(reached.get(address) ?? []) > lastOf(said);
    if (isReached || said.reduce((sum, { fact }) => sum + fact.count, 0) < FEWEST) failed.delete(address);
  }
  return failed;
});

const lastOf = (said: readonly SaidOfGateway[]): string =>
  said
    .map(({ fact }) => fact.lastAt ?? '')
    .sort()
    .at(-1) ?? '';

function finding(mesh: Mesh, said: readonly SaidOfGateway[]): Found {
  const { gateway } = said[0]!;
  const nodes = [...new Set(said.map(({ node }) => node))];
  const subject = gateway.object
    ? ref('Gateway', gateway.object.namespace, gateway.object.name)
    : ref('Namespace', '', mesh.rootNamespace);
  const who = nodes.length === 1 ? `Node \`${nodes[0]}\`` : `${nodes.length} nodes of this cluster`;
  return {
    subject,
    certainty: nodes.length > 1 ? 'likely' : 'suspected',
    sentence: `${who} cannot reach the gateway of network \`${gateway.network}\` at \`${gateway.address}\`.`,
    evidence: said
      .slice(0, 5)
      .map(({ pod, fact }) =>
        reading(
          'ztunnel-log',
          pod,
          `${fact.to.ip}:${fact.to.port} timed out, ${fact.count} times`,
          'connected',
          fact.lastAt,
          3,
        ),
      ),
    objects: nodes.map((node) => ref('Node', '', node)),
    since: said.map(({ fact }) => fact.firstAt).sort()[0] ?? null,
    fix: [
      remedy(
        'Let port 15008 through between the clusters: firewall, load balancer, security groups.',
        gateway.object
          ? `kubectl -n ${gateway.object.namespace} get gateway ${gateway.object.name} -o yaml`
          : `kubectl get gateways -A -l topology.istio.io/network=${gateway.network}`,
      ),
    ],
  };
}
