import { lostControlPlane } from '../../mesh/control-plane/control-plane-word.ts';
import { groupBy } from '../../mesh/memory/look-up.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { XDS_PORT, xdsDecisionOf } from '../../mesh/network-policy/control-plane-access.ts';
import type { NetworkPolicyDecision } from '../../mesh/network-policy/network-policy.ts';
import { factsOf } from '../../mesh/told/component-logs.ts';
import type { NetworkPolicy, Pod } from '../../state/kubernetes.ts';
import type { LogFact } from '../../state/logs.ts';
import { nameOf, ref } from '../../state/refs.ts';
import { admittingPorts } from '../admit-port.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, field, reading, remedy } from '../evidence.ts';

/** Catalogue 5 (N4, N6): NetworkPolicies keep proxies from istiod's port for configuration and certificates. */
export const istiod15012Blocked: Check = {
  id: 'istiod-15012-blocked',
  number: 5,
  stage: 'control-plane',
  title: 'Proxies cannot reach the control plane on port 15012',
  blame: 'kubernetes',
  severity: 'degraded',
  hops: ['source-ztunnel', 'destination-ztunnel', 'waypoint'],
  tier: 0,
  needs: ['NetworkPolicy', 'Pod', 'Namespace'],
  uses: ['Gateway', 'istiod-syncz', 'Node', 'ztunnel-log', 'waypoint-log'],
  explains: ['ztunnel-xds-disconnected', 'unknown-local-workload', 'workload-cert-unavailable'],
  why: 'ztunnels, waypoints and gateways get all they know, and their certificates, from port 15012 of istiod. A proxy that cannot reach it goes on with what it has and learns nothing new.',
  notProof:
    'A proxy that istiod lists as connected, or whose log says that it connected later; one replica that may be reached is enough. A network plugin that does not enforce NetworkPolicy is not known here. In a log, a single failure while istiod is rolled out, and streams that end every half hour.',
  cite: 'N4, N6, CP1; ztunnel: src/xds/client.rs',
  detect(mesh) {
    const proxies = [
      ...mesh.pods.ztunnels.all(),
      ...mesh.state.gateways.flatMap((gateway) => podsBehind(mesh, gateway)),
    ];
    const blocked = proxies.flatMap((pod) => blockedBy(mesh, pod));
    const groups = groupBy(blocked, ({ policy }) => nameOf(policy));
    const cut = new Set(blocked.map(({ pod }) => pod));
    return [
      ...[...groups.values()].map((group) => finding(mesh, group)),
      ...mesh.pods.ztunnels.all().flatMap((pod) => (cut.has(pod) ? [] : lostFinding(mesh, pod))),
    ];
  },
  judge(mesh, trace) {
    if (mesh.state.networkPolicies.length === 0) return null;
    const first =
      firstBlocked(mesh, trace.served?.ztunnel.pods) ??
      (trace.waypoint?.pod ? blockedBy(mesh, trace.waypoint.pod)[0] : undefined) ??
      firstBlocked(mesh, trace.receivedBy?.ztunnel.pods);
    if (!first) return null;
    const isWaypoint = first.pod === trace.waypoint?.pod;
    const isSource = trace.served?.ztunnel.pods.includes(first.pod) === true;
    return {
      ...finding(mesh, [first]),
      hop: isWaypoint ? 'waypoint' : isSource ? 'source-ztunnel' : 'destination-ztunnel',
    };
  },
};

interface Blocked {
  pod: Pod;
  policy: NetworkPolicy;
  decision: NetworkPolicyDecision;
}

const podsBehind = (mesh: Mesh, { namespace, name }: { namespace: string; name: string }): readonly Pod[] =>
  mesh.pods.byGateway.get(`${namespace}/${name}`) ?? [];

function firstBlocked(mesh: Mesh, pods: readonly Pod[] = NONE): Blocked | undefined {
  for (const pod of pods) {
    const [blocked] = blockedBy(mesh, pod);
    if (blocked) return blocked;
  }
  return undefined;
}

const NONE: readonly never[] = [];

function blockedBy(mesh: Mesh, pod: Pod): readonly Blocked[] {
  if (pod.deletedAt !== null || pod.ips.length === 0) return NONE;
  const decision = xdsDecisionOf(mesh, pod);
  const [policy] = decision?.refusing ?? [];
  if (!decision || !policy || isConnected(mesh, pod)) return NONE;
  return [{ pod, policy, decision }];
}

const isConnected = (mesh: Mesh, pod: Pod): boolean =>
  mesh.state.syncStatus.some(({ proxies }) => proxies.some(({ proxy }) => proxy === nameOf(pod))) ||
  lastAttempt(mesh, pod)?.kind === 'control-plane-connected';

/** The last that its log says of the way to istiod: of a state that holds, the newest word counts. */
function lastAttempt(mesh: Mesh, pod: Pod): LogFact | undefined {
  const facts = factsOf(mesh, nameOf(pod), 'control-plane-failed', 'control-plane-connected');
  const timeOf = ({ lastAt }: LogFact): number => (lastAt === null ? 0 : Date.parse(lastAt));
  return [...facts].sort((a, b) => timeOf(b) - timeOf(a))[0];
}

const sourceOf = (mesh: Mesh, pod: Pod): string => mesh.logs.get(nameOf(pod))?.source ?? 'ztunnel-log';

function finding(mesh: Mesh, blocked: readonly Blocked[]): Found {
  const { pod, policy, decision } = blocked[0]!;
  const direction = decision.direction ?? 'ingress';
  const subject = ref('NetworkPolicy', policy.namespace, policy.name);
  const who = blocked.length === 1 ? `\`${nameOf(pod)}\`` : `${blocked.length} proxies`;
  const answers = mesh.state.syncStatus;
  const attempt = lastAttempt(mesh, pod);
  return {
    subject,
    sentence: `NetworkPolicy \`${nameOf(policy)}\` does not let ${who} reach the control plane on port ${XDS_PORT}: no news and no new certificates get there.`,
    evidence: [
      evaluation(
        'N4',
        `${direction} of port ${XDS_PORT} from ${nameOf(pod)} to istiod is refused`,
        `a rule that admits TCP ${XDS_PORT}`,
        subject,
      ),
      field(subject, `spec.${direction}`, `no rule for this peer on port ${XDS_PORT}`, `port ${XDS_PORT}`),
      ...answers.map(({ pod: istiod, at }) =>
        reading('istiod-syncz', istiod, `${nameOf(pod)} is not connected`, 'connected', at),
      ),
      ...(attempt
        ? [
            reading(
              sourceOf(mesh, pod),
              nameOf(pod),
              `${attempt.count} attempts to connect to istiod failed`,
              'connected',
              attempt.lastAt,
              3,
            ),
          ]
        : []),
    ],
    // Whether the network plugin enforces policies shows only where istiod says who is connected.
    certainty: answers.length > 0 || attempt ? 'confirmed' : 'likely',
    objects: blocked.slice(0, 20).map((entry) => ref('Pod', entry.pod.namespace, entry.pod.name)),
    fix: [
      remedy(
        `Admit TCP ${XDS_PORT} from ztunnels, waypoints and gateways to istiod.`,
        `kubectl -n ${policy.namespace} get networkpolicy ${policy.name} -o yaml`,
        ...admittingPorts(decision, [{ protocol: 'TCP', port: XDS_PORT }]),
      ),
    ],
  };
}

const REASONS: Readonly<Record<string, string>> = {
  timeout: 'its packets are dropped on the way',
  refused: 'it is refused there',
  unreachable: 'there is no route to it',
  dns: 'its name cannot be looked up on the node',
};

/** N4: no NetworkPolicy known here forbids it, and ztunnel does not get there all the same. */
function lostFinding(mesh: Mesh, pod: Pod): Found[] {
  const lost = pod.deletedAt === null ? lostControlPlane(mesh, nameOf(pod)) : null;
  const why = lost && REASONS[lost.reason];
  if (!lost || !why || isConnected(mesh, pod) || !mesh.pods.istiods.some(({ ready }) => ready)) return [];
  const subject = ref('Pod', pod.namespace, pod.name);
  return [
    {
      subject,
      certainty: 'suspected',
      sentence: `ztunnel on node \`${pod.node}\` cannot reach the control plane on port ${XDS_PORT}: ${why}, although istiod is ready.`,
      evidence: [
        reading(
          'ztunnel-log',
          nameOf(pod),
          `${lost.count} failures since ${lost.since}: ${lost.reason}`,
          'connected',
          lost.lastAt,
          3,
        ),
      ],
      objects: [ref('Node', '', pod.node)],
      since: lost.since,
      fix: [
        remedy(
          'See whether a plain pod on that node reaches istiod and resolves its name: firewall, security group, cluster DNS, NetworkPolicies of the network plugin.',
          `kubectl get networkpolicy -n ${mesh.rootNamespace}; kubectl get pods -A -o wide --field-selector spec.nodeName=${pod.node}`,
        ),
      ],
    },
  ];
}
