/** Section 17 (ST4, ST5): conditions of Gateway API objects that are in their bad state. */
import type { RouteParent } from '../state/gateway-api.ts';
import type { Condition } from '../state/metadata.ts';
import type { Mesh } from './mesh.ts';

/** A condition that says something is wrong, and of what. */
export interface UnhealthyCondition {
  kind: string;
  namespace: string;
  name: string;
  /** of a listener's condition; '' otherwise */
  listener: string;
  /** of a route's condition */
  parent: RouteParent | null;
  condition: Condition;
}

/** `Conflicted`, `OverlappingTLSConfig` and the like are bad when True, all others when False. */
const BAD_WHEN_TRUE = /^(?:Conflicted|OverlappingTLSConfig|InsecureFrontendValidationMode)$/;

/** ST4: the condition reports a fault. `Unknown` is no fault: nobody has looked yet. */
export function isBad(condition: Condition): boolean {
  return condition.status === (BAD_WHEN_TRUE.test(condition.type) ? 'True' : 'False');
}

/** ST4, ST5: every bad condition of GatewayClasses, Gateways, their listeners, and routes. */
export function unhealthyConditions(mesh: Mesh): UnhealthyCondition[] {
  const { state } = mesh;
  const of = (kind: string, object: { namespace: string; name: string }, conditions: readonly Condition[], rest = {}) =>
    conditions.filter(isBad).map((condition) => ({
      kind,
      namespace: object.namespace,
      name: object.name,
      listener: '',
      parent: null,
      condition,
      ...rest,
    }));
  return [
    ...state.gatewayClasses.flatMap((item) => of('GatewayClass', item, item.conditions)),
    ...state.gateways.flatMap((item) => of('Gateway', item, item.conditions)),
    ...state.gateways.flatMap((item) =>
      item.listenerStatus.flatMap((entry) => of('Gateway', item, entry.conditions, { listener: entry.name })),
    ),
    ...state.routes.flatMap((item) =>
      item.status.flatMap(({ parent, conditions }) => of(item.kind, item, conditions, { parent })),
    ),
  ];
}
