import { perSlice } from '../../mesh/look-up.ts';
import { inEachNamespace, type Mesh, perMesh } from '../../mesh/mesh.ts';
import { isFinished } from '../../mesh/pod-addresses.ts';
import { podsOfService, slicesOf } from '../../mesh/selection.ts';
import { dumpOn, serviceIn } from '../../mesh/ztunnel.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import type { ZtunnelDump } from '../../state/readings.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, reading, remedy, secondsBetween } from '../evidence.ts';

/** Catalogue 62 (L1, Z5): a ztunnel chooses among other pods than Kubernetes does. */
export const endpointDivergence: Check = {
  id: 'endpoint-divergence',
  number: 62,
  stage: 'endpoints',
  title: 'ztunnel and Kubernetes disagree about the pods of a Service',
  blame: 'istio',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 2,
  needs: ['Service', 'Pod', 'EndpointSlice', 'ztunnel-config'],
  why: 'ztunnel calls the pods that istiod told it of. Where these are others than the ready ones of Kubernetes for longer than a minute, it calls pods that are gone, or leaves out some that are there.',
  notProof:
    'Pods that came, went or became ready within a minute of the dump; pods that are shutting down; Services that publish unready addresses; hand-written addresses, machines and other networks, which are not compared.',
  cite: 'L1, Z5; signals 3.3',
  detect: inEachNamespace((mesh, { services }) =>
    mesh.state.ztunnelDumps.length === 0 ? [] : services.flatMap((service) => findings(mesh, service).slice(0, 1)),
  ),
  judge(mesh, { service, waypoint, caller }) {
    if (!service || waypoint || caller.kind !== 'ambient') return null;
    const dump = dumpOn(mesh, caller.node);
    const found = dump ? divergences(mesh, service).find(({ teller }) => teller === dump) : undefined;
    return found ? finding(service, found) : null;
  },
};

interface Divergence {
  teller: ZtunnelDump;
  /** ready in Kubernetes and unknown to ztunnel */
  left: readonly Pod[];
  /** called by ztunnel and not ready in Kubernetes, as pod names */
  extra: readonly string[];
}

/** Of many ztunnels the youngest answers are compared; all of them have the whole mesh. */
const MOST_DUMPS = 12;

const youngest = perSlice((dumps: readonly ZtunnelDump[]): readonly ZtunnelDump[] =>
  [...dumps].sort((a, b) => (b.at ?? '').localeCompare(a.at ?? '')).slice(0, MOST_DUMPS),
);

const divergences = perMesh((mesh: Mesh, service: Service): readonly Divergence[] => {
  if (service.publishNotReady || service.type === 'ExternalName' || !service.selector) return [];
  const pods = podsOfService(mesh, service);
  const ready = readyIn(mesh, service);
  if (ready === null) return [];
  return youngest(mesh.state.ztunnelDumps).flatMap((teller) => {
    const told = healthyIn(teller, service);
    if (told === null) return [];
    const isSettled = (pod: Pod): boolean => settledBefore(pod, teller.at ?? mesh.takenAt);
    const left = pods.filter(
      (pod) => ready.has(pod.name) && pod.deletedAt === null && !told.has(pod.name) && isSettled(pod),
    );
    const extra = [...told].filter((name) => {
      const pod = mesh.pods.byName.get(`${service.namespace}/${name}`);
      return pod ? !ready.has(name) && !isFinished(pod) && pod.deletedAt === null && isSettled(pod) : true;
    });
    const isOld = (secondsBetween(teller.at, mesh.takenAt) ?? 0) > OLD;
    return (left.length > 0 || extra.length > 0) && !isOld ? [{ teller, left, extra }] : [];
  });
});

/** A dump that is older than that is compared with another time. */
const OLD = 60;

/** Names of the pods that Kubernetes sends to; null where there is no slice yet. */
function readyIn(mesh: Mesh, service: Service): ReadonlySet<string> | null {
  const slices = slicesOf(mesh, service).filter(({ addressType }) => addressType !== 'FQDN');
  if (slices.length === 0) return null;
  const ready = new Set<string>();
  for (const { endpoints } of slices)
    for (const endpoint of endpoints)
      if (endpoint.pod !== '' && endpoint.ready && !endpoint.terminating) ready.add(endpoint.pod);
  return ready;
}

/** Names of the pods that a ztunnel would call; null where it does not know the Service, which is another matter. */
function healthyIn(dump: ZtunnelDump, { namespace, name }: Service): ReadonlySet<string> | null {
  const service = serviceIn(dump, namespace, name);
  if (!service) return null;
  const names = new Set<string>();
  for (const { workloadUid, healthy } of service.endpoints) {
    const pod = /\/\/Pod\/[^/]+\/(.+)$/.exec(workloadUid)?.[1];
    if (pod !== undefined && healthy) names.add(pod);
  }
  return names;
}

/** Neither its start nor its readiness changed within a minute before. */
function settledBefore(pod: Pod, at: string): boolean {
  const since = conditionOf(pod.conditions, 'Ready')?.since ?? pod.startedAt ?? pod.createdAt;
  return (secondsBetween(since, at) ?? 61) > 60;
}

const findings = (mesh: Mesh, service: Service): Found[] =>
  divergences(mesh, service).map((divergence) => finding(service, divergence));

function finding(service: Service, { teller, left, extra }: Divergence): Found {
  const subject = ref('Service', service.namespace, service.name);
  const [namespace = '', name = ''] = teller.pod.split('/');
  const ztunnel = ref('Pod', namespace, name);
  const words = [
    left.length > 0 ? `leaves out ${left.length} that ${left.length === 1 ? 'is' : 'are'} ready` : '',
    extra.length > 0 ? `calls ${extra.length} that ${extra.length === 1 ? 'is' : 'are'} not` : '',
  ].filter((word) => word !== '');
  return {
    subject,
    sentence: `ztunnel \`${teller.pod}\` and Kubernetes disagree about the pods of \`${nameOf(subject)}\`: ztunnel ${words.join(' and ')}.`,
    evidence: [
      ...(left.length > 0
        ? [
            field(
              subject,
              'ready in EndpointSlices',
              left
                .map((pod) => pod.name)
                .slice(0, 4)
                .join(', '),
              'known to ztunnel',
            ),
          ]
        : []),
      reading(
        'ztunnel-config',
        teller.pod,
        extra.length > 0 ? `called: ${extra.slice(0, 4).join(', ')}` : 'not among its endpoints',
        'the ready pods',
        teller.at,
      ),
    ],
    objects: [ztunnel, ...left.slice(0, 4).map((pod) => ref('Pod', pod.namespace, pod.name))],
    fix: [
      remedy(
        'See whether ztunnel has lost its control plane, and what istiod says.',
        `istioctl ztunnel-config service ${teller.pod.split('/')[1]}.${teller.pod.split('/')[0]} && istioctl proxy-status`,
      ),
    ],
  };
}
