/** What the checks on failed waypoint bindings share: who asks, for what, and where the label sits (W8, W11). */

import { groupBy, perSlice } from '../../mesh/memory/look-up.ts';
import { isFinished } from '../../mesh/memory/pod-addresses.ts';
import { inEachNamespace, type Mesh, perMesh } from '../../mesh/mesh.ts';
import {
  type WaypointBinding,
  waypointOfNamespace,
  waypointOfService,
  waypointOfServiceEntry,
} from '../../mesh/waypoint/waypoint.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { ServiceEntry } from '../../state/istio.ts';
import type { Labels } from '../../state/metadata.ts';
import { type Ref, ref, refId } from '../../state/refs.ts';

export type Unbound = Extract<WaypointBinding, { state: 'unbound' }>;

/** One request for a waypoint that fails, with the object that carries the label. */
export interface FailedRequest {
  binding: Unbound;
  /** the object whose label decides: the namespace, or the Service or ServiceEntry itself */
  labelled: Ref;
  /** the objects left without their waypoint */
  clients: Ref[];
}

/** The failed requests of Services and ServiceEntries of one namespace, one for each label. */
const failedIn = perMesh((mesh: Mesh, namespace: string): readonly FailedRequest[] => {
  const found = new Map<string, FailedRequest>();
  const add = (binding: WaypointBinding, client: Ref): void => {
    if (binding.state !== 'unbound') return;
    const labelled = binding.level === 'namespace' ? ref('Namespace', '', client.namespace) : client;
    const key = `${binding.detail} ${refId(labelled)}`;
    const known = found.get(key);
    if (known) known.clients.push(client);
    else found.set(key, { binding, labelled, clients: [client] });
  };
  for (const service of mesh.services.byNamespace.get(namespace) ?? [])
    add(waypointOfService(mesh, service), ref('Service', service.namespace, service.name));
  for (const entry of entriesByNamespace(mesh.state.serviceEntries).get(namespace) ?? [])
    add(waypointOfServiceEntry(mesh, entry), ref('ServiceEntry', entry.namespace, entry.name));
  return [...found.values()];
});

/**
 * The request of a namespace that has pods and nothing that would be bound: it fails for the first Service to come.
 * A waypoint for workloads is right for such a namespace (W10).
 */
function failedForPods(mesh: Mesh, namespace: string): FailedRequest[] {
  if ((mesh.pods.byNamespace.get(namespace) ?? []).every(isFinished)) return [];
  const binding = waypointOfNamespace(mesh, namespace);
  return binding.state === 'unbound' ? [{ binding, labelled: ref('Namespace', '', namespace), clients: [] }] : [];
}

/** Of what can be bound, and of a namespace of which nothing can. */
function failedWithPods(mesh: Mesh, namespace: string): readonly FailedRequest[] {
  const found = failedIn(mesh, namespace);
  const own = failedForPods(mesh, namespace).filter(
    ({ binding: { detail } }) =>
      !found.some(({ binding }) => binding.detail === detail && binding.level === 'namespace'),
  );
  return own.length === 0 ? found : [...found, ...own];
}

const ofObjects = inEachNamespace((mesh, { namespace }) => failedIn(mesh, namespace));
const withPods = inEachNamespace((mesh, { namespace }) => failedWithPods(mesh, namespace));

const entriesByNamespace = perSlice((list: readonly ServiceEntry[]) => groupBy(list, (entry) => entry.namespace));

/** Every failed request of that kind in the mesh. */
export function failedRequests(mesh: Mesh, detail: Unbound['detail']): readonly FailedRequest[] {
  // Pods do not ask for a waypoint of another kind.
  const [inShards, inOne] = detail === 'traffic-type' ? [ofObjects, failedIn] : [withPods, failedWithPods];
  // A namespace may hold nothing but ServiceEntries.
  const others = [...entriesByNamespace(mesh.state.serviceEntries).keys()].filter((name) => !mesh.shards.has(name));
  const all = [...inShards(mesh), ...others.flatMap((name) => inOne(mesh, name))];
  return all.filter(({ binding }) => binding.detail === detail);
}

/** The failed request of what a trace asks for. */
export function failedRequestOn(mesh: Mesh, trace: WalkTrace, detail: Unbound['detail']): FailedRequest | null {
  const { binding, target } = trace;
  if (
    binding.state !== 'unbound' ||
    binding.detail !== detail ||
    trace.caller.kind === 'unmeshed' ||
    trace.caller.kind === 'sidecar'
  )
    return null;
  if (trace.caller.kind === 'gateway' || trace.caller.kind === 'kubelet' || trace.caller.kind === 'outside')
    return null;
  const client =
    target.kind === 'service'
      ? ref('Service', target.service.namespace, target.service.name)
      : target.kind === 'service-entry'
        ? ref('ServiceEntry', target.entry.namespace, target.entry.name)
        : null;
  if (!client) return null;
  return (
    failedIn(mesh, client.namespace).find(
      (request) =>
        request.binding.detail === detail &&
        request.clients.some(
          (other) => other.kind === client.kind && other.namespace === client.namespace && other.name === client.name,
        ),
    ) ?? null
  );
}

/** `Service shop/cart` or `namespace shop`, for sentences. */
export function askerOf(request: FailedRequest): string {
  const { kind, namespace, name } = request.labelled;
  return kind === 'Namespace' ? `Namespace \`${name}\`` : `${kind} \`${namespace}/${name}\``;
}

/** `namespace/name` of the waypoint asked for. */
export const wanted = (request: FailedRequest): string =>
  `${request.binding.requested.namespace}/${request.binding.requested.name}`;

/** The labels of the object whose label decides; undefined where it is not there. */
export function labelsOf(mesh: Mesh, { kind, namespace, name }: Ref): Labels | undefined {
  if (kind === 'Namespace') return mesh.namespaces.get(name)?.labels;
  if (kind === 'Service') return mesh.services.byName.get(`${namespace}/${name}`)?.labels;
  return mesh.state.serviceEntries.find((entry) => entry.namespace === namespace && entry.name === name)?.labels;
}
