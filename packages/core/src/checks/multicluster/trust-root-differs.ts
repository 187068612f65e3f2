import { groupBy } from '../../mesh/memory/look-up.ts';
import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { type SaidOfGateway, saidOfGateways } from '../../mesh/multicluster/east-west-logs.ts';
import { type FarEndpoint, farWorkloads } from '../../mesh/multicluster/far-clusters.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, reading, remedy } from '../evidence.ts';

/** Catalogue 175 (MC8, C3, C5): the clusters do not trust each other's certificates. */
export const trustRootDiffers: Check = {
  id: 'trust-root-differs',
  number: 175,
  stage: 'multicluster',
  title: 'Clusters do not trust each other',
  blame: 'configuration',
  severity: 'broken',
  hops: ['east-west-gateway', 'destination-ztunnel'],
  tier: 2,
  persistence: 0,
  needs: ['ztunnel-config'],
  uses: ['ztunnel-log', 'Gateway', 'ConfigMap', 'Namespace', 'Pod'],
  why: 'A connection between clusters is encrypted from one to the other, so both need a root certificate in common and the same trust domain.',
  notProof:
    'The roots of other clusters are not read here: that they differ is told only by connections that fail for the issuer of the certificate. Bundles with both roots work.',
  cite: 'MC8, C3, C5',
  detect: (mesh) => [...differences(mesh).values()],
  judge(mesh, trace) {
    if (!trace.eastWest || differences(mesh).size === 0) return null;
    const found = differences(mesh).get(trace.eastWest.network) ?? differences(mesh).get('');
    return found ? { ...found, hop: 'east-west-gateway' } : null;
  },
};

/** By network; '' for clusters of this one. */
const differences = ofMesh((mesh: Mesh): ReadonlyMap<string, Found> => {
  const found = new Map<string, Found>();
  for (const [network, said] of groupBy(refusals(mesh), ({ gateway }) => gateway.network))
    if (said.reduce((sum, { fact }) => sum + fact.count, 0) >= FEWEST) found.set(network, byRoot(mesh, network, said));
  for (const endpoint of farWorkloads(mesh)) {
    const { network, trustDomain } = endpoint.workload;
    const isOther = (trustDomain || 'cluster.local') !== mesh.trustDomain;
    const key = network === mesh.state.network ? '' : network;
    if (isOther && !found.has(key)) found.set(key, byDomain(mesh, endpoint));
  }
  return found;
});

const FEWEST = 3;

const refusals = (mesh: Mesh): SaidOfGateway[] =>
  saidOfGateways(mesh, 'tls-failed', 'identity-mismatch').filter(
    ({ fact }) => fact.reason === 'issuer' || fact.reason === 'trust-domain',
  );

function byRoot(mesh: Mesh, network: string, said: readonly SaidOfGateway[]): Found {
  return {
    subject: ref('Namespace', '', mesh.rootNamespace),
    certainty: 'likely',
    sentence: `This cluster and network \`${network}\` do not trust each other's certificates.`,
    evidence: said
      .slice(0, 5)
      .map(({ pod, fact }) =>
        reading(
          'ztunnel-log',
          pod,
          `${fact.to.ip}: certificate refused for its ${fact.reason === 'issuer' ? 'issuer' : 'trust domain'}, ${fact.count} times`,
          'accepted',
          fact.lastAt,
          3,
        ),
      ),
    since: said.map(({ fact }) => fact.firstAt).sort()[0] ?? null,
    fix: [commonRoot],
  };
}

function byDomain(mesh: Mesh, { workload, toldTo }: FarEndpoint): Found {
  const where = workload.clusterId || workload.network;
  const domain = workload.trustDomain || 'cluster.local';
  return {
    subject: ref('Namespace', '', mesh.rootNamespace),
    certainty: 'likely',
    sentence: `Cluster \`${where}\` has trust domain \`${domain}\` and this one \`${mesh.trustDomain}\`, so their workloads do not accept each other.`,
    evidence: [
      reading(
        'ztunnel-config',
        toldTo.pod,
        `trust domain of ${workload.name || workload.uid}: ${domain}`,
        mesh.trustDomain,
        toldTo.at,
      ),
      field(ref('ConfigMap', mesh.rootNamespace, 'istio'), 'mesh.trustDomain', mesh.trustDomain, domain),
    ],
    fix: [commonRoot],
  };
}

const commonRoot = remedy(
  'Give all clusters a root certificate in common, and one trust domain.',
  "kubectl -n istio-system get configmap istio-ca-root-cert -o jsonpath='{.data.root-cert\\.pem}' | openssl x509 -noout -fingerprint -sha256",
);
