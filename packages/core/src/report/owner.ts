/** Whose an object is, as far as labels tell. */
import { perSlice } from '../mesh/memory/look-up.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { podsOfService } from '../mesh/service/selection.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { Labels } from '../state/metadata.ts';
import type { Ref } from '../state/refs.ts';

/** The team named by a label of the object, of the workload it is part of or stands for, or of its namespace; '' without one. */
export function ownerOf(mesh: Mesh, subject: Ref): string {
  const inNamespace = mesh.namespaces.get(subject.kind === 'Namespace' ? subject.name : subject.namespace)?.labels;
  for (const labels of [labelsOf(mesh, subject), ...labelsOfWorkload(mesh, subject), inNamespace]) {
    const team = labels?.['team'] ?? labels?.['owner'] ?? labels?.['app.kubernetes.io/managed-by-team'];
    if (team) return team;
  }
  return '';
}

function labelsOf(mesh: Mesh, { kind, namespace, name }: Ref): Labels | undefined {
  const key = `${namespace}/${name}`;
  if (kind === 'Pod') return mesh.pods.byName.get(key)?.labels;
  if (kind === 'Service') return mesh.services.byName.get(key)?.labels;
  if (kind === 'Node') return mesh.nodes.get(name)?.labels;
  const controller = mesh.controllers.byName.get(`${namespace}/${kind}/${name}`);
  if (controller) return controller.labels;
  return labelsByName(LISTS[kind]?.(mesh.state) ?? NONE).get(`${SHARED.has(kind) ? kind : ''} ${key}`);
}

const NONE: readonly Labelled[] = [];

/** Kinds that share a list. */
const SHARED: ReadonlySet<string> = new Set(['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute']);

const LISTS: Readonly<Record<string, (state: Mesh['state']) => readonly Labelled[]>> = {
  Gateway: ({ gateways }) => gateways,
  HTTPRoute: ({ routes }) => routes,
  GRPCRoute: ({ routes }) => routes,
  TCPRoute: ({ routes }) => routes,
  TLSRoute: ({ routes }) => routes,
  NetworkPolicy: ({ networkPolicies }) => networkPolicies,
  AuthorizationPolicy: ({ authorizationPolicies }) => authorizationPolicies,
  PeerAuthentication: ({ peerAuthentications }) => peerAuthentications,
  RequestAuthentication: ({ requestAuthentications }) => requestAuthentications,
  ServiceEntry: ({ serviceEntries }) => serviceEntries,
  WorkloadEntry: ({ workloadEntries }) => workloadEntries,
  VirtualService: ({ virtualServices }) => virtualServices,
  DestinationRule: ({ destinationRules }) => destinationRules,
};

interface Labelled {
  kind?: string;
  namespace: string;
  name: string;
  labels: Labels;
}

const labelsByName = perSlice((list: readonly Labelled[]) => {
  const labels = new Map<string, Labels>();
  for (const { kind, namespace, name, labels: own } of list) {
    if (kind !== undefined) labels.set(`${kind} ${namespace}/${name}`, own);
    labels.set(` ${namespace}/${name}`, own);
  }
  return labels;
});

function labelsOfWorkload(mesh: Mesh, subject: Ref): (Labels | undefined)[] {
  const pod = podOf(mesh, subject);
  if (!pod) return [];
  const { kind, name } = pod.workload;
  return [mesh.controllers.byName.get(`${pod.namespace}/${kind}/${name}`)?.labels, pod.labels];
}

function podOf(mesh: Mesh, { kind, namespace, name }: Ref): Pod | undefined {
  const key = `${namespace}/${name}`;
  if (kind === 'Pod') return mesh.pods.byName.get(key);
  if (kind === 'Gateway') return mesh.pods.byGateway.get(key)?.[0];
  if (kind !== 'Service') return mesh.pods.byWorkload.get(`${namespace}/${kind}/${name}`)?.[0];
  const service = mesh.services.byName.get(key);
  return service && podsOfService(mesh, service)[0];
}
