import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { appliesToWorkload } from '../../mesh/policy/policy.ts';
import { factsOf } from '../../mesh/told/component-logs.ts';
import type { Pod } from '../../state/kubernetes.ts';
import type { LogFact } from '../../state/logs.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, reading, remedy, secondsBetween } from '../evidence.ts';

/** One may be a connection that would have ended anyway. */
const ENOUGH = 3;
const RECENT = 600;
const WITHIN = 60;

/** Catalogue 183 (A9): an edit of a policy closed connections that it does not admit any more. */
export const policyChangeInFlight: Check = {
  id: 'policy-change-in-flight',
  number: 183,
  stage: 'catch-all',
  title: 'The change of a policy closed open connections',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['destination-ztunnel'],
  tier: 3,
  persistence: 0,
  needs: ['Pod', 'AuthorizationPolicy', 'PeerAuthentication', 'ztunnel-log'],
  uses: ['Namespace', 'ConfigMap', 'Deployment'],
  why: 'ztunnel judges open connections again when a policy changes, and closes those that are not admitted any more. Callers that connect again meet the new policy.',
  notProof:
    'Fewer than three connections, or closings that were long ago. Callers that do not connect again are a matter of the application.',
  cite: 'A9; ztunnel: src/proxy/connection_manager.rs',
  detect: inEachNamespace((mesh, { pods }) =>
    mesh.state.logs.length === 0 ? [] : pods.flatMap((pod) => findingOf(mesh, pod) ?? []).filter(isFirst),
  ),
  judge(mesh, { destination, receivedBy }) {
    if (!destination || !receivedBy || mesh.state.logs.length === 0) return null;
    const { namespace, workload } = destination;
    const pods = mesh.pods.byWorkload.get(`${namespace}/${workload.kind}/${workload.name}`) ?? [];
    for (const pod of pods) {
      const found = findingOf(mesh, pod);
      if (found) return found;
    }
    return null;
  },
};

/** One finding for each subject. */
const isFirst = (found: Found, i: number, all: readonly Found[]): boolean =>
  all.findIndex(({ subject }) => nameOf(subject) === nameOf(found.subject) && subject.kind === found.subject.kind) ===
  i;

function findingOf(mesh: Mesh, pod: Pod): Found | null {
  const closed = closedAt(mesh, pod);
  if (!closed) return null;
  const { facts, count, first, last, ztunnel } = closed;
  const age = secondsBetween(last, mesh.takenAt);
  if (age === null || age > RECENT) return null;
  const change = changeBefore(mesh, pod, first);
  return {
    subject: change?.object ?? ref(pod.workload.kind, pod.namespace, pod.workload.name),
    certainty: change ? 'confirmed' : 'likely',
    sentence: change
      ? `The change of ${change.object.kind} \`${nameOf(change.object)}\` closed ${count} open connections to \`${pod.namespace}/${pod.workload.name}\`; callers must connect again.`
      : `The change of a policy closed ${count} open connections to \`${pod.namespace}/${pod.workload.name}\`; callers must connect again.`,
    evidence: [
      reading(
        'ztunnel-log',
        ztunnel,
        `${count} connections closed due to policy change`,
        'none',
        facts[0]?.lastAt ?? last,
        3,
      ),
      ...(change ? [field(change.object, 'metadata.managedFields time', change.at, '', change.at)] : []),
    ],
    objects: [ref('Pod', pod.namespace, pod.name)],
    since: first,
    fix: [remedy('Nothing to mend here; let callers connect again by themselves when a connection is closed.')],
  };
}

interface Closed {
  facts: readonly LogFact[];
  count: number;
  first: string;
  last: string;
  ztunnel: string;
}

/** Connections to the pod that its ztunnel closed for a policy within a minute. */
function closedAt(mesh: Mesh, pod: Pod): Closed | null {
  for (const one of mesh.pods.ztunnels.get(pod.node) ?? []) {
    const ztunnel = nameOf(one);
    const facts = factsOf(mesh, ztunnel, 'policy-changed').filter(
      ({ direction, to }) => direction === 'inbound' && pod.ips.includes(to.ip),
    );
    if (facts.length === 0) continue;
    const count = facts.reduce((sum, fact) => sum + fact.count, 0);
    const times = facts.flatMap(({ firstAt, lastAt }) => [firstAt, lastAt]).filter((at) => at !== null);
    const [first, last] = [times.sort()[0] ?? '', times.sort().at(-1) ?? ''];
    const seconds = secondsBetween(first, last);
    if (count >= ENOUGH && seconds !== null && seconds <= WITHIN) return { facts, count, first, last, ztunnel };
  }
  return null;
}

/** The last policy for the pod that was written within a minute before. */
function changeBefore(mesh: Mesh, pod: Pod, at: string): { object: Ref; at: string } | null {
  const policies = mesh.state.authorizationPolicies.filter((policy) => appliesToWorkload(mesh, policy, pod));
  const peers = mesh.state.peerAuthentications.filter(
    ({ namespace }) => namespace === pod.namespace || namespace === mesh.rootNamespace,
  );
  const edits = [
    ...policies.map((policy) => editOf('AuthorizationPolicy', policy)),
    ...peers.map((peer) => editOf('PeerAuthentication', peer)),
  ].flatMap((edit) => {
    const seconds = secondsBetween(edit.at, at);
    return edit.at !== null && seconds !== null && seconds >= -5 && seconds <= WITHIN ? [{ ...edit, at: edit.at }] : [];
  });
  return edits.sort((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null;
}

const editOf = (
  kind: string,
  one: { namespace: string; name: string; createdAt: string | null; editedAt?: string },
) => ({
  object: ref(kind, one.namespace, one.name),
  at: one.editedAt ?? one.createdAt,
});
