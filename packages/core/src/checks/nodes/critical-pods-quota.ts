import { perSlice } from '../../mesh/memory/look-up.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Controller, KubernetesEvent } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { eventEvidence, field, remedy } from '../evidence.ts';

/** Catalogue 24 (Z1, Z6): the cluster does not let pods of critical priority into the namespace of ztunnel or istio-cni. */
export const criticalPodsQuota: Check = {
  id: 'critical-pods-quota',
  number: 24,
  stage: 'nodes',
  title: "The cluster forbids pods of critical priority where Istio's are to run",
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 0,
  needs: ['Event', 'DaemonSet'],
  uses: ['Pod'],
  explains: ['ztunnel-missing-on-node', 'cni-daemonset-missing-on-node', 'redirection-pending', 'cni-sandbox-failure'],
  why: 'ztunnel and istio-cni have the priority of what a node cannot do without. Some clusters admit that priority only where a quota names it, so their pods are never created.',
  notProof: 'A DaemonSet that has all its pods meanwhile; a refusal for another reason than the quota.',
  cite: 'Z1, Z6; istio.io: content/en/docs/ambient/install/platform-prerequisites/index.md',
  detect: (mesh) => refused(mesh).map(({ daemonSet, event }) => finding(daemonSet, event)),
  judge(mesh, { served, receivedBy }) {
    const sides = [
      { by: served, hop: 'source-ztunnel' as const },
      { by: receivedBy, hop: 'destination-ztunnel' as const },
    ];
    const idle = sides.find(({ by }) => by !== null && by.ztunnel.pods.length === 0);
    const found = idle && refused(mesh).find(({ daemonSet }) => daemonSet.template['app'] === 'ztunnel');
    return found ? { ...finding(found.daemonSet, found.event), hop: idle.hop } : null;
  },
};

interface Refused {
  daemonSet: Controller;
  event: KubernetesEvent;
}

const QUOTA = /quota/i;
const PRIORITY = /scope|system-(?:node|cluster)-critical|PriorityClass/i;

const refusals = perSlice((events: readonly KubernetesEvent[]): readonly KubernetesEvent[] =>
  events.filter(
    ({ reason, message, involved }) =>
      reason === 'FailedCreate' && involved.kind === 'DaemonSet' && QUOTA.test(message) && PRIORITY.test(message),
  ),
);

/** DaemonSets of Istio that lack pods, each with the last word of its controller. */
function refused(mesh: Mesh): Refused[] {
  const found = new Map<string, Refused>();
  for (const event of refusals(mesh.events.all())) {
    const { namespace, name } = event.involved;
    const daemonSet = mesh.controllers.byName.get(`${namespace}/DaemonSet/${name}`);
    if (!daemonSet || !isIstio(daemonSet) || hasAll(daemonSet)) continue;
    const known = found.get(`${namespace}/${name}`);
    if (!known || (known.event.lastAt ?? '') < (event.lastAt ?? ''))
      found.set(`${namespace}/${name}`, { daemonSet, event });
  }
  return [...found.values()];
}

const hasAll = ({ current, ready, desired }: Controller): boolean => current >= desired && ready >= desired;

const isIstio = ({ template }: Controller): boolean =>
  template['app'] === 'ztunnel' || template['k8s-app'] === 'istio-cni-node';

function finding(daemonSet: Controller, event: KubernetesEvent): Found {
  const { namespace, name, current, ready, desired } = daemonSet;
  const lacking = Math.max(desired - current, desired - ready);
  const subject = ref('DaemonSet', namespace, name);
  return {
    subject,
    sentence: `The cluster forbids pods of critical priority in namespace \`${namespace}\`, so \`${name}\` cannot start on ${lacking === 1 ? 'a node' : `${lacking} nodes`}.`,
    evidence: [eventEvidence(event), field(subject, 'status.currentNumberScheduled', String(current), String(desired))],
    since: event.createdAt,
    fix: [
      remedy(
        'Install into kube-system, or make a ResourceQuota that admits the priority class.',
        `kubectl -n ${namespace} create quota istio-critical-pods --hard=pods=1G --scopes=PriorityClass --dry-run=client -o yaml`,
      ),
    ],
  };
}
