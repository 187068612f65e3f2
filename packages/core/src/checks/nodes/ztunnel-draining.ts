import type { Mesh } from '../../mesh/mesh.ts';
import type { Controller, Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 29 (Z2): the ztunnel of a node is being replaced. */
export const ztunnelDraining: Check = {
  id: 'ztunnel-draining',
  number: 29,
  stage: 'nodes',
  title: 'ztunnel is being replaced on a node',
  blame: 'istio',
  severity: 'degraded',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 0,
  persistence: 0,
  needs: ['Pod'],
  uses: ['DaemonSet'],
  explains: ['ztunnel-not-ready', 'ztunnel-xds-disconnected'],
  why: 'The new ztunnel takes over new connections, and the old one closes those it holds when its time is up. Clients that keep connections open see them end.',
  notProof: 'Two ztunnels on a node of which none is being deleted. New connections are served throughout.',
  cite: 'Z2, Z6; istio.io: content/en/docs/ambient/upgrade/helm/index.md',
  detect: (mesh) =>
    mesh.pods.ztunnels
      .all()
      .filter(({ deletedAt, node, phase }) => deletedAt !== null && node !== '' && phase === 'Running')
      .map((pod) => finding(mesh, pod)),
};

function finding(mesh: Mesh, pod: Pod): Found {
  const subject = ref('Pod', pod.namespace, pod.name);
  const daemonSet = mesh.controllers.byName.get(`${pod.namespace}/DaemonSet/${pod.workload.name}`);
  const next = (mesh.pods.ztunnels.get(pod.node) ?? []).find(({ deletedAt }) => deletedAt === null);
  return {
    subject,
    sentence: `ztunnel on node \`${pod.node}\` is being replaced; long-lived connections there are closed within moments.`,
    evidence: [
      field(subject, 'metadata.deletionTimestamp', pod.deletedAt ?? '', 'not set', pod.deletedAt),
      ...(next
        ? [field(ref('Pod', next.namespace, next.name), 'metadata.creationTimestamp', next.createdAt ?? 'unknown')]
        : []),
      ...(daemonSet ? [rollout(daemonSet)] : []),
    ],
    objects: [ref('Node', '', pod.node), ...(next ? [ref('Pod', next.namespace, next.name)] : [])],
    since: null,
    fix: [
      remedy(
        'Wait; before the next upgrade, drain nodes whose workloads must not lose connections.',
        `kubectl -n ${pod.namespace} rollout status daemonset ${pod.workload.name}`,
      ),
    ],
  };
}

const rollout = ({ namespace, name, updated, desired }: Controller) =>
  field(ref('DaemonSet', namespace, name), 'status.updatedNumberScheduled', String(updated), String(desired));
