/** Which objects a policy really affects and where it is enforced: told for one object that somebody wrote. */
import { gapOf, type Mesh } from '../mesh/mesh.ts';
import { meshOf } from '../report/meshes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { nameOf, type Ref } from '../state/refs.ts';
import { authorizationEffect } from './effect-authorization.ts';
import { networkEffect } from './effect-network.ts';
import { peerEffect } from './effect-peer.ts';
import { routeEffect, virtualEffect } from './effect-route.ts';
import { tokenEffect } from './effect-token.ts';
import type { Effect, PolicyEffect } from './policy-answer.ts';
import { unreadKinds } from './unread-kinds.ts';

interface Reader {
  /** null: there is no such object */
  read(mesh: Mesh, namespace: string, name: string): Effect | null;
  /** kinds without which the answer is not whole */
  needs: readonly string[];
}

const READERS: Readonly<Record<string, Reader>> = {
  AuthorizationPolicy: { read: authorizationEffect, needs: ['Pod', 'Gateway', 'Service', 'Namespace'] },
  PeerAuthentication: { read: peerEffect, needs: ['Pod'] },
  NetworkPolicy: { read: networkEffect, needs: ['Pod', 'Namespace'] },
  RequestAuthentication: { read: tokenEffect, needs: ['Gateway', 'Service', 'Namespace'] },
  HTTPRoute: { read: routeEffect('HTTPRoute'), needs: ['Gateway', 'Service', 'Namespace'] },
  GRPCRoute: { read: routeEffect('GRPCRoute'), needs: ['Gateway', 'Service', 'Namespace'] },
  TCPRoute: { read: routeEffect('TCPRoute'), needs: ['Gateway', 'Service', 'Namespace'] },
  TLSRoute: { read: routeEffect('TLSRoute'), needs: ['Gateway', 'Service', 'Namespace'] },
  VirtualService: { read: virtualEffect, needs: ['Gateway', 'Service', 'ServiceEntry', 'Namespace'] },
};

/** Kinds that can be asked about. */
export const POLICY_KINDS: readonly string[] = Object.keys(READERS);

/** What the reader of its kind finds; null where there is no such object, or no reader for its kind. */
export function effectOf(mesh: Mesh, { kind, namespace, name }: Ref): Effect | null {
  return READERS[kind]?.read(mesh, namespace, name) ?? null;
}

/** The answer, or the sentence that says why there is none. */
export function policyEffect(
  state: MeshState,
  object: Ref,
): { ok: true; value: PolicyEffect } | { ok: false; reason: string } {
  const reader = READERS[object.kind];
  if (!reader)
    return { ok: false, reason: `Nothing is known of kind ${object.kind}; there are ${POLICY_KINDS.join(', ')}.` };
  const mesh = meshOf(state);
  const effect = reader.read(mesh, object.namespace, object.name);
  if (!effect) {
    const gap = gapOf(mesh, object.kind, object.namespace);
    const reason = gap
      ? `Whether there is a ${object.kind} ${nameOf(object)} is not known: ${gap.why}.`
      : `There is no ${object.kind} ${nameOf(object)}.`;
    return { ok: false, reason };
  }
  const notKnown = unreadKinds(mesh, reader.needs);
  const sentence = sentenceOf(object, effect, notKnown);
  const value = { object, sentence, ...effect, notKnown, asOf: state.takenAt };
  return { ok: true, value };
}

function sentenceOf(object: Ref, { enforced, notEnforced }: Effect, notKnown: readonly string[]): string {
  const what = `${object.kind} \`${nameOf(object)}\``;
  if (enforced.length === 0) {
    // What was not read proves nothing.
    if (notKnown.length > 0) return `Where ${what} is enforced is not known: ${notKnown[0]}.`;
    const why = notEnforced[0];
    return `${what} is enforced nowhere${why ? `: ${why.what} ${why.why}` : ''}.`;
  }
  const places = enforced.map(({ sentence }) => sentence);
  const rest = notEnforced.length === 0 ? '' : ` Not everywhere: ${notEnforced[0]!.what} ${notEnforced[0]!.why}.`;
  return `${what} is enforced ${places.join(', and ')}.${rest}`;
}
