/** S3, S6: which services a workload belongs to, and which workloads a service has. Each relation is made in one pass. */
import type { ServiceEntry, WorkloadEntry } from '../../state/istio.ts';
import type { EndpointSlice, Pod, Service } from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';
import { hostOf } from '../address/host-name.ts';
import { isSeenConfig } from '../enrolment/seen-config.ts';
import { isFlagSet } from '../flags.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import { isFinished } from '../memory/pod-addresses.ts';
import { indexSelectors } from '../memory/selector-index.ts';
import { type Mesh, perMesh } from '../mesh.ts';
import { type PublishedService, publishedAt, publishedFor, publishedIn } from './published-services.ts';
import { matchesLabels } from './selector.ts';

const NONE: readonly never[] = [];

/** S3: published services that select a pod, and those whose EndpointSlices name it without selecting it. */
export function servicesSelectingPod(mesh: Mesh, pod: Pod): readonly PublishedService[] {
  const selecting = selectedBy(mesh, pod.namespace, pod.labels);
  const taken = takesPods(mesh) ? selecting : selecting.filter(isKubernetes);
  const naming = namedOnly(mesh, pod.namespace).get(pod);
  return naming ? [...taken, ...naming] : taken;
}

/** S6: published services that select a WorkloadEntry; Kubernetes' own unless a flag says no. */
export function servicesSelectingEntry(mesh: Mesh, entry: WorkloadEntry): readonly PublishedService[] {
  const selecting = selectedBy(mesh, entry.namespace, labelsOfEntry(entry));
  return takesEntries(mesh) ? selecting : selecting.filter((service) => !isKubernetes(service));
}

const isKubernetes = (service: PublishedService): boolean => service.source.kind === 'Service';

/** S3: ServiceEntries select pods too unless a flag says no. */
const takesPods = (mesh: Mesh): boolean => isFlagSet(mesh, 'PILOT_ENABLE_SERVICEENTRY_SELECT_PODS', true);

const takesEntries = (mesh: Mesh): boolean => isFlagSet(mesh, 'PILOT_ENABLE_K8S_SELECT_WORKLOAD_ENTRIES', true);

const selectedBy = (mesh: Mesh, namespace: string, labels: Labels): readonly PublishedService[] =>
  publishedSelectors(publishedIn(mesh, namespace))(labels);

const publishedSelectors = perSlice((own: readonly PublishedService[]) =>
  indexSelectors(own, (service) => service.selector),
);
const serviceSelectors = perSlice((own: readonly Service[]) => indexSelectors(own, (service) => service.selector));

/** S3: pods that a Service selects, or, where it has no selector, that its EndpointSlices name; none that has finished. */
export function podsOfService(mesh: Mesh, service: Service): readonly Pod[] {
  if (hasSelector(service.selector)) return podsByService(mesh, service.namespace).get(service) ?? NONE;
  return podsNamedIn(mesh, slicesOf(mesh, service), () => true);
}

/** S3: the Services that a pod belongs to, in the order of their names. */
export function servicesOfPod(mesh: Mesh, pod: Pod): readonly Service[] {
  const services = mesh.services.byNamespace.get(pod.namespace) ?? NONE;
  const selecting = serviceSelectors(services)(pod.labels);
  const naming = openServices(services).filter((service) => podsOfService(mesh, service).includes(pod));
  return naming.length === 0 ? selecting : [...selecting, ...naming].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** S3: pods that the EndpointSlices of a Service name although it does not select them. */
export function podsOnlyNamed(mesh: Mesh, service: Service): readonly Pod[] {
  if (!hasSelector(service.selector)) return NONE;
  // Mostly the slices name just what is selected: only others are looked up.
  const selected = podsOfService(mesh, service);
  const others = podsNamedIn(mesh, slicesOf(mesh, service), (name) => !selected.some((pod) => pod.name === name));
  return others.length === 0 ? NONE : others.filter((pod) => !matchesLabels(service.selector!, pod.labels));
}

/** The EndpointSlices Kubernetes keeps for a Service. */
export function slicesOf(mesh: Mesh, service: { namespace: string; name: string }): readonly EndpointSlice[] {
  return mesh.slices.get(`${service.namespace}/${service.name}`) ?? NONE;
}

/** S3: pods that a ServiceEntry selects. */
export function podsOfEntry(mesh: Mesh, entry: ServiceEntry): readonly Pod[] {
  return takesPods(mesh) ? podsSelectedBy(mesh, entry) : NONE;
}

/** S6: WorkloadEntries that a Service selects; none where a flag says no. */
export function entriesOfService(mesh: Mesh, service: Service): readonly WorkloadEntry[] {
  if (mesh.state.workloadEntries.length === 0 || !takesEntries(mesh)) return NONE;
  return machinesSelectedBy(mesh, service.namespace, service.selector);
}

/** S6: WorkloadEntries that a ServiceEntry selects. */
export function entriesOfEntry(mesh: Mesh, entry: ServiceEntry): readonly WorkloadEntry[] {
  return machinesSelectedBy(mesh, entry.namespace, entry.workloadSelector);
}

/** S6: labels of the object itself win over those of its spec. */
export function labelsOfEntry(entry: WorkloadEntry): Labels {
  return { ...entry.entry.labels, ...entry.labels };
}

function hasSelector(selector: Labels | null): boolean {
  for (const _ in selector) return true;
  return false;
}

const openServices = perSlice((own: readonly Service[]) => own.filter((service) => !hasSelector(service.selector)));

/** What each Service of a namespace selects, in the order of the pods. */
const podsByService = perMesh((mesh: Mesh, namespace: string): ReadonlyMap<Service, readonly Pod[]> => {
  const selecting = serviceSelectors(mesh.services.byNamespace.get(namespace) ?? NONE);
  const members = new Map<Service, Pod[]>();
  for (const pod of mesh.pods.byNamespace.get(namespace) ?? NONE) {
    if (isFinished(pod)) continue;
    for (const service of selecting(pod.labels)) push(members, service, pod);
  }
  return members;
});

const podsSelectedBy = perMesh((mesh: Mesh, entry: ServiceEntry): readonly Pod[] => {
  const selector = entry.workloadSelector;
  if (!selector || !hasSelector(selector)) return NONE;
  const local = mesh.pods.byNamespace.get(entry.namespace) ?? NONE;
  return local.filter((pod) => !isFinished(pod) && matchesLabels(selector, pod.labels));
});

function machinesSelectedBy(mesh: Mesh, namespace: string, selector: Labels | null): readonly WorkloadEntry[] {
  if (!selector || !hasSelector(selector)) return NONE;
  const local = machinesByNamespace(mesh.state.workloadEntries).get(namespace) ?? NONE;
  return local.filter((machine) => isSeenConfig(mesh, machine) && matchesLabels(selector, labelsOfEntry(machine)));
}

const machinesByNamespace = perSlice((all: readonly WorkloadEntry[]) => groupBy(all, (entry) => entry.namespace));

function push<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

/** S3: what the EndpointSlices of a namespace add to selectors: for each pod the published Services that only name it. */
const namedOnly = perMesh((mesh: Mesh, namespace: string): ReadonlyMap<Pod, readonly PublishedService[]> => {
  const found = new Map<Pod, PublishedService[]>();
  for (const service of mesh.services.byNamespace.get(namespace) ?? NONE) {
    const published = publishedFor(mesh, service)[0];
    const pods = hasSelector(service.selector) ? podsOnlyNamed(mesh, service) : podsOfService(mesh, service);
    for (const pod of published ? pods : NONE) push(found, pod, published!);
  }
  return found;
});

/** S5: the Service an EndpointSlice belongs to, as published; a ServiceEntry of that host has no slices. */
export function serviceOfSlice(mesh: Mesh, slice: EndpointSlice): PublishedService | undefined {
  if (slice.addressType === 'FQDN' || slice.service === '') return undefined;
  const host = hostOf(mesh, { namespace: slice.namespace, name: slice.service });
  const service = publishedAt(mesh, slice.namespace, host);
  return service?.source.kind === 'Service' ? service : undefined;
}

/** S3: only the very pod that a targetRef means, by namespace and UID; each once, as far as its name is `wanted`. */
function podsNamedIn(mesh: Mesh, slices: readonly EndpointSlice[], wanted: (name: string) => boolean): readonly Pod[] {
  const pods = slices.flatMap((slice): Pod[] => {
    if (slice.addressType === 'FQDN') return [];
    const named = slice.endpoints.filter(
      ({ pod, podNamespace }) => pod !== '' && podNamespace === slice.namespace && wanted(pod),
    );
    return named.flatMap(({ pod, podUid }) => podMeant(mesh, slice.namespace, pod, podUid) ?? []);
  });
  return pods.length < 2 ? pods : [...new Set(pods)];
}

function podMeant(mesh: Mesh, namespace: string, name: string, uid: string): Pod | null {
  const pod = mesh.pods.byName.get(`${namespace}/${name}`);
  return pod && pod.uid === uid && !isFinished(pod) ? pod : null;
}
