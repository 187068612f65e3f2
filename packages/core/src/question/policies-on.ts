/** Which policies and routes hold for a workload or a Service, where each is enforced, and which only look as if they did. */
import { type Static, Type } from 'typebox';
import type { Mesh } from '../mesh/mesh.ts';
import { selectsWorkload } from '../mesh/policy/policy.ts';
import { matchesLabels } from '../mesh/service/selector.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { TargetRef } from '../state/istio.ts';
import type { Pod } from '../state/kubernetes.ts';
import { Ref } from '../state/ref.ts';
import { nameOf, ref, refId } from '../state/refs.ts';
import type { Effect } from './policy-answer.ts';
import { Enforcement } from './policy-answer.ts';
import { effectOf } from './policy-effect.ts';
import { unreadKinds } from './unread-kinds.ts';

export const PolicyOn = Type.Object({
  object: Ref,
  /** `partly`: not for all of its pods, or not all of its rules */
  effect: Type.Enum(['enforced', 'partly', 'not-enforced']),
  /** `ALLOW`, `DENY`, `STRICT`, …; '' for routes */
  action: Type.String(),
  /** who enforces it for this object */
  at: Type.Array(Enforcement.properties.at),
  /** the waypoints or gateways among them */
  by: Type.Array(Ref),
  /** why it does not hold, or not as written; empty where it does */
  why: Type.Array(Type.String()),
});
export type PolicyOn = Static<typeof PolicyOn>;

export const PoliciesOn = Type.Object({
  policies: Type.Array(PolicyOn),
  /** kinds that were not read: policies may be missing here */
  policiesUnknown: Type.Array(Type.String()),
});
export type PoliciesOn = Static<typeof PoliciesOn>;

/** The object that is asked about, and what stands behind it. */
export interface PolicySubject {
  namespace: string;
  /** the Service or the workload itself, and its workloads or Services */
  objects: readonly Ref[];
  pods: readonly Pod[];
  waypoint: Gateway | null;
}

/** R6: kinds without which the list is not whole. */
const KINDS = ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication', 'NetworkPolicy', 'HTTPRoute'];

/** All of them, those that hold first. */
export function policiesOn(mesh: Mesh, subject: PolicySubject): PoliciesOn {
  const policies = candidatesFor(mesh, subject).flatMap(({ object, action, isMeant }) => {
    const effect = effectOf(mesh, object);
    return effect === null ? [] : (policyOn(subject, object, action, effect, isMeant) ?? []);
  });
  const rank = ({ effect }: PolicyOn): number => ['enforced', 'partly', 'not-enforced'].indexOf(effect);
  return { policies: policies.sort((a, b) => rank(a) - rank(b)), policiesUnknown: unreadKinds(mesh, KINDS) };
}

interface Candidate {
  object: Ref;
  action: string;
  /** by what is written it seems to hold, whoever were to enforce it */
  isMeant: boolean;
}

function candidatesFor(mesh: Mesh, subject: PolicySubject): Candidate[] {
  const { state, rootNamespace } = mesh;
  const { namespace, pods, waypoint } = subject;
  const homes = new Set([namespace, rootNamespace, waypoint?.namespace ?? namespace]);
  const isNear = (one: { namespace: string }): boolean => homes.has(one.namespace);
  const refOf = (kind: string, one: { namespace: string; name: string }): Ref => ref(kind, one.namespace, one.name);
  const selects = (policy: { namespace: string; selector: Readonly<Record<string, string>> | null }): boolean =>
    (policy.namespace === namespace || policy.namespace === rootNamespace) &&
    pods.some(({ labels }) => policy.selector === null || matchesLabels(policy.selector, labels));
  return [
    ...state.authorizationPolicies.filter(isNear).map((policy) => ({
      object: refOf('AuthorizationPolicy', policy),
      action: policy.action,
      isMeant:
        policy.targetRefs.length > 0
          ? policy.targetRefs.some((target) => isTarget(subject, target))
          : pods.some((pod) => selectsWorkload(mesh, policy, pod)),
    })),
    ...state.peerAuthentications.filter(isNear).map((policy) => ({
      object: refOf('PeerAuthentication', policy),
      action: policy.mode,
      isMeant: selects(policy),
    })),
    ...state.requestAuthentications.filter(isNear).map((policy) => ({
      object: refOf('RequestAuthentication', policy),
      action: 'JWT',
      isMeant:
        policy.targetRefs.length > 0 ? policy.targetRefs.some((target) => isTarget(subject, target)) : selects(policy),
    })),
    ...state.networkPolicies
      .filter((policy) => policy.namespace === namespace)
      .map((policy) => ({ object: refOf('NetworkPolicy', policy), action: '', isMeant: false })),
    ...state.routes
      .filter(({ parents }) => parents.some((parent) => isTarget(subject, parent)))
      .map((route) => ({ object: refOf(route.kind, route), action: '', isMeant: true })),
  ];
}

const isTarget = (
  { objects, waypoint }: PolicySubject,
  target: Pick<TargetRef, 'kind' | 'namespace' | 'name'>,
): boolean =>
  objects.some((one) => refId(one) === refId(target)) ||
  (target.kind === 'Gateway' && waypoint !== null && nameOf(waypoint) === nameOf(target));

function policyOn(
  subject: PolicySubject,
  object: Ref,
  action: string,
  { enforced, notEnforced, rules }: Effect,
  isMeant: boolean,
): PolicyOn | null {
  const ids = new Set(subject.objects.map(refId));
  const own = enforced.filter(
    ({ by, objects }) =>
      objects.some((one) => ids.has(refId(one))) ||
      (objects.length === 0 && by !== null && subject.waypoint !== null && nameOf(by) === nameOf(subject.waypoint)),
  );
  const names = new Set(subject.objects.map((one) => `${one.kind} \`${nameOf(one)}\``));
  const missed = notEnforced.filter(({ what }) => what === 'it' || [...names].some((name) => what.includes(name)));
  if (own.length === 0 && !isMeant) return null;
  const broken = own.some(({ at }) => at === 'ztunnel') ? rules.filter(({ effect }) => effect !== 'as-written') : [];
  const why = [
    ...missed.map(({ what, why: reason }) => `${upperFirst(what)} ${reason}.`),
    ...broken.map(({ rule, sentence }) => `Rule ${rule}: ${sentence}`),
  ];
  const effect = own.length === 0 ? 'not-enforced' : why.length > 0 ? 'partly' : 'enforced';
  return {
    object,
    effect,
    action,
    at: [...new Set(own.map(({ at }) => at))],
    by: [...new Map(own.flatMap(({ by }) => (by ? [[refId(by), by] as const] : []))).values()],
    why: why.length === 0 && own.length === 0 ? ['Nobody on the way to it enforces it.'] : why,
  };
}

const upperFirst = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
