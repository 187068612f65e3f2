/** What the backends of routes are: a Service and port, or nothing that can be sent to (R10, ST5). */
import type { ReferenceGrant, Route, RouteBackend } from '../../state/gateway-api.ts';
import type { Service } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { VirtualDestination, VirtualService } from '../../state/virtual-services.ts';
import { entryOfHost } from '../address/address.ts';
import { fullHost, serviceOfFullHost } from '../address/full-host.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import { gapOf, type Mesh } from '../mesh.ts';
import { subsetOf } from './destination-rules.ts';
import type { BackendTarget, BrokenTarget } from './route-rules.ts';

/** R10: the backend of a Gateway API route; a grant is asked for only where the parent is a Gateway. */
export function resolveBackend(mesh: Mesh, route: Route, backend: RouteBackend, asksForGrant: boolean): BackendTarget {
  const name = `${backend.namespace}/${backend.name}`;
  const object = mesh.services.byName.has(name) ? ref('Service', backend.namespace, backend.name) : null;
  const broken = (because: BrokenTarget['because'], why: string): BrokenTarget => ({
    kind: 'broken',
    because,
    status: 500,
    name,
    why,
    object,
  });
  if (backend.kind === 'Hostname' && backend.group === 'networking.istio.io')
    return resolveHostname(mesh, route.namespace, backend.name, backend.port, 500);
  if (backend.kind !== 'Service' || backend.group !== '') return foreignBackend(backend, broken);
  if (asksForGrant && backend.namespace !== route.namespace && !isGranted(mesh, route, backend)) {
    const gap = gapOf(mesh, 'ReferenceGrant', backend.namespace);
    return gap
      ? { kind: 'unknown', name, gap }
      : broken('not-permitted', `Service \`${name}\`, and no ReferenceGrant there lets this namespace refer to it`);
  }
  if (backend.port === null) return broken('no-port', `Service \`${name}\` without naming a port`);
  const service = mesh.services.byName.get(name);
  if (!service) {
    const gap = gapOf(mesh, 'Service', backend.namespace);
    return gap ? { kind: 'unknown', name, gap } : broken('not-found', `Service \`${name}\`, which does not exist`);
  }
  return onPort(service, backend.port, null) ?? broken('port-missing', portWords(service, backend.port));
}

/** Kinds of other projects: Istio knows some of them, and none is read here. */
function foreignBackend(
  backend: RouteBackend,
  broken: (because: BrokenTarget['because'], why: string) => BrokenTarget,
): BackendTarget {
  const name = `${backend.namespace}/${backend.name}`;
  if (KNOWN_KINDS.has(backend.kind))
    return {
      kind: 'unknown',
      name,
      gap: {
        source: backend.kind,
        scope: null,
        why: `backends of kind ${backend.kind} are not read`,
        permission: null,
      },
    };
  return broken('kind', `${backend.kind} \`${name}\`, a kind that cannot be a backend`);
}

const KNOWN_KINDS: ReadonlySet<string> = new Set(['InferencePool', 'ServiceImport', 'XBackend', 'Backend']);

const portWords = (service: Service, port: number): string =>
  `port ${port} of Service \`${service.namespace}/${service.name}\`, which has no such port`;

type Found = Extract<BackendTarget, { kind: 'service' | 'unknown' }>;

function onPort(
  service: Service,
  port: number,
  subset: Extract<BackendTarget, { kind: 'service' }>['subset'],
): Found | null {
  const name = `${service.namespace}/${service.name}`;
  if (service.type === 'ExternalName') {
    const why = `Service ${name} stands for a name outside (ExternalName), which is not followed here`;
    return { kind: 'unknown', name, gap: { source: 'Service', scope: service.namespace, why, permission: null } };
  }
  if (!service.ports.some((candidate) => candidate.port === port && candidate.protocol !== 'UDP')) return null;
  return { kind: 'service', service, port, subset };
}

/** A ReferenceGrant in the backend's namespace that names the route's kind and namespace, and the Service or all of them. */
function isGranted(mesh: Mesh, route: Route, backend: RouteBackend): boolean {
  return (grantsByNamespace(mesh.state.referenceGrants).get(backend.namespace) ?? []).some(
    (grant) =>
      grant.from.some((from) => from.kind === route.kind && from.namespace === route.namespace) &&
      grant.to.some((to) => to.kind === 'Service' && to.group === '' && (to.name === '' || to.name === backend.name)),
  );
}

const grantsByNamespace = perSlice((list: readonly ReferenceGrant[]) => groupBy(list, (grant) => grant.namespace));

/** R4, R5: the destination of a VirtualService; its subset comes from a DestinationRule that the proxy sees. */
export function resolveDestination(
  mesh: Mesh,
  owner: VirtualService,
  destination: VirtualDestination,
  proxyNamespace: string,
  listenPort: number,
): BackendTarget {
  const host = fullHost(mesh, destination.host, owner.namespace);
  const target = resolveHostname(
    mesh,
    owner.namespace,
    host,
    destination.port ?? portByDefault(mesh, host, listenPort),
    503,
  );
  if (target.kind !== 'service' || destination.subset === '') return target;
  const found = subsetOf(mesh, host, proxyNamespace, target.service.namespace, destination.subset);
  if (found.kind === 'found') return { ...target, subset: { name: destination.subset, labels: found.labels } };
  if (found.kind === 'unknown') return { kind: 'unknown', name: host, gap: found.gap };
  const { namespace, name } = target.service;
  return {
    kind: 'broken',
    because: 'subset-missing',
    status: 503,
    name: `${namespace}/${name}`,
    why: `subset \`${destination.subset}\` of \`${namespace}/${name}\`, which no DestinationRule defines`,
    object: found.rule,
  };
}

/** Without a port the only one of the Service is meant, else the one that was called. */
function portByDefault(mesh: Mesh, host: string, listenPort: number): number {
  const service = serviceOfFullHost(mesh, host);
  return service?.ports.length === 1 ? service.ports[0]!.port : listenPort;
}

function resolveHostname(
  mesh: Mesh,
  fromNamespace: string,
  host: string,
  port: number | null,
  status: number,
): BackendTarget {
  const broken = (because: BrokenTarget['because'], why: string): BrokenTarget => ({
    kind: 'broken',
    because,
    status,
    name: host,
    why,
    object: null,
  });
  if (port === null) return broken('no-port', `host \`${host}\` without naming a port`);
  const service = serviceOfFullHost(mesh, host);
  if (service) return onPort(service, port, null) ?? broken('port-missing', portWords(service, port));
  const entry = entryOfHost(mesh, host, fromNamespace);
  if (entry) return { kind: 'service-entry', entry, host, port };
  const gap = gapOf(mesh, 'Service') ?? gapOf(mesh, 'ServiceEntry');
  return gap
    ? { kind: 'unknown', name: host, gap }
    : broken('not-found', `host \`${host}\`, which nothing in the mesh has`);
}
