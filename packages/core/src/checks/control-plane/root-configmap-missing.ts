import { isFlagSet } from '../../mesh/flags.ts';
import { perSlice } from '../../mesh/memory/look-up.ts';
import { gatewayOfPod } from '../../mesh/memory/pod-index.ts';
import { gapOf, inEachNamespace, type Mesh, perMesh } from '../../mesh/mesh.ts';
import type { HopKind } from '../../path/hop-kind.ts';
import type { KubernetesEvent, Pod, RootBundle } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { eventEvidence, field, hasHeld, remedy } from '../evidence.ts';

const NAME = 'istio-ca-root-cert';

/** Catalogue 11 (C5): a namespace did not get the root certificate, and its waypoints and gateways cannot start. */
export const rootConfigmapMissing: Check = {
  id: 'root-configmap-missing',
  number: 11,
  stage: 'control-plane',
  title: 'A namespace lacks the root certificate of the mesh',
  blame: 'istio',
  severity: 'broken',
  hops: ['waypoint', 'gateway'],
  tier: 0,
  needs: ['ConfigMap', 'Pod', 'Namespace'],
  uses: ['Event', 'Deployment'],
  explains: ['waypoint-no-pods', 'waypoint-pods-unhealthy', 'waypoint-never-ready', 'gateway-no-instances'],
  why: 'istiod writes its root certificate into a ConfigMap of every namespace, and pods of waypoints and gateways mount it. Where it is missing, they stay in creation.',
  notProof:
    'ClusterTrustBundles in its place; a namespace younger than a minute or being deleted; states that hold the ConfigMap of the system namespace only, unless the kubelet says that it is missing; proxies that are all well, unless every other namespace has it.',
  cite: 'C5; istio: pilot/pkg/bootstrap (namespace controller)',
  detect: inEachNamespace((mesh, { namespace }) => findingIn(mesh, namespace) ?? []),
  judge(mesh, { waypoint, caller }) {
    if (waypoint?.healthy.length === 0) return stopAt(mesh, waypoint.gateway.namespace, 'waypoint');
    return caller.gateway && !caller.pod ? stopAt(mesh, caller.gateway.namespace, 'gateway') : null;
  },
};

function stopAt(mesh: Mesh, namespace: string, hop: 'waypoint' | 'gateway'): (Found & { hop: HopKind }) | null {
  const [found] = findingIn(mesh, namespace) ?? [];
  return found ? { ...found, severity: 'broken', hop } : null;
}

const namespacesOf = perSlice(
  (bundles: readonly RootBundle[]): ReadonlySet<string> => new Set(bundles.map(({ namespace }) => namespace)),
);

const findingIn = perMesh((mesh: Mesh, namespace: string): readonly Found[] | null => {
  const published = namespacesOf(mesh.state.rootBundles);
  if (published.has(namespace) || gapOf(mesh, 'ConfigMap', namespace)) return null;
  const proxies = (mesh.pods.byNamespace.get(namespace) ?? []).filter(needsRoot);
  if (proxies.length === 0 || isFlagSet(mesh, 'ENABLE_CLUSTER_TRUST_BUNDLE_API', false)) return null;
  const itself = mesh.namespaces.get(namespace);
  const events = mountFailures(mesh.events.byNamespace.get(namespace) ?? NONE).filter(({ involved }) =>
    proxies.some(({ name, ready }) => name === involved.name && !ready),
  );
  if (events.length === 0 && !isBelieved(mesh, namespace, proxies)) return null;
  if (itself?.phase === 'Terminating' || !hasHeld(itself?.createdAt ?? null, mesh.takenAt, 60)) return null;
  return [finding(mesh, namespace, proxies, events)];
});

/**
 * Where the ConfigMap was read of the system namespace only, its absence elsewhere proves nothing. A proxy that has started
 * has mounted it: then it proves something only if all are well and every other namespace has it.
 */
function isBelieved(mesh: Mesh, namespace: string, proxies: readonly Pod[]): boolean {
  const published = namespacesOf(mesh.state.rootBundles);
  if (![...published].some((other) => other !== mesh.rootNamespace)) return false;
  if (proxies.some(isCreating)) return true;
  if (proxies.some((pod) => !pod.ready)) return false;
  const others = mesh.state.namespaces.filter(({ name }) => name !== namespace && !name.startsWith('kube-'));
  return others.every(({ name }) => published.has(name));
}

/** On a node, and no container has started yet, as long as volumes are missing. */
const isCreating = ({ phase, node, containers }: Pod): boolean =>
  phase === 'Pending' &&
  node !== '' &&
  containers.every(
    ({ waiting, startedAt, terminated }) =>
      startedAt === null && terminated === null && /^(?:ContainerCreating|PodInitializing)?$/.test(waiting),
  );

const NONE: readonly KubernetesEvent[] = [];

const needsRoot = (pod: Pod): boolean => pod.deletedAt === null && gatewayOfPod(pod) !== '';

const mountFailures = perSlice((events: readonly KubernetesEvent[]): readonly KubernetesEvent[] =>
  events.filter(({ reason, message }) => reason === 'FailedMount' && message.includes(NAME)),
);

function finding(mesh: Mesh, namespace: string, proxies: readonly Pod[], events: readonly KubernetesEvent[]): Found {
  const subject = ref('Namespace', '', namespace);
  const isStopped = events.length > 0 || proxies.some(isCreating);
  return {
    subject,
    severity: isStopped ? 'broken' : 'latent',
    certainty: events.length > 0 ? 'confirmed' : 'likely',
    sentence: `Gateways and waypoints in namespace \`${namespace}\` cannot start, because the root certificate of the mesh was not published there.`,
    evidence: [
      field(ref('ConfigMap', namespace, NAME), 'data root-cert.pem', 'not there', 'the root certificate of the mesh'),
      ...events.slice(0, 3).map(eventEvidence),
    ],
    objects: [
      ...[...new Set(proxies.map(gatewayOfPod))].map((name) => ref('Gateway', namespace, name)),
      ...proxies.slice(0, 20).map(({ name }) => ref('Pod', namespace, name)),
    ],
    since: events[0]?.createdAt ?? null,
    fix: [
      remedy(
        'See what istiod says of its namespace controller and whether it may write ConfigMaps; a restart writes them anew.',
        `kubectl -n ${mesh.rootNamespace} logs deploy/istiod | grep -i namespace; kubectl -n ${mesh.rootNamespace} rollout restart deployment istiod`,
      ),
    ],
  };
}
