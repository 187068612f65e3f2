import { hostOf } from '../../mesh/address/host-name.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { factsFrom } from '../../mesh/told/component-logs.ts';
import { earlyRefusals, summed, type Told } from '../../mesh/told/connection-log.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { Blame, HopKind } from '../../path/hop-kind.ts';
import type { LogKind } from '../../state/logs.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { reading, remedy } from '../evidence.ts';

/** Catalogue 180 (P3-P8): refusals that ztunnel never counts and only logs, where nothing that was read shows why. */
export const earlyDenyInvisible: Check = {
  id: 'early-deny-invisible',
  number: 180,
  stage: 'catch-all',
  title: 'ztunnel refuses connections before it counts them',
  blame: 'istio',
  severity: 'broken',
  hops: ['source-ztunnel', 'resolution', 'waypoint'],
  tier: 3,
  needs: ['Pod', 'ztunnel-log'],
  uses: ['Service', 'Gateway', 'EndpointSlice'],
  why: 'Some refusals of ztunnel touch no counter: no endpoint, an unknown waypoint, no way to another network. They stand in its log alone. What is configured here does not show why, so ztunnel works with other information.',
  notProof:
    'Refusals that were followed by calls that went well; a single one; what the objects read here explain by themselves.',
  cite: 'ztunnel: src/proxy/metrics.rs (log_early_deny); signals 3.5',
  judge(mesh, trace) {
    const { caller, served } = trace;
    if (mesh.logs.size === 0 || !caller.pod || !served) return null;
    const told = earlyRefusals(mesh, caller.pod).filter(
      (one) => isOfTrace(trace, one) && !isShown(trace, one.fact.kind),
    );
    const lasting = told.filter((one) => !hasGoneWell(mesh, trace, one));
    const { times, lastAt, pod } = summed(lasting);
    const words = lasting[0] && WORDS[lasting[0].fact.kind];
    if (!words || times < 2) return null;
    const [why, hop, blame] = words;
    return {
      subject: ref('Pod', caller.pod.namespace, caller.pod.name),
      hop,
      blame,
      certainty: 'likely',
      sentence: `ztunnel on node \`${caller.pod.node}\` refuses these connections of \`${nameOf(caller.pod)}\` before it counts them: ${why}.`,
      evidence: [reading('ztunnel-log', pod, `${times} connections refused: ${why}`, 'none', lastAt, 3)],
      objects: [ref('Node', '', caller.pod.node)],
      fix: [
        remedy(
          'Compare what this ztunnel knows with the objects; where it is old, find out why istiod does not reach it.',
          `istioctl ztunnel-config all --node ${caller.pod.node}`,
        ),
      ],
    };
  },
};

const WORDS: Readonly<Partial<Record<LogKind, readonly [why: string, hop: HopKind, blame: Blame]>>> = {
  'waypoint-unknown': ['it knows no ready pod of the waypoint', 'waypoint', 'istio'],
  'no-healthy-upstream': ['it knows no ready endpoint for the port', 'resolution', 'istio'],
  'no-route-to-workload': ['it knows no way to the workload', 'resolution', 'configuration'],
  'network-gateway-unknown': ['it knows no gateway of the other network', 'resolution', 'configuration'],
  'service-unknown': ['it knows no service with this address', 'resolution', 'istio'],
  'host-unknown': ['it knows no service or workload of this name', 'resolution', 'istio'],
};

/** The address that the caller dials: of the Service, or of the pod. */
function isOfTrace({ service, port, endpoint }: WalkTrace, { fact: { to } }: Told): boolean {
  if (service && service.clusterIPs.length > 0) return service.clusterIPs.includes(to.ip) && to.port === port;
  return endpoint !== null && to.ip === endpoint.ip && to.port === endpoint.port;
}

/** What is read here shows the same, and another check says it better. */
function isShown({ choice, waypoint, eastWest }: WalkTrace, kind: LogKind): boolean {
  if (kind === 'no-healthy-upstream') return choice?.endpoints.length === 0;
  if (kind === 'waypoint-unknown') return waypoint === null || waypoint.healthy.length === 0;
  return eastWest?.gateway === null;
}

/** A later call of the same caller to the same Service went well. */
function hasGoneWell(mesh: Mesh, { service, endpoint }: WalkTrace, { pod, fact }: Told): boolean {
  const host = service ? hostOf(mesh, service) : '';
  return factsFrom(mesh, pod, fact.from.ip).some(
    (other) =>
      other.kind === 'connected' &&
      (host === '' ? other.to.ip === endpoint?.ip : other.service === host) &&
      Date.parse(other.lastAt ?? '') > Date.parse(fact.lastAt ?? ''),
  );
}
