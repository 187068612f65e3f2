import type { Mesh } from '../../mesh/mesh.ts';
import type { WalkTrace } from '../../path/facts.ts';
import { type Ref, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { reading, remedy } from '../evidence.ts';
import {
  CONNECT_KINDS,
  failureAtWaypoint,
  failureInCounts,
  failureInLogs,
  type OutsideFailure,
  outsideOf,
} from './outside-calls.ts';

/** Catalogue 167: the mesh does its part, and the host outside does not answer. */
export const externalTargetDown: Check = {
  id: 'external-target-down',
  number: 167,
  stage: 'egress',
  title: 'The host outside does not answer',
  blame: 'application',
  severity: 'broken',
  hops: ['external'],
  tier: 3,
  needs: ['Pod'],
  needsOneOf: ['ztunnel-log', 'ztunnel-metrics', 'waypoint-log'],
  uses: ['ServiceEntry', 'Service', 'Gateway', 'NetworkPolicy', 'Namespace', 'EndpointSlice', 'WorkloadEntry'],
  why: 'Connections leave the cluster, from the caller itself or from its waypoint, and the host at the other end refuses them or never answers.',
  notProof:
    'Fewer than three failures, and hosts that were reached after the last of them; ways out that a NetworkPolicy closes. Where nothing comes back at all, a firewall on the way out looks the same.',
  cite: 'X1; signals 3.5',
  judge(mesh, trace) {
    if (mesh.state.logs.length === 0 && mesh.state.traffic.length === 0) return null;
    const outside = outsideOf(trace);
    if (!outside || !trace.legs.every(({ policies }) => policies.allowed)) return null;
    const failure = failureOn(mesh, trace);
    if (!failure) return null;
    const host = outside.host || outside.ips[0] || 'outside';
    return {
      hop: 'external',
      subject: subjectOf(trace, mesh),
      certainty: failure.kind === 'refused' || failure.kind === 'tls-failed' ? 'likely' : 'suspected',
      sentence: `\`${host}\` is outside the cluster and ${WORDS[failure.kind] ?? 'cannot be connected to'}: the last ${failure.count} connections failed.`,
      evidence: [
        reading(
          failure.source,
          failure.who,
          `${failure.count} connections to ${host} failed: ${failure.kind}`,
          'some that succeed',
          failure.at,
          failure.source === 'ztunnel-metrics' ? 1 : 3,
        ),
      ],
      fix: [
        remedy(
          'Try to reach the host from a node, past the mesh; if that works, look at the address translation and firewalls of the way out.',
          `kubectl debug node/${trace.caller.node || 'NODE'} -it --image=busybox -- nc -vz ${host} ${trace.port}`,
        ),
      ],
    };
  },
};

const WORDS: Readonly<Record<string, string>> = {
  refused: 'refuses connections',
  'timed-out': 'does not answer',
  unreachable: 'cannot be reached',
  'tls-failed': 'does not agree on encryption',
};

const failureOn = (mesh: Mesh, trace: WalkTrace): OutsideFailure | null =>
  trace.waypoint
    ? failureAtWaypoint(mesh, trace)
    : (failureInLogs(mesh, trace, CONNECT_KINDS) ?? failureInCounts(mesh, trace));

/** The ServiceEntry that describes it; else the caller that calls it. */
function subjectOf({ target, caller }: WalkTrace, mesh: Mesh): Ref {
  if (target.kind === 'service-entry') return ref('ServiceEntry', target.entry.namespace, target.entry.name);
  const { pod } = caller;
  return pod ? ref(pod.workload.kind, pod.namespace, pod.workload.name) : ref('Namespace', '', mesh.rootNamespace);
}
