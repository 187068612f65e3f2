/** Pods, releases, sync and certificates of everything in the dependency chain, and how long its authority lives. */
import { authorityEndOf } from '../mesh/control-plane/authority.ts';
import { versionOfPod } from '../mesh/control-plane/component-version.ts';
import { perSlice } from '../mesh/memory/look-up.ts';
import { gapOf, type Mesh } from '../mesh/mesh.ts';
import { podsOfGateway } from '../mesh/waypoint/waypoint.ts';
import { ztunnelOn } from '../mesh/ztunnel/ztunnel.ts';
import { analyze } from '../report/analyze.ts';
import type { ChainStage } from '../report/mesh-report.ts';
import { meshOf } from '../report/meshes.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import type { ZtunnelDump } from '../state/readings.ts';
import { accountOf, nameOf, refId } from '../state/refs.ts';
import type { AuthorityFacts, ComponentFacts, ComponentPod, Components, HeldCertificates } from './component-answer.ts';
import { syncOfIstiod, syncOfProxy } from './component-sync.ts';

/** Facts of every cell of the report's chain, by the id of the cell. Remembered as long as the state is. */
export const componentFacts = perSlice((state: MeshState): Components => {
  const mesh = meshOf(state);
  return {
    components: analyze(state).chain.flatMap(({ id: stage, cells }) =>
      cells.map(({ id }) => oneComponent(mesh, stage, id)),
    ),
    authority: authorityOf(mesh),
  };
});

type Stage = ChainStage['id'];

/** The container that tells the release. */
const CONTAINERS: Readonly<Record<Stage, string>> = {
  istiod: 'discovery',
  cni: 'install-cni',
  ztunnel: 'istio-proxy',
  waypoint: 'istio-proxy',
  gateway: 'istio-proxy',
};

const NOT_APPLICABLE = { value: null, unknown: '' };

function oneComponent(mesh: Mesh, stage: Stage, id: string): ComponentFacts {
  const name = id.slice(id.indexOf(':') + 1);
  const pods = podsOf(mesh, stage, name);
  const listed = pods.map((pod) => podOf(mesh, pod, CONTAINERS[stage]));
  return {
    id,
    pods: listed,
    versions: versionsOf(listed),
    sync: stage === 'cni' ? NOT_APPLICABLE : stage === 'istiod' ? istiodSync(mesh, pods) : syncOfProxy(mesh, pods),
    certificates: stage === 'ztunnel' && pods.length > 0 ? certificatesOn(mesh, name) : NOT_APPLICABLE,
  };
}

function podsOf(mesh: Mesh, stage: Stage, name: string): readonly Pod[] {
  switch (stage) {
    case 'istiod':
      return mesh.pods.istiods.filter((pod) => nameOf(pod) === name);
    case 'cni':
      return mesh.pods.cniAgents.get(name) ?? [];
    case 'ztunnel':
      return ztunnelOn(mesh, name).pods;
    default: {
      const [namespace = '', gateway = ''] = name.split('/');
      return podsOfGateway(mesh, { namespace, name: gateway });
    }
  }
}

const istiodSync = (mesh: Mesh, [pod]: readonly Pod[]): ComponentFacts['sync'] =>
  pod ? syncOfIstiod(mesh, pod) : NOT_APPLICABLE;

function podOf(mesh: Mesh, pod: Pod, container: string): ComponentPod {
  const version = versionOfPod(mesh, pod, container) ?? versionOfPod(mesh, pod, pod.containers[0]?.name ?? '');
  return {
    name: nameOf(pod),
    node: pod.node,
    ready: pod.ready,
    restarts: pod.containers.reduce((sum, { restarts }) => sum + restarts, 0),
    startedAt: pod.startedAt,
    version: version?.text ?? '',
  };
}

function versionsOf(pods: readonly ComponentPod[]): ComponentFacts['versions'] {
  if (pods.length === 0) return NOT_APPLICABLE;
  const versions = [...new Set(pods.map(({ version }) => version).filter((text) => text !== ''))].sort();
  if (versions.length > 0) return { value: versions, unknown: '' };
  return { value: null, unknown: 'its image has no version in its tag, and it was not asked' };
}

/** C1, C2: what the ztunnel of a node shows of its certificates. */
function certificatesOn(mesh: Mesh, node: string): ComponentFacts['certificates'] {
  const { dump, dumpGap } = ztunnelOn(mesh, node);
  return dump ? { value: heldBy(dump), unknown: '' } : { value: null, unknown: dumpGap?.why ?? 'it was not read' };
}

function heldBy({ certificates, at }: ZtunnelDump): HeldCertificates {
  const available = certificates.filter(({ state }) => state === 'Available');
  const first = available
    .filter(({ expiresAt }) => expiresAt !== null)
    .sort((a, b) => Date.parse(a.expiresAt!) - Date.parse(b.expiresAt!))[0];
  return {
    held: certificates.length,
    missing: certificates.length - available.length,
    firstExpiresAt: first?.expiresAt ?? null,
    firstOf: first ? accountOf(first.identity) : '',
    at,
  };
}

/** C5. */
function authorityOf(mesh: Mesh): Components['authority'] {
  const end = authorityEndOf(mesh);
  if (end) {
    const from = 'object' in end.from ? refId(end.from.object) : `${end.from.source} of ${end.from.pod}`;
    const value: AuthorityFacts = { what: end.what, expiresAt: end.expiresAt, from };
    return { value, unknown: '' };
  }
  const gap = gapOf(mesh, 'ConfigMap', mesh.rootNamespace);
  return { value: null, unknown: gap?.why ?? 'nothing that was read shows the root certificate' };
}
