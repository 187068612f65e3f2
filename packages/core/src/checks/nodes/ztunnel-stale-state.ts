import type { Mesh } from '../../mesh/mesh.ts';
import { perMesh } from '../../mesh/mesh.ts';
import {
  type Difference,
  goneEndpoints,
  hasPeers,
  isOnDemand,
  isUnusual,
  lackingEndpoints,
  podDifference,
  serviceDifference,
  unusualDumps,
} from '../../mesh/ztunnel/stale-view.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { Pod } from '../../state/kubernetes.ts';
import type { ZtunnelDump } from '../../state/readings.ts';
import { nameOf, ref, refId } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { reading, remedy } from '../evidence.ts';

/** Catalogue 28 (Z5): one ztunnel says something else than Kubernetes and the other ztunnels. */
export const ztunnelStaleState: Check = {
  id: 'ztunnel-stale-state',
  number: 28,
  stage: 'nodes',
  title: 'ztunnel works on outdated information',
  blame: 'istio',
  severity: 'degraded',
  hops: ['source-ztunnel'],
  tier: 2,
  needs: ['ztunnel-config', 'Pod', 'Service'],
  uses: [
    'istiod-ambientz',
    'Gateway',
    'Namespace',
    'AuthorizationPolicy',
    'PeerAuthentication',
    'ConfigMap',
    'GatewayClass',
    'Deployment',
    'DaemonSet',
    'ServiceEntry',
    'WorkloadEntry',
    'EndpointSlice',
    'Node',
  ],
  why: 'Every ztunnel is told the same about the whole mesh. One that still has an old address, health or waypoint of something that has not changed for a minute has missed news, and sends calls by what it had before.',
  notProof:
    'What all ztunnels say alike: then it is this reckoning that is wrong. Pods that changed less than a minute before the ztunnel was asked, and ztunnels that fetch only what they are asked for.',
  cite: 'Z5; signals 3.3',
  detect: (mesh) => unusualDumps(mesh.state.ztunnelDumps).flatMap((dump) => finding(mesh, dump, wrongIn(mesh, dump))),
  judge(mesh, trace) {
    const dump = trace.served?.ztunnel.dump;
    if (!dump || !isUnusual(mesh.state.ztunnelDumps, dump)) return null;
    const differences = differencesOn(mesh, dump, trace);
    const [found] = finding(mesh, dump, differences);
    return found ? { ...found, hop: 'source-ztunnel', severity: severityOf(trace, differences) } : null;
  },
};

/** Of a trace: its endpoint, its waypoint's pods, and the Service with those that are gone. */
function differencesOn(mesh: Mesh, dump: ZtunnelDump, trace: WalkTrace): Difference[] {
  const pods = [trace.destination, ...(trace.waypoint?.pods ?? [])].filter((pod) => pod !== null);
  const found = pods.flatMap((pod) => podDifference(mesh, dump, pod) ?? []).filter((item) => isSaid(mesh, item));
  if (!trace.service) return found;
  const waypoint = serviceDifference(mesh, dump, trace.service);
  const { service } = trace;
  return [
    ...found,
    ...(waypoint ? [waypoint] : []),
    ...goneEndpoints(mesh, dump, service),
    ...lackingEndpoints(mesh, dump, service).filter((item) => isSaid(mesh, item)),
  ];
}

/** A ztunnel that fetches on demand knows only what it was asked for. */
const isSaid = (mesh: Mesh, { what }: Difference): boolean => what !== 'missing' || !isOnDemand(mesh);

/** Nothing gets through where the address dialled is an old one, or nobody is left to choose from. */
function severityOf(trace: WalkTrace, differences: readonly Difference[]): 'broken' | 'degraded' {
  const own = differences.find(({ object }) => object.kind === 'Pod' && object.name === trace.destination?.name);
  if (!own) return 'degraded';
  const isAlone = trace.choice === null || trace.choice.endpoints.length <= 1;
  return own.what === 'address' || (isAlone && (own.what === 'missing' || own.what === 'health'))
    ? 'broken'
    : 'degraded';
}

const MOST = 50;

/** Goes through what is known here, and stops when there is enough to say. */
const wrongIn = perMesh((mesh: Mesh, dump: ZtunnelDump): Difference[] => {
  const found: Difference[] = [];
  if (!hasPeers(mesh, dump)) return found;
  for (const namespace of mesh.shards.keys()) {
    for (const pod of mesh.pods.byNamespace.get(namespace) ?? NONE) add(podDifference(mesh, dump, pod));
    for (const service of mesh.services.byNamespace.get(namespace) ?? []) {
      add(serviceDifference(mesh, dump, service));
      found.push(...goneEndpoints(mesh, dump, service));
      for (const difference of lackingEndpoints(mesh, dump, service)) add(difference);
    }
    if (found.length >= MOST) break;
  }
  return [...new Map(found.map((item) => [refId(item.object), item])).values()];
  function add(difference: Difference | null): void {
    if (difference && isSaid(mesh, difference)) found.push(difference);
  }
});

const NONE: readonly Pod[] = [];

const WORDS: Readonly<Record<Difference['what'], string>> = {
  missing: 'address',
  address: 'address',
  health: 'health',
  policies: 'policies',
  waypoint: 'waypoint',
  gone: 'address',
};

function finding(mesh: Mesh, dump: ZtunnelDump, differences: readonly Difference[]): Found[] {
  const [first] = differences;
  const ztunnel = mesh.pods.byName.get(dump.pod);
  if (!first || !ztunnel) return [];
  const { object } = first;
  const more = differences.length > 1 ? ` and ${differences.length - 1} more` : '';
  return [
    {
      subject: ref('Pod', ztunnel.namespace, ztunnel.name),
      sentence: `ztunnel on node \`${ztunnel.node}\` has outdated information about ${object.kind} \`${nameOf(object)}\`${more}.`,
      evidence: differences
        .slice(0, 5)
        .map((item) =>
          reading(
            'ztunnel-config',
            dump.pod,
            `${WORDS[item.what]} of ${nameOf(item.object)}: ${item.observed}`,
            item.expected,
            dump.at,
          ),
        ),
      objects: [ref('Node', '', ztunnel.node), ...differences.slice(0, 20).map((item) => item.object)],
      fix: [
        remedy(
          'Let this ztunnel be made anew at a quiet time; it cuts the connections of its node.',
          `kubectl -n ${ztunnel.namespace} delete pod ${ztunnel.name}`,
        ),
      ],
    },
  ];
}
