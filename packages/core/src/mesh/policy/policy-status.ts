/** Section 17 (ST3): what istiod says of an AuthorizationPolicy, computed by ourselves. */
import type { AuthorizationPolicy, PolicyRule, TargetRef } from '../../state/istio.ts';
import { isSeenConfig } from '../enrolment/seen-config.ts';
import { isFlagSet } from '../flags.ts';
import type { Mesh } from '../mesh.ts';
import { type WaypointBinding, waypointOfService, waypointOfServiceEntry } from '../waypoint/waypoint.ts';
import type { ComputedCondition } from '../waypoint/waypoint-status.ts';
import { convertPolicy, isEmptyMatch, L4_KEYS } from './policy.ts';

/** `ZtunnelAccepted` as istiod would write it. */
export interface ZtunnelStatus {
  accepted: boolean;
  reason: 'Accepted' | 'UnsupportedValue';
  message: string;
  /** A7: at least one of its rules can ever match at ztunnel */
  effective: boolean;
}

/**
 * ST3: the conditions on an AuthorizationPolicy as istiod would write them, by type; none on one that it takes no note of (S7, E13).
 * A policy with targets that is a dry run is refused by ztunnel's half too.
 */
export function policyConditionsOf(mesh: Mesh, policy: AuthorizationPolicy): Record<string, ComputedCondition> {
  if (!isSeenConfig(mesh, policy)) return {};
  const ztunnel = ztunnelStatusOf(mesh, policy);
  const targets = waypointStatusOf(mesh, policy);
  return {
    ...(targets.length === 0 ? {} : { WaypointAccepted: flattenedStatus(targets) }),
    ...(ztunnel === null
      ? {}
      : { ZtunnelAccepted: { status: ztunnel.accepted, reason: ztunnel.reason, message: ztunnel.message } }),
  };
}

/** ST3: one target is told as it is; of several only which are not bound. */
function flattenedStatus(targets: readonly AncestorStatus[]): ComputedCondition {
  const [only] = targets;
  if (only && targets.length === 1) return { status: only.bound, reason: only.reason, message: only.message };
  const unbound = targets.filter(({ bound }) => !bound).map(({ ancestor }) => ancestor);
  const status = unbound.length < targets.length;
  const reason = !status ? 'Invalid' : unbound.length > 0 ? 'PartiallyInvalid' : 'Accepted';
  return { status, reason, message: unbound.length > 0 ? `Invalid targetRefs: ${unbound.join(', ')}` : '' };
}

/** ST3, A4-A8: null for a policy with target references, which is none of ztunnel's. */
export function ztunnelStatusOf(mesh: Mesh, policy: AuthorizationPolicy): ZtunnelStatus | null {
  const refused = (message: string): ZtunnelStatus => ({
    accepted: false,
    reason: 'UnsupportedValue',
    message,
    effective: false,
  });
  if (policy.dryRun && !isFlagSet(mesh, 'AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY', false)) {
    return refused(
      `found policy "${policy.namespace}/${policy.name}" using dry-run annotation, but support for ambient dry-run authorizationPolicies isn't enabled`,
    );
  }
  if (policy.targetRefs.length > 0) return null;
  if (policy.action !== 'ALLOW' && policy.action !== 'DENY')
    return refused(`ztunnel does not support the ${policy.action} action`);
  const effective = convertPolicy(mesh, policy).rules.some((rule) =>
    rule.every((clause) => clause.some((match) => !isEmptyMatch(match))),
  );
  const found = [...new Set(policy.rules.flatMap(l7AttributesOf))].sort();
  if (found.length === 0) return { accepted: true, reason: 'Accepted', message: 'attached to ztunnel', effective };
  const message = `ztunnel does not support HTTP attributes (found: ${found.join(', ')}). In ambient mode you must use a waypoint proxy to enforce HTTP rules. ${consequenceOf(policy, effective)}`;
  return { accepted: true, reason: 'UnsupportedValue', message, effective };
}

function consequenceOf(policy: AuthorizationPolicy, effective: boolean): string {
  if (policy.action === 'ALLOW')
    return 'Within an ALLOW policy, rules matching HTTP attributes are omitted. This will be more restrictive than requested.';
  return effective
    ? 'DENY policy with HTTP attributes is enforced without the HTTP rules. This will be more restrictive than requested.'
    : 'After omitting unsupported HTTP attributes, this DENY policy has no enforceable rules at ztunnel and will have no effect. Deploy a waypoint proxy and use a targetRef to enforce this policy.';
}

/** A5: the names of the attributes ztunnel leaves out. */
export function l7AttributesOf(rule: PolicyRule): string[] {
  const filled = (part: object, names: readonly string[]): string[] =>
    names.filter((name) => ((part as Record<string, readonly string[]>)[name] ?? []).length > 0);
  return [
    ...rule.to.flatMap((to) => filled(to, ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'])),
    ...rule.from.flatMap((from) =>
      filled(from, ['requestPrincipals', 'notRequestPrincipals', 'remoteIpBlocks', 'notRemoteIpBlocks']),
    ),
    ...rule.when.map((when) => when.key).filter((key) => !L4_KEYS.has(key)),
  ];
}

/** One entry of what becomes `WaypointAccepted`. */
export interface AncestorStatus {
  /** `Kind.group:namespace/name` */
  ancestor: string;
  bound: boolean;
  reason: 'Accepted' | 'Invalid' | 'AncestorNotBound' | 'TargetNotFound' | 'unknown';
  message: string;
}

/** ST3, A2: each target of a policy, and whether a waypoint enforces the policy for it. */
export function waypointStatusOf(mesh: Mesh, policy: Pick<AuthorizationPolicy, 'targetRefs'>): AncestorStatus[] {
  return policy.targetRefs.map((target) => ({
    ancestor: `${target.kind}.${target.group || 'core'}:${target.namespace}/${target.name}`,
    ...targetStatus(mesh, target),
  }));
}

function targetStatus(mesh: Mesh, target: TargetRef): Omit<AncestorStatus, 'ancestor'> {
  const name = `${target.namespace}/${target.name}`;
  switch (target.kind) {
    case 'GatewayClass':
      return classStatus(mesh, target);
    case 'Gateway': {
      const gateway = mesh.gateways.get(name);
      return gateway && gateway.addresses.length > 0 ? bound(name) : unbound('TargetNotFound', 'not bound');
    }
    case 'Service': {
      const service = mesh.services.byName.get(name);
      return boundStatus(service ? waypointOfService(mesh, service) : null, `Service ${name}`);
    }
    case 'ServiceEntry': {
      const entry = mesh.state.serviceEntries.find(
        (item) => `${item.namespace}/${item.name}` === name && isSeenConfig(mesh, item),
      );
      return boundStatus(entry ? waypointOfServiceEntry(mesh, entry) : null, `ServiceEntry ${name}`);
    }
    default:
      return unbound('unknown', 'not bound');
  }
}

const bound = (to: string) => ({ bound: true, reason: 'Accepted' as const, message: `bound to ${to}` });
const unbound = <R extends AncestorStatus['reason']>(reason: R, message: string) => ({ bound: false, reason, message });

function boundStatus(binding: WaypointBinding | null, what: string): Omit<AncestorStatus, 'ancestor'> {
  if (!binding) return unbound('TargetNotFound', `${what} was not found`);
  if (binding.state === 'bound') return bound(`${binding.gateway.namespace}/${binding.gateway.name}`);
  return unbound('AncestorNotBound', `${what} is not bound to a waypoint`);
}

function classStatus(mesh: Mesh, target: TargetRef): Omit<AncestorStatus, 'ancestor'> {
  if (target.namespace !== mesh.rootNamespace) {
    const message = `AuthorizationPolicy must be in the root namespace \`${mesh.rootNamespace}\` when referencing a GatewayClass`;
    return unbound('Invalid', message);
  }
  const found = mesh.gatewayClasses.get(target.name);
  if (!found) return unbound('TargetNotFound', 'not bound');
  if (found.controller === 'istio.io/mesh-controller') return bound(found.name);
  return unbound('Invalid', 'GatewayClass must use controller name `istio.io/mesh-controller` for waypoints');
}
