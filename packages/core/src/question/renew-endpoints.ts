/** The EndpointSlices that Kubernetes would write once Services or pods have changed (S3). Hand-written ones stay. */

import { indexMesh, type Mesh } from '../mesh/mesh.ts';
import { podsOfService, slicesOf } from '../mesh/service/selection.ts';
import { meshOf } from '../report/meshes.ts';
import type { EndpointSlice, Pod, Service } from '../state/kubernetes.ts';
import type { MeshState } from '../state/mesh-state.ts';

/** The state with slices that follow its selectors; slices whose Service selects the same pods are kept as they are. */
export function renewEndpoints(old: MeshState, state: MeshState): MeshState {
  if (state.pods === old.pods && state.services === old.services) return state;
  const [before, after] = [meshOf(old), indexMesh(state)];
  const filled = new Set<string>();
  const slices = state.endpointSlices.flatMap((slice) => {
    const key = `${slice.namespace}/${slice.service}`;
    const service = after.services.byName.get(key);
    if (!service) return before.services.byName.has(key) ? [] : [slice];
    if (!hasSelector(service) || isSameSelection(before, after, service)) return [slice];
    const known = new Set(slicesOf(after, service).flatMap(({ endpoints }) => endpoints.map(({ pod }) => pod)));
    const own = endpointsOf(slice, podsOfService(after, service), filled.has(key) ? null : known);
    filled.add(key);
    return [{ ...slice, endpoints: own }];
  });
  return { ...state, endpointSlices: slices };
}

const hasSelector = ({ selector }: Service): boolean => selector !== null && Object.keys(selector).length > 0;

function isSameSelection(before: Mesh, after: Mesh, service: Service): boolean {
  const known = before.services.byName.get(`${service.namespace}/${service.name}`);
  if (!known) return false;
  const names = (mesh: Mesh, one: Service): string =>
    podsOfService(mesh, one)
      .map(({ name, ready }) => `${name} ${ready}`)
      .join();
  return names(before, known) === names(after, service);
}

type SliceEndpoint = EndpointSlice['endpoints'][number];

/** Endpoints of pods that are still selected; those that no slice `known` has go into the Service's first. */
function endpointsOf(slice: EndpointSlice, pods: readonly Pod[], known: ReadonlySet<string> | null): SliceEndpoint[] {
  const selected = new Map(pods.map((pod) => [pod.name, pod]));
  const kept = slice.endpoints.flatMap((endpoint) => {
    const pod = selected.get(endpoint.pod);
    return pod ? [{ ...endpoint, ready: pod.ready, serving: pod.ready, terminating: pod.deletedAt !== null }] : [];
  });
  if (known === null) return kept;
  const added = pods.filter(({ name, ips }) => !known.has(name) && ips.length > 0).map(endpointOf);
  return [...kept, ...added];
}

function endpointOf({ namespace, name, uid, ips, ready, deletedAt, node }: Pod): SliceEndpoint {
  return {
    addresses: ips.slice(0, 1),
    ready,
    serving: ready,
    terminating: deletedAt !== null,
    pod: name,
    podNamespace: namespace,
    podUid: uid,
    node,
    zone: '',
  };
}
