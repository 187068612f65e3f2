import type { Mesh } from '../../mesh/mesh.ts';
import type { Marker } from '../../state/kubernetes.ts';
import { type Ref, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, field, remedy } from '../evidence.ts';
import { failedRequestOn, failedRequests } from '../waypoint-binding/unbound-waypoint.ts';

const GROUP = 'gateway.networking.k8s.io';
const BUNDLE_VERSION = `${GROUP}/bundle-version`;

/** Catalogue 2 (W1, W6): waypoints and gateways are asked for, and their kinds are not in the cluster. */
export const gatewayApiCrdsMissing: Check = {
  id: 'gateway-api-crds-missing',
  number: 2,
  stage: 'control-plane',
  title: 'The Gateway API is not installed, or too old',
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['resolution'],
  tier: 0,
  needs: ['CustomResourceDefinition', 'Gateway', 'GatewayClass'],
  uses: ['Namespace', 'Service', 'Pod', 'ServiceEntry', 'ConfigMap', 'TLSRoute', 'GRPCRoute'],
  explains: ['waypoint-not-found', 'waypoint-never-ready', 'route-not-accepted'],
  why: 'Waypoints and gateways are objects of the Gateway API. Without its definitions they cannot exist, and istiod passes by kinds whose definitions are older than it understands.',
  notProof:
    'A mesh in which nothing asks for a waypoint and no such object exists. A state that holds no definition at all tells nothing of them.',
  cite: 'W1, W6; istio: pkg/config/analysis/analyzers/k8sgateway; analyze IST0156, IST0172, IST0176',
  detect(mesh) {
    const definitions = mesh.state.markers.filter(({ kind }) => kind === 'CustomResourceDefinition');
    if (definitions.length === 0) return [];
    if (isMissing(mesh, definitions)) return missing(mesh);
    return [...withoutClass(mesh), ...definitions.flatMap((definition) => outdated(mesh, definition))];
  },
  // W11: what is not bound is passed by, so calls arrive without their HTTP rules.
  judge(mesh, trace) {
    if (trace.binding.state !== 'unbound') return null;
    const definitions = mesh.state.markers.filter(({ kind }) => kind === 'CustomResourceDefinition');
    const request = failedRequestOn(mesh, trace, 'not-found');
    if (!request || definitions.length === 0 || !isMissing(mesh, definitions)) return null;
    return { ...notInstalled(mesh, request.clients), severity: 'degraded', hop: 'resolution' };
  },
};

/** Gateways that are there prove that their definition is. */
const isMissing = (mesh: Mesh, definitions: readonly Marker[]): boolean =>
  mesh.state.gateways.length === 0 && !definitions.some(({ name }) => name === `gateways.${GROUP}`);

function missing(mesh: Mesh): Found[] {
  const requests = failedRequests(mesh, 'not-found');
  if (requests.length === 0) return [];
  return [
    notInstalled(
      mesh,
      requests.flatMap(({ labelled, clients }) => [labelled, ...clients]),
    ),
  ];
}

/** What is missing has no name of its own: the installation of Istio, which needs it, stands for it. */
function notInstalled(mesh: Mesh, asking: readonly Ref[]): Found {
  const subject = ref('Namespace', '', mesh.rootNamespace);
  return {
    subject,
    sentence: 'The Gateway API is not installed, so waypoints and gateways of it cannot exist.',
    evidence: [evaluation('W1', `no definition of kind Gateway in ${GROUP}`, 'installed', subject)],
    objects: asking.slice(0, 50),
    fix: [
      remedy(
        'Install the Gateway API.',
        'kubectl apply -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.0/standard-install.yaml',
      ),
    ],
  };
}

/** W6: istiod makes its classes itself as soon as their kind is there. */
function withoutClass(mesh: Mesh): Found[] {
  if (mesh.state.gatewayClasses.some(({ name }) => name === 'istio-waypoint')) return [];
  const asking = mesh.state.gateways.filter(({ className }) => className === 'istio-waypoint');
  if (asking.length === 0) return [];
  const subject = ref('Namespace', '', mesh.rootNamespace);
  return [
    {
      subject,
      severity: asking.some(({ addresses }) => addresses.length === 0) ? 'broken' : 'latent',
      sentence: 'The class `istio-waypoint` does not exist, so no waypoint that asks for it is made or changed.',
      evidence: [evaluation('W6', `no GatewayClass istio-waypoint, ${asking.length} Gateways name it`, 'one', subject)],
      objects: asking.slice(0, 50).map(({ namespace, name }) => ref('Gateway', namespace, name)),
      fix: [
        remedy(
          'istiod makes it when it starts after the Gateway API was installed.',
          `kubectl -n ${mesh.rootNamespace} rollout restart deployment istiod`,
        ),
      ],
    },
  ];
}

/** The oldest bundle of definitions whose objects istiod reads, by kind: an older one is passed by. */
const OLDEST: Readonly<Record<string, { kind: string; version: readonly [number, number] }>> = {
  [`grpcroutes.${GROUP}`]: { kind: 'GRPCRoute', version: [1, 1] },
  [`tlsroutes.${GROUP}`]: { kind: 'TLSRoute', version: [1, 5] },
};

function outdated(mesh: Mesh, definition: Marker): Found[] {
  const oldest = OLDEST[definition.name];
  const version = definition.annotations[BUNDLE_VERSION] ?? '';
  const [, major, minor] = /^v?(\d+)\.(\d+)\b/.exec(version) ?? [];
  if (!oldest || major === undefined || minor === undefined) return [];
  const [least, leastMinor] = oldest.version;
  if (Number(major) > least || (Number(major) === least && Number(minor) >= leastMinor)) return [];
  const ignored = mesh.state.routes.filter(({ kind }) => kind === oldest.kind);
  if (ignored.length === 0) return [];
  const subject = ref('CustomResourceDefinition', '', definition.name);
  return [
    {
      subject,
      // Which versions an istiod asks for changes with its release.
      certainty: 'likely',
      sentence: `The definition of ${oldest.kind} is of Gateway API \`${version}\`, older than istiod reads, so its ${ignored.length === 1 ? 'object is' : `${ignored.length} objects are`} ignored.`,
      evidence: [field(subject, `annotation ${BUNDLE_VERSION}`, version, `v${least}.${leastMinor} or newer`)],
      objects: ignored.slice(0, 50).map(({ kind, namespace, name }) => ref(kind, namespace, name)),
      fix: [
        remedy(
          'Install a newer Gateway API.',
          'kubectl apply -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.0/standard-install.yaml',
        ),
      ],
    },
  ];
}
