import type { Container, Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy, secondsBetween } from '../evidence.ts';

const RECENT = 15 * 60;

/** Catalogue 25: ztunnel keeps restarting. */
export const ztunnelCrashloop: Check = {
  id: 'ztunnel-crashloop',
  number: 25,
  stage: 'nodes',
  title: 'ztunnel keeps restarting',
  blame: 'istio',
  severity: 'broken',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 0,
  persistence: 0,
  needs: ['Pod'],
  explains: [
    'hbone-refused',
    'ztunnel-not-ready',
    'ztunnel-missing-on-node',
    'ztunnel-xds-disconnected',
    'redirection-pending',
    'destination-redirection-pending',
    'capture-annotation-stale',
    'cni-sandbox-failure',
  ],
  why: 'Every restart of ztunnel cuts the connections of all meshed pods of its node; while it is down they have no network for TCP.',
  notProof: 'One restart that is more than a quarter of an hour old.',
  cite: 'Z6; ztunnel: ARCHITECTURE.md',
  detect(mesh) {
    return mesh.pods.ztunnels.all().flatMap((pod) => {
      const crash = crashOf(pod, mesh.takenAt);
      if (!crash) return [];
      const subject = ref('Pod', pod.namespace, pod.name);
      const end = crash.terminated;
      return [
        {
          subject,
          severity: pod.ready ? ('degraded' as const) : ('broken' as const),
          sentence: pod.ready
            ? `ztunnel on node \`${pod.node}\` restarted moments ago; connections of the pods there were cut.`
            : `ztunnel on node \`${pod.node}\` keeps crashing, so no meshed pod there can send or receive.`,
          evidence: [
            field(subject, 'containerStatuses restartCount', String(crash.restarts), '0'),
            ...(crash.waiting ? [field(subject, 'containerStatuses state.waiting', crash.waiting)] : []),
            ...(end
              ? [
                  field(
                    subject,
                    'containerStatuses lastState.terminated',
                    `${end.reason}, exit ${end.exitCode}`,
                    '',
                    end.at,
                  ),
                ]
              : []),
          ],
          objects: [ref('Node', '', pod.node)],
          since: end?.at ?? null,
          fix: [
            remedy(
              'Read why it ended; memory grows with the size of the mesh.',
              `kubectl -n ${pod.namespace} logs ${pod.name} --previous`,
            ),
          ],
        },
      ];
    });
  },
};

function crashOf(pod: Pod, takenAt: string): Container | undefined {
  return pod.containers.find((container) => {
    if (container.waiting === 'CrashLoopBackOff') return true;
    if (container.restarts === 0 || !container.terminated) return false;
    const age = secondsBetween(container.terminated.at, takenAt);
    return (age !== null && age <= RECENT) || (!container.ready && age === null);
  });
}
