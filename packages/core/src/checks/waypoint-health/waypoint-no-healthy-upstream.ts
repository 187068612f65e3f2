import { hostOf } from '../../mesh/address/host-name.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { knownAtWaypoint } from '../../mesh/waypoint/waypoint-view.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { EnvoyHost } from '../../state/envoy-clusters.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { hasHeld, reading, remedy } from '../evidence.ts';

/** Catalogue 93 (P20, R9): the waypoint has nobody to send to. */
export const waypointNoHealthyUpstream: Check = {
  id: 'waypoint-no-healthy-upstream',
  number: 93,
  stage: 'waypoint-health',
  title: 'The waypoint sees no healthy pod behind a Service',
  blame: 'application',
  severity: 'broken',
  hops: ['upstream-link'],
  tier: 2,
  needs: ['Gateway', 'Service', 'Pod', 'waypoint-clusters'],
  uses: ['EndpointSlice', 'DestinationRule', 'ConfigMap'],
  why: 'The proxy answers 503 where none of the pods that it was told of is healthy, or where it has taken all of them out because they answered with errors.',
  notProof:
    'Where Kubernetes has no ready pod either, that is the cause and this its sign. Pods that became ready within the last minute may not have been told of yet. Taken out for errors, the rule that asks for it is named.',
  cite: 'P20, R9; signals 5',
  judge(mesh, trace) {
    const { waypoint, backend, backendPort } = trace;
    if (!waypoint?.pod || !backend) return null;
    const known = knownAtWaypoint(mesh, waypoint.pod, hostOf(mesh, backend), backendPort);
    if (!known || known.length === 0 || known.some(({ hosts }) => hosts.some(isUsable))) return null;
    const hosts = known.flatMap((cluster) => cluster.hosts);
    const cause = causeOf(mesh, trace, backend, hosts);
    return cause && { hop: 'upstream-link', ...finding(mesh, waypoint.pod, trace, backend, hosts), ...cause };
  },
};

const isUsable = ({ healthy, ejected }: EnvoyHost): boolean => healthy && !ejected;

/** Whose problem it is; null where it is too early to say. */
function causeOf(
  mesh: Mesh,
  { choice }: WalkTrace,
  backend: Service,
  hosts: readonly EnvoyHost[],
): Pick<Found, 'blame' | 'subject' | 'certainty'> | null {
  const service = ref('Service', backend.namespace, backend.name);
  if (hosts.length > 0 && hosts.every(({ ejected }) => ejected))
    return { blame: 'configuration', subject: ruleOf(mesh, backend) ?? service, certainty: 'likely' };
  const ready = (choice?.endpoints ?? []).flatMap(({ pod }) => pod ?? []);
  if (ready.length === 0) return { blame: 'application', subject: service };
  // Kubernetes has ready pods that the waypoint was not told of.
  return ready.every((pod) => isSettled(mesh, pod)) ? { blame: 'istio', subject: service, certainty: 'likely' } : null;
}

const isSettled = (mesh: Mesh, pod: Pod): boolean =>
  hasHeld(conditionOf(pod.conditions, 'Ready')?.since ?? pod.startedAt, mesh.takenAt, 60);

/** A DestinationRule for the host, which is where taking pods out for errors is asked for. */
function ruleOf(mesh: Mesh, backend: Service) {
  const host = hostOf(mesh, backend);
  const rule = mesh.state.destinationRules.find(
    (one) => one.host === host || (one.host === backend.name && one.namespace === backend.namespace),
  );
  return rule && ref('DestinationRule', rule.namespace, rule.name);
}

function finding(
  mesh: Mesh,
  pod: Pod,
  trace: WalkTrace,
  backend: Service,
  hosts: readonly EnvoyHost[],
): Omit<Found, 'subject'> {
  const gateway = trace.waypoint!.gateway;
  const ejected = hosts.filter((host) => host.ejected).length;
  const out = ejected === 0 ? '' : `, ${ejected} of them taken out for errors`;
  return {
    sentence: `Waypoint \`${nameOf(gateway)}\` sees no healthy pod behind \`${nameOf(backend)}\`: ${hosts.length === 0 ? 'it knows of none' : `none of ${hosts.length}${out}`}.`,
    evidence: [
      reading(
        'waypoint-clusters',
        nameOf(pod),
        `0 of ${hosts.length} healthy for ${hostOf(mesh, backend)}:${trace.backendPort}${out}`,
        '1 or more',
        mesh.envoyClusters.get(nameOf(pod))?.at ?? null,
      ),
    ],
    objects: [ref('Gateway', gateway.namespace, gateway.name), ref('Service', backend.namespace, backend.name)],
    fix: [
      remedy(
        'Compare what the waypoint has with the ready pods; look at outlierDetection of its DestinationRule.',
        `istioctl proxy-config endpoint ${pod.name} -n ${pod.namespace} | grep ${backend.name}`,
      ),
    ],
  };
}
