/** Who calls whom, as far as anything tells: routes of gateways, addresses in the callers' settings, live connections, counters. */
import { type Addressee, lookUpAddress } from '../mesh/address/address.ts';
import { resolveName } from '../mesh/address/dns.ts';
import { ingressGateways, routesOfGateway } from '../mesh/gateway/gateway.ts';
import { type Mesh, ofMesh, perMesh } from '../mesh/mesh.ts';
import type { OutsideEndpoint } from '../mesh/service/endpoints.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { To } from '../state/path-query.ts';
import { nameOf, ref } from '../state/refs.ts';
import { callerNodesIn, isShown } from './callers.ts';
import { countedCalls } from './counted.ts';
import { dialledByPod } from './dialled.ts';
import type { LinkBasis, MeshLink, MeshNode } from './mesh-graph.ts';

/** The links whose callers are in one namespace, each list sorted by id. */
export interface LinksOfNamespace {
  ofServices: readonly MeshLink[];
  ofWorkloads: readonly MeshLink[];
  /** nodes for what they call outside the cluster */
  externals: readonly MeshNode[];
}

interface Draft {
  from: string;
  to: string;
  target: To;
  basis: LinkBasis;
  caller: MeshLink['query']['from'];
}

/** Links of the workloads of one namespace to nodes that are shown, and to what lies outside. */
export const linksIn = perMesh((mesh: Mesh, namespace: string): LinksOfNamespace => {
  const externals = new Map<string, MeshNode>();
  const links = mergeDrafts(workloadDrafts(mesh, namespace, externals));
  return {
    ofServices: links.filter(({ from }) => from.startsWith('service:')),
    ofWorkloads: links.filter(({ from }) => !from.startsWith('service:')),
    externals: [...externals.values()],
  };
});

/** Links of the ingress gateways, by their routes. */
export const gatewayLinks = ofMesh((mesh: Mesh): readonly MeshLink[] => mergeDrafts(gatewayDrafts(mesh)));

/** One link for each pair of ends, with every reason to believe in it; sorted by id. */
function mergeDrafts(drafts: readonly Draft[]): MeshLink[] {
  const links = new Map<string, MeshLink>();
  for (const draft of drafts) {
    if (draft.from === draft.to) continue;
    const id = `${draft.from} -> ${draft.to}:${draft.target.port}`;
    const known = links.get(id);
    if (known) {
      if (!known.basis.includes(draft.basis)) known.basis.push(draft.basis);
    } else {
      links.set(id, {
        id,
        from: draft.from,
        to: draft.to,
        port: draft.target.port,
        basis: [draft.basis],
        query: { from: draft.caller, to: draft.target, http: null },
      });
    }
  }
  return [...links.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function gatewayDrafts(mesh: Mesh): Draft[] {
  const drafts: Draft[] = [];
  for (const gateway of ingressGateways(mesh)) {
    for (const backend of routesOfGateway(mesh, gateway).flatMap((route) =>
      route.rules.flatMap((rule) => rule.backends),
    )) {
      const service = mesh.services.byName.get(nameOf(backend));
      if (backend.kind !== 'Service' || backend.port === null || !service || !isShown(mesh, service)) continue;
      drafts.push({
        from: `gateway:${nameOf(gateway)}`,
        to: `service:${nameOf(backend)}`,
        target: { kind: 'service', namespace: backend.namespace, name: backend.name, port: backend.port },
        basis: 'configured',
        caller: { kind: 'gateway', namespace: gateway.namespace, name: gateway.name },
      });
    }
  }
  return drafts;
}

function workloadDrafts(mesh: Mesh, namespace: string, externals: Map<string, MeshNode>): Draft[] {
  const drafts: Draft[] = [];
  const dialled = dialledByPod(mesh.state.ztunnelDumps);
  const counted = countedCalls(mesh.state.traffic);
  for (const { node: from, pods } of callerNodesIn(mesh, namespace).byWorkload.values()) {
    const { name } = pods[0]!.workload;
    const caller: Draft['caller'] = { kind: 'workload', namespace, name };
    const add = (addressee: Addressee, port: number, basis: LinkBasis): void => {
      const called = draftTo(mesh, addressee, port, externals);
      if (called) drafts.push({ from, to: called.to, target: called.target, basis, caller });
    };
    // Pods of one workload share their settings; the youngest tells what is deployed now.
    for (const host of declaredHosts(pods)) addDeclared(mesh, namespace, host, add);
    for (const pod of pods) for (const address of dialled.get(pod.uid) ?? []) addDialled(mesh, pod, address, add);
    for (const called of counted.get(`${namespace}/${name}`) ?? []) addCounted(mesh, called, add);
  }
  return drafts;
}

function declaredHosts(pods: readonly Pod[]): readonly string[] {
  let youngest = pods[0]!;
  for (const pod of pods) if ((pod.createdAt ?? '') > (youngest.createdAt ?? '')) youngest = pod;
  return youngest.declaredHosts;
}

type Add = (addressee: Addressee, port: number, basis: LinkBasis) => void;

/** A host that means nothing to the mesh is no link: it may be anything. A host without port means the Service's only port. */
function addDeclared(mesh: Mesh, namespace: string, text: string, add: Add): void {
  const slash = text.includes('/');
  const at = text.lastIndexOf(':');
  const host = at > 0 ? text.slice(0, at) : text;
  const addressee = slash ? bySlash(mesh, host) : hostMeans(mesh, host, namespace);
  if (addressee.kind === 'unknown') return;
  const port = at > 0 ? Number(text.slice(at + 1)) : solePort(addressee);
  if (port > 0) add(addressee, port, slash ? 'declared' : 'configured');
}

/** D5, D7: an entry is meant by its host even where it is passed by; aliases are followed. */
function hostMeans(mesh: Mesh, host: string, namespace: string): Addressee {
  const { addressee, bypassed } = resolveName(mesh, host, { namespace, resolver: 'ztunnel' });
  return addressee.kind === 'unknown' && bypassed
    ? { kind: 'service-entry', entry: bypassed.entry, host: addressee.address }
    : addressee;
}

function bySlash(mesh: Mesh, name: string): Addressee {
  const service = mesh.services.byName.get(name);
  return service ? { kind: 'service', service } : { kind: 'unknown', address: name };
}

function solePort(addressee: Addressee): number {
  if (addressee.kind === 'service')
    return addressee.service.ports.length === 1
      ? addressee.service.ports[0]!.port
      : (addressee.service.ports.find((port) => port.port === 80)?.port ?? 0);
  return addressee.kind === 'service-entry' ? (addressee.entry.ports[0]?.number ?? 0) : 0;
}

function addDialled(mesh: Mesh, pod: Pod, address: string, add: Add): void {
  const at = address.lastIndexOf(':');
  const port = Number(address.slice(at + 1));
  if (at > 0 && port > 0)
    add(lookUpAddress(mesh, address.slice(0, at).replace(/^\[|\]$/g, ''), pod.namespace), port, 'observed');
}

/** Proxies count by Service, without its port: the only one, or the usual one. */
function addCounted(mesh: Mesh, name: string, add: Add): void {
  const addressee = bySlash(mesh, name);
  const port = solePort(addressee);
  if (port > 0) add(addressee, port, 'observed');
}

function draftTo(
  mesh: Mesh,
  addressee: Addressee,
  port: number,
  externals: Map<string, MeshNode>,
): Pick<Draft, 'to' | 'target'> | null {
  if (addressee.kind === 'service') {
    const { namespace, name } = addressee.service;
    if (!isShown(mesh, addressee.service)) return null;
    return { to: `service:${namespace}/${name}`, target: { kind: 'service', namespace, name, port } };
  }
  if (addressee.kind === 'outside-address') {
    const { service, address } = addressee;
    if (!isShown(mesh, service)) return null;
    return { to: `service:${service.namespace}/${service.name}`, target: { kind: 'ip', address, port } };
  }
  if (addressee.kind === 'machine') return draftToMachine(addressee.machine, port, externals);
  if (addressee.kind !== 'service-entry') return null;
  const { entry, host } = addressee;
  const id = addExternal(externals, host, ref('ServiceEntry', entry.namespace, entry.name));
  return { to: id, target: { kind: 'host', host, port } };
}

/** S6: a machine that is called by its own address. */
function draftToMachine(
  { kind, namespace, name, address }: OutsideEndpoint,
  port: number,
  externals: Map<string, MeshNode>,
): Pick<Draft, 'to' | 'target'> {
  return { to: addExternal(externals, address, ref(kind, namespace, name)), target: { kind: 'ip', address, port } };
}

function addExternal(externals: Map<string, MeshNode>, name: string, subject: MeshNode['ref']): string {
  const id = `external:${name}`;
  externals.set(id, {
    id,
    kind: 'external',
    namespace: '',
    name,
    ref: subject,
    workloads: [],
    pods: 0,
    readyPods: 0,
    mesh: 'none',
    waypoint: '',
    nodes: [],
  });
  return id;
}
