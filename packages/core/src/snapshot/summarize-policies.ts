/** The policies of a mesh in a line each: that they are there, what they say in one word, and a print of all they say. */
import type { MeshState } from '../state/mesh-state.ts';
import { refId } from '../state/refs.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Hmac } from './pseudonyms.ts';
import type { PolicySummary } from './snapshot-document.ts';

/** What is written in status or changes with every edit of it is no part of what a policy says. */
const STATUS = new Set(['uid', 'generation', 'createdAt', 'editedAt', 'conditions', 'status', 'annotations', 'labels']);
const PRINT_DIGITS = 24;

interface Policy {
  readonly kind?: string;
  readonly namespace: string;
  readonly name: string;
}

/** In the order of their ids. The print is keyed: of a plain hash likely contents could be guessed. */
export function summarizePolicies(state: MeshState, hmac: Hmac): PolicySummary[] {
  const summarize = (kind: string, policies: readonly Policy[], saysOf: (policy: never) => string): PolicySummary[] =>
    policies.map((policy) => ({
      ref: { kind: policy.kind ?? kind, namespace: policy.namespace, name: policy.name },
      says: saysOf(policy as never),
      print: hmac(`policy ${canonicalJson(contentOf(policy))}`).slice(0, PRINT_DIGITS),
    }));
  const nothing = () => '';
  return [
    ...summarize('AuthorizationPolicy', state.authorizationPolicies, ({ action }: { action: string }) => action),
    ...summarize('PeerAuthentication', state.peerAuthentications, ({ mode }: { mode: string }) => mode),
    ...summarize('RequestAuthentication', state.requestAuthentications, nothing),
    ...summarize('NetworkPolicy', state.networkPolicies, nothing),
    ...summarize('VirtualService', state.virtualServices, nothing),
    ...summarize('DestinationRule', state.destinationRules, nothing),
    ...summarize('HTTPRoute', state.routes, nothing),
  ].sort((a, b) => (refId(a.ref) < refId(b.ref) ? -1 : 1));
}

function contentOf(policy: Policy): object {
  return Object.fromEntries(Object.entries(policy).filter(([field]) => !STATUS.has(field)));
}
