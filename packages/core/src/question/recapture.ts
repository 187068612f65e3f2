/** E1, E7: istio-cni captures and lets go of running pods as labels change; here by rule, for pods of which the wish changed. */
import { hasSidecar, REDIRECTION, redirectionOf, shouldCapture } from '../mesh/enrolment/enrolment.ts';
import { indexMesh, type Mesh } from '../mesh/mesh.ts';
import { certificateOf, principalOfPod, ztunnelOn } from '../mesh/ztunnel/ztunnel.ts';
import { meshOf } from '../report/meshes.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import type { Certificate, ZtunnelDump } from '../state/readings.ts';
import { nameOf } from '../state/refs.ts';

/** The state with the capture that its labels ask for. Where the wish is as before, what is wrong with it stays wrong. */
export function recapture(old: MeshState, state: MeshState): MeshState {
  const [before, after] = [meshOf(old), indexMesh(state)];
  const changed = new Map<Pod, Pod>();
  for (const pod of state.pods) {
    const renewed = renewedPod(before, after, pod);
    if (renewed) changed.set(pod, renewed);
  }
  if (changed.size === 0) return state;
  const pods = state.pods.map((pod) => changed.get(pod) ?? pod);
  return { ...state, pods, ztunnelDumps: state.ztunnelDumps.map((dump) => servingDump(after, dump, changed)) };
}

function renewedPod(before: Mesh, after: Mesh, pod: Pod): Pod | null {
  const known = before.pods.byName.get(nameOf(pod));
  const isWanted = shouldCapture(after, pod).captured && pod.ips.length > 0;
  const wasWanted = known ? shouldCapture(before, known).captured && known.ips.length > 0 : !isWanted;
  if (isWanted === wasWanted || hasSidecar(pod)) return null;
  if (isWanted === (redirectionOf(pod) === 'enabled')) return null;
  const { [REDIRECTION]: _old, ...others } = pod.annotations;
  return { ...pod, annotations: isWanted ? { ...others, [REDIRECTION]: 'enabled' } : others };
}

/** What the ztunnel of the node serves follows: a pod it never heard of would look like one that lost its capture (E6). */
function servingDump(mesh: Mesh, dump: ZtunnelDump, changed: ReadonlyMap<Pod, Pod>): ZtunnelDump {
  if (!dump.hasProxies) return dump;
  const own = [...changed.values()].filter((pod) => ztunnelOn(mesh, pod.node).dump === dump);
  if (own.length === 0) return dump;
  const gone = new Set(own.map(({ uid }) => uid));
  const served = own.filter((pod) => redirectionOf(pod) === 'enabled');
  const proxies = served.map(({ uid, name, namespace, serviceAccount }) => {
    return { podUid: uid, state: 'Up', name, namespace, serviceAccount, connections: [] };
  });
  return {
    ...dump,
    proxies: [...dump.proxies.filter(({ podUid }) => !gone.has(podUid)), ...proxies],
    certificates: withCertificates(mesh, dump, served),
  };
}

/** C2: ztunnel asks for the certificates of pods that it takes over. */
function withCertificates(mesh: Mesh, dump: ZtunnelDump, served: readonly Pod[]): Certificate[] {
  const lacking = served.filter((pod) => certificateOf(mesh, dump, pod) === undefined);
  const identities = new Set(lacking.map((pod) => `spiffe://${principalOfPod(mesh, pod)}`));
  const asked = { state: 'Available', error: '', validFrom: null, expiresAt: null, roots: [] };
  return [...dump.certificates, ...[...identities].map((identity) => ({ identity, ...asked }))];
}
