import type { KubeObject } from '../bundle.ts';
import { shiftTime } from './clock.ts';
import type { MeshPlan } from './plan.ts';
import type { MeshSpec, PolicySpec } from './spec.ts';
import { bindService } from './waypoint-binding.ts';
import type { TargetRef } from './ztunnel-policies.ts';
import { httpFieldsOf, isDenyEffective, targetsOf } from './ztunnel-policies.ts';

/** AuthorizationPolicies with istiod's conditions (ST3), PeerAuthentications without (ST7). */
export function emitPolicies(plan: MeshPlan): KubeObject[] {
  return [
    ...plan.spec.authorizationPolicies.map((policy) => emitAuthorization(plan.spec, policy)),
    ...plan.spec.peerAuthentications.map(
      (policy): KubeObject => ({
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: metadata(plan.spec, policy),
        spec: policy.spec,
      }),
    ),
  ];
}

/** What the API server notes of an object that was edited: a generation more, and when. */
export function editedSince(spec: MeshSpec, since: number | undefined): Record<string, unknown> {
  if (since === undefined) return { generation: 1 };
  const time = shiftTime(spec.takenAt, -since);
  return { generation: 2, managedFields: [{ manager: 'kubectl-edit', operation: 'Update', time }] };
}

function metadata(spec: MeshSpec, policy: PolicySpec) {
  const labels = Object.keys(policy.labels).length > 0 ? { labels: policy.labels } : {};
  return { name: policy.name, namespace: policy.namespace, ...editedSince(spec, policy.since), ...labels };
}

function emitAuthorization(spec: MeshSpec, policy: PolicySpec): KubeObject {
  const at = policy.since === undefined ? spec.bornAt : shiftTime(spec.takenAt, -policy.since);
  const targets = targetsOf(policy);
  const condition = targets.length > 0 ? waypointAccepted(spec, policy, targets) : ztunnelAccepted(policy);
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata(spec, policy),
    spec: policy.spec,
    status: {
      conditions: [
        { ...condition, observedGeneration: policy.since === undefined ? '1' : '2', lastTransitionTime: at },
      ],
    },
  };
}

function ztunnelAccepted(policy: PolicySpec) {
  const type = 'ZtunnelAccepted';
  const action = policy.spec['action'] ?? 'ALLOW';
  if (action === 'CUSTOM' || action === 'AUDIT') {
    return {
      type,
      status: 'False',
      reason: 'UnsupportedValue',
      message: `ztunnel does not support the ${String(action)} action`,
    };
  }
  const found = httpFieldsOf(policy);
  if (found.length === 0) return { type, status: 'True', reason: 'Accepted', message: 'attached to ztunnel' };
  const start =
    `ztunnel does not support HTTP attributes (found: ${found.join(', ')}). ` +
    'In ambient mode you must use a waypoint proxy to enforce HTTP rules.';
  const effect =
    action === 'ALLOW'
      ? 'Within an ALLOW policy, rules matching HTTP attributes are omitted. This will be more restrictive than requested.'
      : `DENY policy with HTTP attributes is enforced without the HTTP rules. ${
          isDenyEffective(policy) ? 'This will be more restrictive than requested.' : 'This policy will have no effect.'
        }`;
  return { type, status: 'True', reason: 'UnsupportedValue', message: `${start} ${effect}` };
}

function waypointAccepted(spec: MeshSpec, policy: PolicySpec, targets: readonly TargetRef[]) {
  const type = 'WaypointAccepted';
  const bound: string[] = [];
  for (const target of targets) {
    const found = ancestorOf(spec, policy, target);
    if ('reason' in found) return { type, status: 'False', ...found };
    bound.push(found.name);
  }
  return { type, status: 'True', reason: 'Accepted', message: `bound to ${bound.join(', ')}` };
}

/** A2: the waypoint or gateway that would enforce a policy for one of its targets. */
function ancestorOf(
  spec: MeshSpec,
  policy: PolicySpec,
  target: TargetRef,
): { name: string } | { reason: string; message: string } {
  const name = `${policy.namespace}/${target.name}`;
  const isIt = (one: { namespace: string; name: string }) =>
    one.namespace === policy.namespace && one.name === target.name;
  if (target.kind === 'GatewayClass') return { name: target.name };
  if (target.kind === 'Gateway') {
    return spec.gateways.some(isIt)
      ? { name }
      : { reason: 'TargetNotFound', message: `${target.kind} ${name} not found` };
  }
  const object = target.kind === 'Service' ? spec.services.find(isIt) : spec.serviceEntries.find(isIt);
  if (object === undefined) return { reason: 'TargetNotFound', message: `${target.kind} ${name} not found` };
  const { waypoint } = bindService(spec, object);
  if (waypoint !== undefined) return { name: `${waypoint.namespace}/${waypoint.name}` };
  return { reason: 'AncestorNotBound', message: `${target.kind} ${name} is not bound to a waypoint` };
}
