/** G1, ST5: which listeners of a Gateway take a route, for which host names, and why not. */
import type { Gateway, Listener, Route, RouteParent } from '../../state/gateway-api.ts';
import { type Condition, conditionOf } from '../../state/metadata.ts';
import { matchesHost } from '../address/address.ts';
import type { Mesh } from '../mesh.ts';
import { matchesSelector } from '../service/selector.ts';
import { routesOfParent } from '../waypoint/waypoint-routes.ts';

/** The kinds of routes that a gateway takes. */
export const GATEWAY_ROUTES = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'] as const;

/** A listener that takes a route, and the host names both agree on. */
export interface Attachment {
  route: Route;
  parent: RouteParent;
  listener: Listener;
  /** `*` = every host */
  hostnames: readonly string[];
}

/** Why no listener takes a route that names the Gateway; the words of ST5, and `Refused` where the controller says so for another reason. */
export interface Refusal {
  route: Route;
  parent: RouteParent;
  reason: 'NoMatchingParent' | 'NotAllowedByListeners' | 'NoMatchingListenerHostname' | 'Refused';
  /** the controller's own word, where it has given it */
  condition: Condition | null;
}

/** What becomes of every route that names the Gateway. */
export interface Attachments {
  attached: readonly Attachment[];
  refused: readonly Refusal[];
}

/** G1: every route that names the Gateway, attached or refused. */
export function attachmentsOf(mesh: Mesh, gateway: Gateway): Attachments {
  const attached: Attachment[] = [];
  const refused: Refusal[] = [];
  for (const route of routesNaming(mesh, gateway)) {
    for (const parent of route.parents.filter((candidate) => isParent(candidate, gateway))) {
      const condition = acceptedOf(route, parent) ?? null;
      const found = condition?.status === 'False' ? wordOf(condition) : attach(mesh, gateway, route, parent);
      if (typeof found === 'string') refused.push({ route, parent, reason: found, condition });
      else attached.push(...found);
    }
  }
  return { attached, refused };
}

const wordOf = (condition: Condition): Refusal['reason'] =>
  REASONS.find((reason) => reason === condition.reason) ?? 'Refused';

const REASONS = ['NoMatchingParent', 'NotAllowedByListeners', 'NoMatchingListenerHostname'] as const;

/** Routes that name the Gateway as a parent, attached or not. */
export function routesNaming(mesh: Mesh, gateway: Gateway): readonly Route[] {
  return routesOfParent(mesh, { kind: 'Gateway', namespace: gateway.namespace, name: gateway.name });
}

export const isParent = (parent: RouteParent, gateway: { namespace: string; name: string }): boolean =>
  parent.kind === 'Gateway' && parent.namespace === gateway.namespace && parent.name === gateway.name;

/** ST5: what a controller of Istio says of this reference, section and port included. */
function acceptedOf(route: Route, parent: RouteParent): Condition | undefined {
  const status = route.status.find(
    (entry) =>
      isParent(entry.parent, parent) &&
      entry.parent.sectionName === parent.sectionName &&
      entry.parent.port === parent.port,
  );
  return conditionOf(status?.conditions ?? [], 'Accepted');
}

/** The listeners in the order of the Gateway's own tests: section and port, then kind and namespace, then host name. */
function attach(mesh: Mesh, gateway: Gateway, route: Route, parent: RouteParent): Attachment[] | Refusal['reason'] {
  const named = gateway.listeners.filter(
    (listener) =>
      (parent.sectionName === '' || parent.sectionName === listener.name) &&
      (parent.port === null || parent.port === listener.port),
  );
  if (named.length === 0) return 'NoMatchingParent';
  const allowed = named.filter(
    (listener) => takesKind(listener, route.kind) && takesNamespace(mesh, gateway, listener, route.namespace),
  );
  if (allowed.length === 0) return 'NotAllowedByListeners';
  const attached = allowed.flatMap((listener): Attachment[] => {
    const hostnames = intersect(listener.hostname, usesHostnames(route.kind) ? route.hostnames : []);
    return hostnames.length > 0 ? [{ route, parent, listener, hostnames }] : [];
  });
  return attached.length > 0 ? attached : 'NoMatchingListenerHostname';
}

const usesHostnames = (kind: string): boolean => kind !== 'TCPRoute';

/** Which kinds a listener takes by its protocol; `allowedRoutes.kinds` can only narrow that. */
function takesKind(listener: Listener, kind: string): boolean {
  const byProtocol = KINDS_OF[protocolKey(listener)] ?? [];
  return byProtocol.includes(kind) && (listener.allowedKinds.length === 0 || listener.allowedKinds.includes(kind));
}

const protocolKey = ({ protocol, tlsMode }: Listener): string =>
  protocol === 'TLS' ? `TLS ${tlsMode === 'Passthrough' ? 'Passthrough' : 'Terminate'}` : protocol;

const KINDS_OF: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  'TLS Passthrough': ['TLSRoute'],
  'TLS Terminate': ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
};

/** `allowedRoutes.namespaces`: the Gateway's own unless it says otherwise. */
function takesNamespace(mesh: Mesh, gateway: Gateway, listener: Listener, namespace: string): boolean {
  if (listener.allowedFrom === 'All') return true;
  if (listener.allowedFrom === 'Selector')
    return (
      listener.allowedSelector !== null &&
      matchesSelector(listener.allowedSelector, mesh.namespaces.get(namespace)?.labels ?? {})
    );
  return listener.allowedFrom !== 'None' && gateway.namespace === namespace;
}

/** The host names that listener and route agree on: the narrower of each pair. */
export function intersect(listener: string, route: readonly string[]): string[] {
  const own = listener === '' ? '*' : listener.toLowerCase();
  if (route.length === 0) return [own];
  return route.flatMap((name) => {
    const host = name.toLowerCase();
    if (covers(own, host)) return [host];
    return covers(host, own) ? [own] : [];
  });
}

/** Every host of the second pattern is one of the first. */
function covers(pattern: string, other: string): boolean {
  if (pattern === '*' || pattern === other) return true;
  return pattern.startsWith('*.') && matchesHost(pattern, other.startsWith('*.') ? `x${other.slice(1)}` : other);
}
