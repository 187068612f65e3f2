/** Listeners of gateways that their controller calls bad, and what that means for one way through the gateway (ST4). */
import { ingressGateways, isIstioGateway } from '../../mesh/gateway/gateway.ts';
import { routingOfGateway } from '../../mesh/gateway/gateway-routes.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { refOfRoute } from '../../mesh/route/gateway-api-rules.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { Severity } from '../../path/hop-kind.ts';
import type { Gateway, ListenerSet } from '../../state/gateway-api.ts';
import type { Condition } from '../../state/metadata.ts';
import { type Ref, ref, refId } from '../../state/refs.ts';
import { hasHeld } from '../evidence.ts';

/** What listens, and what is the matter with its listeners. */
export interface BadListeners {
  subject: Ref;
  /** 0 where the listeners are those of a ListenerSet */
  all: number;
  bad: readonly { name: string; hostname: string; condition: Condition }[];
}

type IsMeant = (condition: Condition) => boolean;

/** Gateways and ListenerSets with listeners of which such a condition has been said for a minute. */
export function badListeners(mesh: Mesh, isMeant: IsMeant): BadListeners[] {
  const gateways = ingressGateways(mesh).filter((gateway) => isIstioGateway(mesh, gateway));
  const names = new Set(gateways.map((gateway) => `${gateway.namespace}/${gateway.name}`));
  const sets = mesh.state.listenerSets.filter(({ parent }) => names.has(`${parent.namespace}/${parent.name}`));
  return [
    ...gateways.map((item) => ({ subject: refOf('Gateway', item), item, all: item.listeners.length })),
    ...sets.map((item) => ({ subject: refOf('ListenerSet', item), item, all: 0 })),
  ]
    .map(({ subject, item, all }) => ({ subject, all, bad: badOf(mesh, item, isMeant) }))
    .filter(({ bad }) => bad.length > 0);
}

const refOf = (kind: string, { namespace, name }: Gateway | ListenerSet): Ref => ref(kind, namespace, name);

/** The first of its conditions for each listener; what was said of an older generation may be mended already. */
function badOf(mesh: Mesh, item: Gateway | ListenerSet, isMeant: IsMeant): BadListeners['bad'] {
  const isFresh = ({ observedGeneration }: Condition): boolean =>
    observedGeneration === null || item.generation === null || observedGeneration >= item.generation;
  return item.listenerStatus.flatMap(({ name, conditions }) => {
    const condition = conditions.find((one) => isMeant(one) && isFresh(one) && hasHeld(one.since, mesh.takenAt, 60));
    const hostname = item.listeners.find((listener) => listener.name === name)?.hostname ?? '';
    return condition ? [{ name, hostname, condition }] : [];
  });
}

/** The same for one trace, by the listeners of its gateway that are bad. */
export function severityByListener(mesh: Mesh, trace: WalkTrace, isMeant: IsMeant): Severity | null {
  const { gateway } = trace.caller;
  return gateway && severityOn(mesh, trace, gateway, new Set(badOf(mesh, gateway, isMeant).map(({ name }) => name)));
}

/** The calls of a trace fail where every listener that its route is attached to is bad. */
export function severityOn(mesh: Mesh, trace: WalkTrace, gateway: Gateway, bad: ReadonlySet<string>): Severity | null {
  const route = trace.gatewayRoute?.rule?.object;
  const attached = route
    ? routingOfGateway(mesh, gateway).attached.filter((entry) => refId(refOfRoute(entry.route)) === refId(route))
    : [];
  const used = attached.length > 0 ? attached.map(({ listener }) => listener) : gateway.listeners;
  const hit = used.filter(({ name }) => bad.has(name)).length;
  if (hit === 0) return null;
  return hit === used.length ? 'broken' : 'degraded';
}

/** `listener `a` ` or `listeners `a` and `b` `. */
export function listenerWords(bad: BadListeners['bad']): string {
  const names = bad.map(({ name }) => `\`${name}\``);
  return names.length === 1 ? `listener ${names[0]}` : `listeners ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
