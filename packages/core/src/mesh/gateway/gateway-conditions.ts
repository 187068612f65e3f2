/** Section 17 (ST4, ST5): conditions of Gateway API objects that are in their bad state. */
import type { RouteParent } from '../../state/gateway-api.ts';
import type { Condition } from '../../state/metadata.ts';
import type { Mesh } from '../mesh.ts';

/** A condition that says something is wrong, and of what. */
export interface UnhealthyCondition {
  kind: string;
  namespace: string;
  name: string;
  /** of a listener's condition; '' otherwise */
  listener: string;
  /** of a route's or backend's condition */
  parent: RouteParent | null;
  condition: Condition;
}

/** `Conflicted`, `OverlappingTLSConfig` and the like are bad when True, all others when False. */
const BAD_WHEN_TRUE = /^(?:Conflicted|OverlappingTLSConfig|InsecureFrontendValidationMode)$/;

/** ST4: the condition reports a fault. `Unknown` is no fault: nobody has looked yet. */
export function isBad(condition: Condition): boolean {
  return condition.status === (BAD_WHEN_TRUE.test(condition.type) ? 'True' : 'False');
}

/** ST4, ST5: every bad condition of GatewayClasses, Gateways, ListenerSets, their listeners, routes and backends. */
export function unhealthyConditions(mesh: Mesh): UnhealthyCondition[] {
  const { gatewayClasses, gateways, listenerSets, routes, backends } = mesh.state;
  const listening = [
    ...gateways.map((item) => ({ kind: 'Gateway', item })),
    ...listenerSets.map((item) => ({ kind: 'ListenerSet', item })),
  ];
  return [
    ...gatewayClasses.flatMap((item) => badOf('GatewayClass', item, item.conditions)),
    ...listening.flatMap(({ kind, item }) => badOf(kind, item, item.conditions)),
    ...listening.flatMap(({ kind, item }) =>
      item.listenerStatus.flatMap(({ name, conditions }) => badOf(kind, item, conditions, { listener: name })),
    ),
    ...[...routes, ...backends].flatMap((item) =>
      item.status.flatMap(({ parent, conditions }) => badOf(item.kind, item, conditions, { parent })),
    ),
  ];
}

function badOf(
  kind: string,
  { namespace, name }: { namespace: string; name: string },
  conditions: readonly Condition[],
  of: { listener?: string; parent?: RouteParent } = {},
): UnhealthyCondition[] {
  return conditions
    .filter(isBad)
    .map((condition) => ({ kind, namespace, name, listener: '', parent: null, condition, ...of }));
}
