import { groupBy, perSlice } from '../../mesh/memory/look-up.ts';
import { type Mesh, perMesh } from '../../mesh/mesh.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import { recentCounts } from '../../mesh/told/proxy-counts.ts';
import type { Pod, Service, ServicePort } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { TrafficReading } from '../../state/traffic.ts';
import type { Check } from '../check.ts';
import { field, reading, remedy, secondsBetween } from '../evidence.ts';

/** Catalogue 64 (L8): connections are shared out, and one of them carries requests without end. */
export const longLivedConnectionImbalance: Check = {
  id: 'long-lived-connection-imbalance',
  number: 64,
  stage: 'endpoints',
  title: 'Long-lived connections stick to few pods',
  blame: 'application',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 1,
  needs: ['Service', 'Pod', 'ztunnel-metrics'],
  uses: ['EndpointSlice', 'waypoint-metrics', 'gateway-metrics', 'prometheus'],
  why: 'ztunnel chooses a pod for each connection, not for each request. Clients of gRPC and HTTP/2 open few connections and keep them, so that some pods get most of the work.',
  notProof:
    'Fewer than twenty connections in all; pods or ztunnels that started within the last quarter of an hour, for which nothing was counted before; Services with a waypoint, which shares out requests; several pods on one node are counted together.',
  cite: 'L8',
  judge(mesh, { service, waypoint, caller, port }) {
    if (!service || waypoint || caller.kind !== 'ambient') return null;
    const declared = service.ports.find((one) => one.port === port);
    if (!declared || !isMultiplexed(declared)) return null;
    const skew = skewOf(mesh, service);
    if (!skew) return null;
    const subject = ref('Service', service.namespace, service.name);
    const share = Math.round((100 * skew.most.opened) / skew.all);
    return {
      subject,
      certainty: 'likely',
      sentence: `Connections to \`${nameOf(subject)}\` stick to few pods: those on node \`${skew.most.node}\` have ${share} % of them, as ztunnel shares out connections, not requests.`,
      evidence: [
        field(subject, 'spec.ports', declared.appProtocol || declared.name, 'requests on many connections'),
        ...skew.counts
          .slice(0, 4)
          .map(({ ztunnel, node, pods, opened }) =>
            reading(
              'ztunnel-metrics',
              ztunnel,
              `${opened} of ${skew.all} connections, ${pods} of ${skew.pods} pods, on ${node}`,
              'in proportion to the pods',
              null,
              1,
            ),
          ),
      ],
      objects: [ref('Node', '', skew.most.node)],
      fix: [
        remedy(
          'Put a waypoint before it, or have clients and servers renew their connections.',
          `istioctl waypoint apply -n ${service.namespace}`,
        ),
      ],
    };
  },
};

/** Many requests on one connection, by what the port is declared to carry. */
const isMultiplexed = ({ appProtocol, name }: ServicePort): boolean =>
  /^(?:grpc|grpc-web|http2|h2c|kubernetes\.io\/h2c)$/i.test(appProtocol) || /^(?:grpc|http2|h2c)(?:-|$)/i.test(name);

interface Count {
  node: string;
  ztunnel: string;
  pods: number;
  opened: number;
}

const ENOUGH = 20;
const QUARTER = 900;

const skewOf = perMesh((mesh: Mesh, service: Service) => {
  const pods = podsOfService(mesh, service).filter((pod) => pod.ready && pod.deletedAt === null);
  if (pods.length < 2 || !pods.every((pod) => isOld(mesh, pod))) return null;
  const counts = [...groupBy(pods, (pod) => pod.node)].map(([node, group]) => countOn(mesh, node, group));
  if (counts.length < 2 || counts.some((count) => count === null)) return null;
  const known = (counts as Count[]).sort((a, b) => b.opened - a.opened);
  const all = known.reduce((sum, { opened }) => sum + opened, 0);
  const most = known.find(({ opened, pods: there }) => opened / all >= limitFor(there / pods.length));
  return all >= ENOUGH && most ? { all, most, counts: known, pods: pods.length } : null;
});

/** Two and a half times its share is very uneven, nine in ten where there are two. */
const limitFor = (share: number): number => (Math.min(0.9, share * 2.5) > share ? Math.min(0.9, share * 2.5) : 2);

const isOld = (mesh: Mesh, pod: Pod): boolean => (secondsBetween(pod.startedAt, mesh.takenAt) ?? 0) >= QUARTER;

/** What the ztunnel of a node took in for the workload of these pods; null where it was not asked, or is young. */
function countOn(mesh: Mesh, node: string, pods: readonly Pod[]): Count | null {
  const ztunnels = mesh.pods.ztunnels.get(node) ?? [];
  const [ztunnel] = ztunnels;
  if (ztunnels.length !== 1 || !ztunnel || !isOld(mesh, ztunnel)) return null;
  const opened = openedAt(mesh.state.traffic).get(nameOf(ztunnel));
  if (!opened) return null;
  const workloads = new Set(pods.map((pod) => `${pod.namespace}/${pod.workload.name}`));
  const sum = [...workloads].reduce((all, workload) => all + (opened.get(workload) ?? 0), 0);
  return { node, ztunnel: nameOf(ztunnel), pods: pods.length, opened: sum };
}

/** Connections taken in lately, by ztunnel and workload. */
const openedAt = perSlice((readings: readonly TrafficReading[]) => {
  const byPod = new Map<string, Map<string, number>>();
  for (const { pod, series } of recentCounts(readings)) {
    const counts = new Map<string, number>();
    for (const { measure, reporter, to, value } of series) {
      if (measure !== 'connections-opened' || reporter !== 'destination') continue;
      const workload = `${to.namespace}/${to.workload}`;
      counts.set(workload, (counts.get(workload) ?? 0) + value);
    }
    byPod.set(pod, counts);
  }
  return byPod;
});
