/** What hangs on a cause: the links it breaks, and the services, namespaces, nodes and pods behind them. */
import type { Detection } from '../checks/detection.ts';
import { serviceNodesIn } from '../graph/build-graph.ts';
import { type MeshGraph, type MeshLink, type MeshNode, namespaceOfNode } from '../graph/mesh-graph.ts';
import { capturedByNode } from '../mesh/enrolment/captured.ts';
import { perSlice } from '../mesh/memory/look-up.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Ref } from '../state/refs.ts';
import type { CauseGroup } from './mesh-report.ts';
import { nodesOf, podsOf } from './root-cause.ts';

type Reach = Pick<CauseGroup, 'links' | 'services' | 'namespaces' | 'nodes' | 'pods'>;

/** The reach of a cause by the links it breaks; what no known link shows is what its own object serves. */
export function reachOfCauses(mesh: Mesh, graph: MeshGraph): (detection: Detection, links: string[]) => Reach {
  const index = indexGraph(mesh, graph);
  return ({ subject, objects }, links) => {
    const own = nodesOf(mesh, [subject, ...objects.filter(({ kind }) => kind === 'Pod' || kind === 'Node')]);
    const { callers, targets } = endsOf(index, links);
    for (const node of servedBy(mesh, index, subject, own)) targets.add(node);
    const behind = [...targets];
    const services = behind.filter(({ kind }) => kind === 'service').map(nameOfNode);
    if (subject.kind === 'Service') services.push(`${subject.namespace}/${subject.name}`);
    const home = subject.kind === 'Namespace' ? subject.name : subject.namespace;
    return {
      links,
      services: sorted(services),
      namespaces: sorted([home, ...[...callers, ...behind].map(({ namespace }) => namespace)]),
      nodes: own.length > 0 ? own : sorted(behind.flatMap(({ nodes }) => nodes)),
      pods: podsAt(mesh, subject) ?? behind.reduce((sum, { pods }) => sum + pods, 0),
    };
  };
}

const sorted = (names: readonly string[]): string[] => [...new Set(names)].filter((name) => name !== '').sort();

type GraphIndex = ReturnType<typeof indexGraph>;

function endsOf({ linkById, nodeAt }: GraphIndex, links: readonly string[]) {
  const callers = new Set<MeshNode>();
  const targets = new Set<MeshNode>();
  for (const id of links) {
    const link = linkById.get(id);
    const from = link && nodeAt(link.from);
    const to = link && nodeAt(link.to);
    if (from) callers.add(from);
    if (to) targets.add(to);
  }
  return { callers, targets };
}

/** What is bound to a waypoint; the services with pods on a node. */
function servedBy(mesh: Mesh, index: GraphIndex, subject: Ref, places: readonly string[]): readonly MeshNode[] {
  if (subject.kind === 'Gateway') return index.byWaypoint().get(`${subject.namespace}/${subject.name}`) ?? [];
  return servesNode(mesh, subject) ? places.flatMap((place) => index.byPlace().get(place) ?? []) : [];
}

const nameOfNode = ({ namespace, name }: MeshNode): string => `${namespace}/${name}`;

/** Ways through the graph, each made when it is first gone: one pod's trouble looks at a handful of nodes of thousands. */
function indexGraph(mesh: Mesh, graph: MeshGraph) {
  const others = once(() => new Map(graph.nodes.map((node) => [node.id, node] as const)));
  const nodeAt = (id: string): MeshNode | undefined =>
    id.startsWith('service:')
      ? serviceNodesIn(mesh, namespaceOfNode(id)).find((node) => node.id === id)
      : others().get(id);
  return {
    linkById: linksById(graph.links),
    nodeAt,
    byWaypoint: once(() => nodesBy(graph, ({ waypoint }) => (waypoint === '' ? [] : [waypoint]))),
    byPlace: once(() => nodesBy(graph, ({ kind, nodes }) => (kind === 'service' ? nodes : []))),
  };
}

const linksById = perSlice((links: readonly MeshLink[]) => new Map(links.map((link) => [link.id, link] as const)));

function nodesBy(graph: MeshGraph, keysOf: (node: MeshNode) => readonly string[]): Map<string, MeshNode[]> {
  const map = new Map<string, MeshNode[]>();
  for (const node of graph.nodes) {
    for (const key of keysOf(node)) {
      const list = map.get(key);
      if (list) list.push(node);
      else map.set(key, [node]);
    }
  }
  return map;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** A node, and what runs once on it for all its pods. */
function servesNode(mesh: Mesh, { kind, namespace, name }: Ref): boolean {
  if (kind !== 'Pod') return kind === 'Node';
  const pod = mesh.pods.byName.get(`${namespace}/${name}`);
  return (
    pod !== undefined &&
    [mesh.pods.ztunnels, mesh.pods.cniAgents].some((on) => on.get(pod.node)?.includes(pod) === true)
  );
}

/** Pods that hang on the object at fault: of a node its captured pods; null where it is a rule or a setting. */
function podsAt(mesh: Mesh, subject: Ref): number | null {
  if (servesNode(mesh, subject))
    return nodesOf(mesh, [subject]).reduce((sum, node) => sum + (capturedByNode(mesh).get(node) ?? 0), 0);
  const own = podsOf(mesh, subject).length;
  return own > 0 || subject.kind === 'Gateway' || subject.kind === 'Service' ? own : null;
}
