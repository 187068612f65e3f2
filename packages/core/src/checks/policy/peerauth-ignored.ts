import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { isForRevision } from '../../mesh/enrolment/seen-config.ts';
import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { matchesLabels } from '../../mesh/service/selector.ts';
import type { PeerAuthentication } from '../../state/istio.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';

/** Catalogue 124 (M1-M3): a PeerAuthentication of which ambient honours nothing, or not all. */
export const peerauthIgnored: Check = {
  id: 'peerauth-ignored',
  number: 124,
  stage: 'policy',
  title: 'A PeerAuthentication is partly ignored',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['PeerAuthentication', 'Pod'],
  uses: ['Namespace', 'ConfigMap'],
  why: 'ztunnel knows strict and permissive only. DISABLE counts as permissive, one policy a level counts, and a selector or ports in the wrong place make a policy say nothing.',
  notProof: 'Namespaces without pods in ambient: sidecars honour some of it.',
  cite: 'M1, M2, M3',
  detect: (mesh) =>
    mesh.state.peerAuthentications.flatMap((one) => {
      const why = isForRevision(mesh, one.labels) && concernsAmbient(mesh, one) ? whyIgnored(mesh, one) : null;
      return why ? [finding(one, why)] : [];
    }),
};

const ambientNamespaces = ofMesh(
  (mesh: Mesh): ReadonlySet<string> =>
    new Set(mesh.state.namespaces.map(({ name }) => name).filter((name) => hasAmbientPods(mesh, name))),
);

const hasAmbientPods = (mesh: Mesh, namespace: string): boolean =>
  (mesh.pods.byNamespace.get(namespace) ?? []).some(isRedirected);

const concernsAmbient = (mesh: Mesh, { namespace }: PeerAuthentication): boolean =>
  namespace === mesh.rootNamespace ? ambientNamespaces(mesh).size > 0 : hasAmbientPods(mesh, namespace);

interface Ignored {
  rule: string;
  what: string;
}

const hasSelector = ({ selector }: PeerAuthentication): boolean =>
  selector !== null && Object.keys(selector).length > 0;

function whyIgnored(mesh: Mesh, one: PeerAuthentication): Ignored | null {
  const inRoot = one.namespace === mesh.rootNamespace;
  if (inRoot && hasSelector(one))
    return {
      rule: 'M1',
      what: 'with a selector in the root namespace it is ignored, for workloads of that namespace too',
    };
  const older = olderAtSameLevel(mesh, one);
  if (older) return { rule: 'M1', what: `an older one at the same level, \`${nameOf(older)}\`, counts instead` };
  if (Object.keys(one.portModes).length > 0 && (inRoot || !hasSelector(one)))
    return { rule: 'M3', what: 'modes of ports count only beside a selector' };
  if (one.mode === 'DISABLE') return { rule: 'M2', what: 'DISABLE counts as PERMISSIVE' };
  return Object.values(one.portModes).includes('DISABLE') && one.mode === 'UNSET'
    ? { rule: 'M3', what: 'DISABLE for a port is no exception from an inherited STRICT' }
    : null;
}

function olderAtSameLevel(mesh: Mesh, one: PeerAuthentication): PeerAuthentication | undefined {
  const age = ({ createdAt, name }: PeerAuthentication): string => `${createdAt ?? ''} ${name}`;
  return mesh.state.peerAuthentications.find(
    (other) =>
      other !== one &&
      other.namespace === one.namespace &&
      isForRevision(mesh, other.labels) &&
      age(other) < age(one) &&
      isSameLevel(mesh, one, other),
  );
}

/** Both without a selector, or both for one workload. */
function isSameLevel(mesh: Mesh, one: PeerAuthentication, other: PeerAuthentication): boolean {
  if (!hasSelector(one) || !hasSelector(other)) return !hasSelector(one) && !hasSelector(other);
  const pods = mesh.pods.byNamespace.get(one.namespace) ?? [];
  return pods.some(
    ({ labels }) => matchesLabels(one.selector ?? {}, labels) && matchesLabels(other.selector ?? {}, labels),
  );
}

function finding(one: PeerAuthentication, { rule, what }: Ignored): Found {
  const subject = ref('PeerAuthentication', one.namespace, one.name);
  return {
    subject,
    sentence: `PeerAuthentication \`${nameOf(one)}\` is not honoured as written: ${what}.`,
    evidence: [evaluation(rule, what, '', subject)],
    fix: [
      remedy(
        'Say it where ambient reads it: one policy for the mesh, one for a namespace, selectors and ports beside the workloads.',
        `kubectl get peerauthentication -A`,
      ),
    ],
  };
}
