import type { Mesh } from '../../mesh/mesh.ts';
import { factsOf } from '../../mesh/told/component-logs.ts';
import { summed, type Told, toldOf } from '../../mesh/told/connection-log.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { LogKind } from '../../state/logs.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { reading, remedy } from '../evidence.ts';

/** Catalogue 94 (A12, P10): the waypoint came as far as the pod's ztunnel and was turned away there. */
export const waypointUpstreamRefused: Check = {
  id: 'waypoint-upstream-refused',
  number: 94,
  stage: 'waypoint-health',
  title: 'The waypoint is turned away at the pod',
  blame: 'configuration',
  severity: 'broken',
  hops: ['destination-ztunnel', 'destination'],
  tier: 3,
  needs: ['Pod', 'Gateway', 'ztunnel-log', 'waypoint-log'],
  why: 'The waypoint answers 503 with flag UF when it cannot connect. What the ztunnel of the pod says of the same connection tells why: a policy, the application, or an identity.',
  notProof:
    'The flag alone: without a refusal in the log of the pod’s ztunnel it may be the network; calls that went well afterwards.',
  cite: 'A12, P10; signals 5',
  judge(mesh, trace) {
    const { waypoint, destination, receivedBy } = trace;
    if (mesh.logs.size === 0 || !waypoint?.pod || !destination || !receivedBy) return null;
    const failed = failedRequests(mesh, trace);
    if (failed === 0) return null;
    const told = refusalsOf(mesh, trace);
    return told.length === 0 ? null : finding(trace, failed, told);
  },
};

/** Requests that the waypoint could not bring to the pod. */
function failedRequests(mesh: Mesh, { waypoint, destination }: WalkTrace): number {
  let times = 0;
  for (const pod of waypoint?.pods ?? [])
    for (const { flags, to, count } of factsOf(mesh, nameOf(pod), 'request'))
      if (/\bUF\b/.test(flags) && destination!.ips.includes(to.ip)) times += count;
  return times;
}

const REASONS: Readonly<
  Partial<
    Record<
      LogKind,
      readonly [
        words: string,
        blame: 'configuration' | 'application' | 'istio',
        hop: 'destination' | 'destination-ztunnel',
      ]
    >
  >
> = {
  denied: ['a policy denies the waypoint', 'configuration', 'destination-ztunnel'],
  'none-allowed': ['no policy there admits the waypoint', 'configuration', 'destination-ztunnel'],
  refused: ['nothing listens on the port', 'application', 'destination'],
  'identity-mismatch': ['the identities do not fit', 'istio', 'destination-ztunnel'],
  'tls-failed': ['the certificates do not fit', 'istio', 'destination-ztunnel'],
  'ip-mismatch': ['the address belongs to another pod', 'istio', 'destination-ztunnel'],
};

/** What the pod's ztunnel says of connections of this waypoint, where nothing went well after it. */
function refusalsOf(mesh: Mesh, { waypoint, destination, receivedBy }: WalkTrace): Told[] {
  const ztunnels = new Set(receivedBy!.ztunnel.pods.map(nameOf));
  const addresses = new Set(waypoint!.pods.flatMap(({ ips }) => ips));
  const inbound = destination!.ips
    .flatMap((ip) => toldOf(mesh, ip))
    .filter(({ pod, fact }) => ztunnels.has(pod) && fact.direction === 'inbound' && addresses.has(fact.from.ip));
  const lastGood = Math.max(
    0,
    ...inbound.filter(({ fact }) => fact.kind === 'connected').map(({ fact }) => timeOf(fact.lastAt)),
  );
  return inbound.filter(({ fact }) => REASONS[fact.kind] !== undefined && timeOf(fact.lastAt) >= lastGood);
}

const timeOf = (at: string | null): number => (at === null ? 0 : Date.parse(at));

function finding(
  { waypoint, destination }: WalkTrace,
  failed: number,
  told: readonly Told[],
): Found & { hop: 'destination' | 'destination-ztunnel' } {
  const { times, lastAt, pod } = summed(told);
  const [words, blame, hop] = REASONS[told[0]!.fact.kind]!;
  const gateway = waypoint!.gateway;
  return {
    subject: ref('Pod', destination!.namespace, destination!.name),
    hop,
    blame,
    sentence: `Waypoint \`${nameOf(gateway)}\` reached the node of pod \`${nameOf(destination!)}\`, but was turned away: ${words}.`,
    evidence: [
      reading('waypoint-log', nameOf(waypoint!.pod!), `${failed} requests failed with flag UF`, 'none', lastAt, 3),
      reading('ztunnel-log', pod, `${times} connections of the waypoint refused: ${words}`, 'none', lastAt, 3),
    ],
    objects: [ref('Gateway', gateway.namespace, gateway.name)],
    fix: [
      remedy(
        'Mend what the ztunnel of the pod names.',
        `kubectl -n ${pod.split('/')[0]} logs ${pod.split('/')[1]} | grep ${destination!.name}`,
      ),
    ],
  };
}
