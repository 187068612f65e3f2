/** What the checks on callers that pass a waypoint by share: which rules are lost for them (P13, P19). */
import type { Mesh } from '../../mesh/mesh.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import type { Service } from '../../state/kubernetes.ts';
import type { Ref } from '../../state/refs.ts';
import { l7ObjectsOf, l7ObjectsOfGateway } from './l7-objects.ts';

export interface PassedBy {
  service: Service;
  gateway: Gateway;
  /** routes and policies that wait at the waypoint for this Service */
  lost: Ref[];
}

/** The waypoint that this kind of caller passes by; null where none is bound, or the trace goes another way. */
export function passedBy(mesh: Mesh, trace: WalkTrace, skipped: WalkTrace['skipped']): PassedBy | null {
  const { service, binding } = trace;
  if (trace.skipped !== skipped || !service || binding.state !== 'bound') return null;
  const { gateway } = binding;
  return { service, gateway, lost: [...l7ObjectsOf(mesh, service), ...l7ObjectsOfGateway(mesh, gateway)] };
}
