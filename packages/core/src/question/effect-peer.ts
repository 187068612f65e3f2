/** M1-M3: a PeerAuthentication, and the pods whose mode it decides. */

import { isForRevision } from '../mesh/enrolment/seen-config.ts';
import { isFinished } from '../mesh/memory/pod-addresses.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { effectiveMtls } from '../mesh/policy/mtls.ts';
import { matchesLabels } from '../mesh/service/selector.ts';
import type { PeerAuthentication } from '../state/istio.ts';
import type { Pod } from '../state/kubernetes.ts';
import { nameOf } from '../state/refs.ts';
import { enforcedForPods } from './effect-places.ts';
import type { Effect } from './policy-answer.ts';

/** The effect of one of that name. */
export function peerEffect(mesh: Mesh, namespace: string, name: string): Effect | null {
  const peer = mesh.state.peerAuthentications.find((one) => one.namespace === namespace && one.name === name);
  if (!peer) return null;
  const nowhere = (why: string, rule: string): Effect => ({
    enforced: [],
    notEnforced: [{ what: 'it', why, rule }],
    rules: [],
  });
  if (!isForRevision(mesh, peer.labels)) return nowhere('belongs to another revision of Istio', 'S7');
  const selects = peer.selector !== null && Object.keys(peer.selector).length > 0;
  const isRoot = namespace === mesh.rootNamespace;
  if (isRoot && selects) return nowhere('is in the root namespace and has a selector, so it is ignored', 'M1');
  const pods = isRoot ? mesh.pods.all() : (mesh.pods.byNamespace.get(namespace) ?? []);
  const meant = pods.filter((pod) => !isFinished(pod) && (!selects || matchesLabels(peer.selector!, pod.labels)));
  if (meant.length === 0) return nowhere('selects no pod', 'M1');
  const decided = meant.filter((pod) => effectiveMtls(mesh, pod).decidedBy === peer);
  if (decided.length === 0) return nowhere(`decides for no pod: ${rivalOf(mesh, meant[0]!, peer)}`, 'M1');
  const places = enforcedForPods(decided);
  const mode = modeSentence(peer);
  return {
    enforced: places.enforced.map((place) => ({ ...place, sentence: `${place.sentence}, ${mode}` })),
    notEnforced: places.notEnforced,
    rules: [],
  };
}

function rivalOf(mesh: Mesh, pod: Pod, peer: PeerAuthentication): string {
  const { decidedBy } = effectiveMtls(mesh, pod);
  if (peer.mode === 'UNSET' && Object.keys(peer.portModes).length === 0) return 'it sets no mode of its own';
  return decidedBy ? `\`${nameOf(decidedBy)}\` comes before it` : 'the default holds';
}

/** M2: DISABLE is PERMISSIVE to ztunnel. */
function modeSentence({ mode, portModes }: PeerAuthentication): string {
  const ports = Object.entries(portModes).map(([port, own]) => `port ${port} ${own}`);
  const what = mode === 'STRICT' ? 'where plain text is refused' : 'where plain text is accepted';
  return ports.length === 0 ? what : `${what} but for ${ports.join(', ')}`;
}
