import { type ComponentVersion, versionOfPod } from '../../mesh/control-plane/component-version.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy, secondsBetween } from '../evidence.ts';

const HOUR = 3600;

/** Catalogue 14 (CP5): components of releases that were never meant to work together. */
export const versionSkew: Check = {
  id: 'version-skew',
  number: 14,
  stage: 'control-plane',
  title: 'Istio components of versions that do not go together',
  blame: 'istio',
  severity: 'latent',
  hops: ['control-plane'],
  tier: 0,
  persistence: 3600,
  needs: ['Pod'],
  uses: ['istiod-version', 'ztunnel-metrics'],
  why: 'istiod may be one minor release ahead of ztunnel and istio-cni, and never behind ztunnel. Other combinations are not tested, and break in places that nobody looks at.',
  notProof:
    'A rolling upgrade: one of the components was replaced less than an hour ago. Images without a version in their tag, of components that say none themselves, tell nothing, and of several istiods the nearest one counts.',
  cite: 'CP5; istio.io: content/en/docs/ambient/upgrade/helm/index.md; analyze IST0158',
  detect(mesh) {
    const istiods = releases(mesh, mesh.pods.istiods, 'discovery');
    const ztunnels = releases(mesh, mesh.pods.ztunnels.all(), 'istio-proxy');
    const agents = releases(mesh, mesh.pods.cniAgents.all(), 'install-cni');
    return [
      ...compare(mesh, ztunnels, istiods, ({ minor }, other) => minor > other.minor || other.minor - minor > 1),
      ...compare(mesh, agents, ztunnels, ({ minor }, other) => Math.abs(minor - other.minor) > 1),
    ];
  },
};

/** The pods of a component that run one release. */
interface Release {
  version: ComponentVersion;
  pods: Pod[];
}

function releases(mesh: Mesh, pods: readonly Pod[], container: string): Release[] {
  const found = new Map<string, Release>();
  for (const pod of pods) {
    const version = versionOfPod(mesh, pod, container);
    if (!version || pod.deletedAt !== null) continue;
    const key = `${version.major}.${version.minor}`;
    const known = found.get(key);
    if (known) known.pods.push(pod);
    else found.set(key, { version, pods: [pod] });
  }
  return [...found.values()];
}

/** Releases that go with none of the other component's. */
function compare(
  mesh: Mesh,
  own: readonly Release[],
  others: readonly Release[],
  isTooFar: (own: ComponentVersion, other: ComponentVersion) => boolean,
): Found[] {
  if (others.length === 0) return [];
  return own
    .filter(({ version }) =>
      others.every((other) => version.major !== other.version.major || isTooFar(version, other.version)),
    )
    .filter((release) => ![release, ...others].some(({ pods }) => pods.some((pod) => isYoung(pod, mesh.takenAt))))
    .map((release) => finding(release, others));
}

function isYoung(pod: Pod, takenAt: string): boolean {
  const age = secondsBetween(pod.createdAt, takenAt);
  return age !== null && age < HOUR;
}

function finding({ version, pods }: Release, others: readonly Release[]): Found {
  const pod = pods[0]!;
  const other = others[0]!;
  const { kind, name } = pod.workload;
  const subject = ref(kind, pod.namespace, name);
  const [met] = other.pods;
  return {
    subject,
    sentence: `\`${name}\` runs version \`${version.text}\` and \`${met!.workload.name}\` version \`${other.version.text}\`, which are not supported together.`,
    evidence: [
      field(
        ref('Pod', pod.namespace, pod.name),
        version.from,
        version.text,
        `at most one minor release from ${other.version.text}`,
      ),
      ...others.map((release) =>
        field(
          ref('Pod', release.pods[0]!.namespace, release.pods[0]!.name),
          release.version.from,
          release.version.text,
        ),
      ),
    ],
    objects: others.map((release) =>
      ref(release.pods[0]!.workload.kind, release.pods[0]!.namespace, release.pods[0]!.workload.name),
    ),
    fix: [
      remedy(
        'Upgrade in this order: istiod, istio-cni, ztunnel, then waypoints and gateways.',
        `kubectl get pods -A -l 'app in (istiod,ztunnel)' -o custom-columns=POD:.metadata.name,IMAGE:.spec.containers[0].image; kubectl get pods -A -l k8s-app=istio-cni-node -o custom-columns=POD:.metadata.name,IMAGE:.spec.containers[0].image`,
      ),
    ],
  };
}
