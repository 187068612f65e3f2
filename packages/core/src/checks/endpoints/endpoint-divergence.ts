import { perSlice } from '../../mesh/memory/look-up.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { type Divergence, endpointDivergenceIn } from '../../mesh/ztunnel/told-endpoints.ts';
import { dumpOn } from '../../mesh/ztunnel/ztunnel.ts';
import type { Service } from '../../state/kubernetes.ts';
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
    'Pods that came, went or became ready within a minute of the dump; pods that are shutting down; Services that publish unready addresses; hand-written addresses, machines and other networks, which are not compared. While no istiod is ready every ztunnel goes on with what it knew.',
  cite: 'L1, Z5; signals 3.3',
  detect: inEachNamespace((mesh, { services }) =>
    mesh.state.ztunnelDumps.length === 0 ? [] : services.flatMap((service) => findings(mesh, service).slice(0, 1)),
  ),
  judge(mesh, { service, waypoint, caller }) {
    if (!service || waypoint || caller.kind !== 'ambient') return null;
    const dump = dumpOn(mesh, caller.node);
    const found = dump && !dump.ownOnly ? freshDivergence(mesh, service, dump) : null;
    return found ? finding(service, found) : null;
  },
};

/** Of many ztunnels the one that answered last is asked about every Service, for each has the whole mesh; a caller's own is asked on its way. */
const youngest = perSlice((dumps: readonly ZtunnelDump[]): readonly ZtunnelDump[] =>
  dumps
    .filter((dump) => !dump.ownOnly)
    .sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))
    .slice(0, 1),
);

/** A dump that is older than that is compared with another time. */
const OLD = 60;

const freshDivergence = (mesh: Mesh, service: Service, dump: ZtunnelDump): Divergence | null =>
  (secondsBetween(dump.at, mesh.takenAt) ?? 0) > OLD ? null : endpointDivergenceIn(mesh, service, dump);

const findings = (mesh: Mesh, service: Service): Found[] =>
  youngest(mesh.state.ztunnelDumps).flatMap((dump) => {
    const found = freshDivergence(mesh, service, dump);
    return found ? [finding(service, found)] : [];
  });

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
