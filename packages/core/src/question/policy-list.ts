/** The policies of one namespace and those of the root namespace that reach into it, each with where it is enforced. */
import { type Static, Type } from 'typebox';
import { perSlice } from '../mesh/memory/look-up.ts';
import { meshOf } from '../report/meshes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { type Ref, ref } from '../state/refs.ts';
import { PolicyEffect } from './policy-answer.ts';
import { policyEffect } from './policy-effect.ts';
import { unreadKinds } from './unread-kinds.ts';

const { object, sentence, enforced, notEnforced, rules } = PolicyEffect.properties;

export const ListedPolicy = Type.Object({
  object,
  /** `ALLOW`, `DENY`, `STRICT`, …; '' for NetworkPolicies */
  action: Type.String(),
  /** `partly`: not for all that it means, or not all of its rules; `unknown`: what would tell was not read */
  effect: Type.Enum(['enforced', 'partly', 'nowhere', 'unknown']),
  sentence,
  enforced,
  notEnforced,
  rules,
});
export type ListedPolicy = Static<typeof ListedPolicy>;

export const PolicyNamespace = Type.Object({
  name: Type.String(),
  policies: Type.Integer(),
  services: Type.Integer(),
});
export type PolicyNamespace = Static<typeof PolicyNamespace>;

export const PolicyList = Type.Object({
  /** the one that was asked about; left open, the one with the most policies */
  namespace: Type.String(),
  /** all that have policies or Services */
  namespaces: Type.Array(PolicyNamespace),
  /** those without effect first */
  policies: Type.Array(ListedPolicy),
  /** policies beyond the longest list that is told */
  more: Type.Integer(),
  notKnown: Type.Array(Type.String()),
});
export type PolicyList = Static<typeof PolicyList>;

const KINDS = ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication', 'NetworkPolicy'] as const;
/** Each is judged by its own reader: a namespace with more is read through the API, one by one. */
const MOST = 200;

/** A1-A8, M1, R8, N1: of one namespace; '' leaves the choice open. A namespace nobody has heard of has no policies. */
export function listPolicies(state: MeshState, namespace: string): PolicyList {
  const mesh = meshOf(state);
  const namespaces = namespacesOf(state);
  const chosen = namespace === '' ? mostTold(namespaces, mesh.rootNamespace) : namespace;
  const own = policiesIn(state, chosen);
  const wide = chosen === mesh.rootNamespace ? [] : policiesIn(state, mesh.rootNamespace).filter(isOfRoot);
  const all = [...own, ...wide];
  const policies = all.slice(0, MOST).flatMap((one) => listed(state, one));
  const rank = ({ effect }: ListedPolicy): number => ['nowhere', 'partly', 'unknown', 'enforced'].indexOf(effect);
  return {
    namespace: chosen,
    namespaces,
    policies: policies.sort((a, b) => rank(a) - rank(b)),
    more: Math.max(0, all.length - MOST),
    notKnown: unreadKinds(mesh, KINDS),
  };
}

interface Written {
  object: Ref;
  action: string;
}

/** A3, M1: a NetworkPolicy reaches no other namespace. */
const isOfRoot = ({ object: { kind } }: Written): boolean => kind !== 'NetworkPolicy';

function policiesIn(state: MeshState, namespace: string): Written[] {
  const of = (kind: string, one: { namespace: string; name: string }, action: string): Written[] =>
    one.namespace === namespace ? [{ object: ref(kind, one.namespace, one.name), action }] : [];
  return [
    ...state.authorizationPolicies.flatMap((one) => of(KINDS[0], one, one.action)),
    ...state.peerAuthentications.flatMap((one) => of(KINDS[1], one, one.mode)),
    ...state.requestAuthentications.flatMap((one) => of(KINDS[2], one, 'JWT')),
    ...state.networkPolicies.flatMap((one) => of(KINDS[3], one, '')),
  ];
}

function listed(state: MeshState, { object: own, action }: Written): ListedPolicy[] {
  const found = policyEffect(state, own);
  if (!found.ok) return [];
  const { notKnown, asOf: _asOf, ...told } = found.value;
  return [{ ...told, action, effect: effectWord(told, notKnown) }];
}

function effectWord(
  told: Pick<PolicyEffect, 'enforced' | 'notEnforced' | 'rules'>,
  notKnown: readonly string[],
): ListedPolicy['effect'] {
  if (told.enforced.length === 0) return notKnown.length > 0 ? 'unknown' : 'nowhere';
  const isAtZtunnel = told.enforced.some(({ at }) => at === 'ztunnel');
  const lacks = isAtZtunnel && told.rules.some(({ effect }) => effect !== 'as-written');
  return told.notEnforced.length > 0 || lacks ? 'partly' : 'enforced';
}

const namespacesOf = perSlice((state: MeshState): PolicyNamespace[] => {
  const counts = new Map<string, PolicyNamespace>();
  const at = (name: string): PolicyNamespace => {
    const known = counts.get(name) ?? { name, policies: 0, services: 0 };
    counts.set(name, known);
    return known;
  };
  for (const { namespace } of state.services) at(namespace).services += 1;
  const { authorizationPolicies, peerAuthentications, requestAuthentications, networkPolicies } = state;
  for (const list of [authorizationPolicies, peerAuthentications, requestAuthentications, networkPolicies])
    for (const { namespace } of list) at(namespace).policies += 1;
  return [...counts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
});

/** The root namespace has Istio's own Services: it is shown first only where no other has a policy. */
function mostTold(namespaces: readonly PolicyNamespace[], root: string): string {
  const weigh = ({ name, policies, services }: PolicyNamespace): number =>
    (name === root ? 0 : 1_000_000) + policies * 1000 + Math.min(services, 999);
  return [...namespaces].sort((a, b) => weigh(b) - weigh(a))[0]?.name ?? '';
}
