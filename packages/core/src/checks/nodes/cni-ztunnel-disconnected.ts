import { type BrokenLink, brokenLinks } from '../../mesh/enrolment/cni-link.ts';
import { redirectionOf } from '../../mesh/enrolment/enrolment.ts';
import type { ServedBy, WalkTrace } from '../../path/facts.ts';
import type { HopKind } from '../../path/hop-kind.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, reading, remedy } from '../evidence.ts';

/** Catalogue 19 (Z4, Z7, E8): the CNI agent and ztunnel of a node lost each other. */
export const cniZtunnelDisconnected: Check = {
  id: 'cni-ztunnel-disconnected',
  number: 19,
  stage: 'nodes',
  title: 'ztunnel and the CNI agent of a node do not talk to each other',
  blame: 'istio',
  severity: 'degraded',
  hops: ['source-ztunnel', 'destination-ztunnel', 'resolution', 'upstream-link', 'client', 'destination'],
  tier: 1,
  persistence: 30,
  needs: ['Pod', 'cni-metrics'],
  uses: ['ztunnel-ready', 'ztunnel-log', 'cni-log', 'ztunnel-config'],
  explains: [
    'cni-sandbox-failure',
    'redirection-pending',
    'source-not-captured',
    'app-image-or-config-error',
    'endpoints-not-ready',
  ],
  why: 'The agent tells ztunnel of every pod that starts on the node. Without that link new pods do not start or are not served; those served already go on until ztunnel restarts.',
  notProof:
    'An agent or a ztunnel that started less than half a minute before. That the agent is ready proves nothing, as it does not ask for ztunnel. Pods that are served are not called broken for it.',
  cite: 'Z4, Z7, E8; istio: cni/pkg/nodeagent/ztunnelserver.go; ztunnel: src/inpod/statemanager.rs',
  detect: (mesh) => [...brokenLinks(mesh).values()].map(finding),
  judge(mesh, trace) {
    const links = brokenLinks(mesh);
    if (links.size === 0) return null;
    for (const { pod, hop, isServed } of standingOn(trace)) {
      const link = links.get(pod.node);
      if (!link) continue;
      return { ...finding(link), hop, severity: isServed ? 'latent' : 'broken' };
    }
    return null;
  },
};

interface Standing {
  pod: Pod;
  hop: HopKind;
  isServed: boolean;
}

/** The pods that a trace stands on, those that are not served first. */
function standingOn(trace: WalkTrace): Standing[] {
  const { caller, destination, served, receivedBy, choice, choiceHop } = trace;
  const kept = choice && choice.endpoints.length === 0 ? choice.excluded.map(({ pod }) => pod) : [];
  const all: Standing[] = [
    ...(caller.pod && served
      ? [{ pod: caller.pod, hop: 'source-ztunnel' as const, isServed: isServed(caller.pod, served) }]
      : []),
    ...kept
      .filter((pod) => !pod.ready && redirectionOf(pod) !== 'enabled')
      .map((pod) => ({ pod, hop: choiceHop, isServed: false })),
    ...(destination && receivedBy
      ? [{ pod: destination, hop: 'destination-ztunnel' as const, isServed: isServed(destination, receivedBy) }]
      : []),
  ];
  return all.sort((a, b) => Number(a.isServed) - Number(b.isServed));
}

const isServed = (pod: Pod, by: ServedBy): boolean =>
  by.proxy?.state === 'Up' || (!by.ztunnel.dump && redirectionOf(pod) === 'enabled');

function finding({ node, agent, ztunnel, isCounted, source, at, observed, waits }: BrokenLink): Found {
  const speaker = source === 'ztunnel-log' && ztunnel ? ztunnel : agent;
  // Which of the two is at fault shows in ztunnel's own readiness.
  const atFault = ztunnel && !ztunnel.ready ? ztunnel : agent;
  const { namespace } = agent;
  return {
    subject: ref('Pod', atFault.namespace, atFault.name),
    certainty: isCounted ? 'confirmed' : 'likely',
    sentence: `ztunnel and the CNI agent on node \`${node}\` are not talking to each other; new pods there do not start or are not served.`,
    evidence: [
      reading(source, nameOf(speaker), observed, 'connected', at, source === 'cni-metrics' ? 1 : 3),
      ...(ztunnel
        ? [field(ref('Pod', ztunnel.namespace, ztunnel.name), 'Ready', ztunnel.ready ? 'True' : 'False', 'True')]
        : []),
      ...(waits && ztunnel
        ? [reading('ztunnel-ready', nameOf(ztunnel), 'pending: workload proxy manager', 'ready', null, 1)]
        : []),
    ],
    objects: [
      ref('Node', '', node),
      ref('Pod', agent.namespace, agent.name),
      ...(ztunnel ? [ref('Pod', ztunnel.namespace, ztunnel.name)] : []),
    ],
    fix: [
      remedy(
        'Let the agent of that node be made anew, then its ztunnel, which cuts the connections there; check the directory /var/run/ztunnel that they share.',
        `kubectl -n ${namespace} delete pod ${agent.name}`,
      ),
    ],
  };
}
