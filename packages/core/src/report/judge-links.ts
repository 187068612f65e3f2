/**
 * Judges all links, and takes over from the last state what cannot have changed: on a busy mesh one pod's change asks for a
 * few links again, not for all. What a judgement rests on is listed here; whatever is not listed for a link is shared by all.
 */
import { youngPolicies } from '../checks/policy/refusal.ts';
import type { MeshLink } from '../graph/mesh-graph.ts';
import { podsOfService, slicesOf } from '../mesh/endpoints.ts';
import { type Mesh, perSlice } from '../mesh/mesh.ts';
import { podsOfGateway, waypointOfService } from '../mesh/waypoint.ts';
import { ztunnelOn } from '../mesh/ztunnel.ts';
import { podsOfWorkload } from '../path/caller.ts';
import type { Pod } from '../state/kubernetes.ts';
import { nameOf, refId } from '../state/refs.ts';
import { judgePath, type PathJudgement } from './judge-path.ts';
import { meshFindings } from './mesh-findings.ts';

interface Remembered {
  restsOn: readonly unknown[];
  judgement: PathJudgement;
}

interface Memory {
  shared: readonly unknown[];
  links: Map<string, Remembered>;
}

/** Slices of which a link uses only the part listed for it; their passing of time shows in the findings. */
const OWN_PARTS: ReadonlySet<string> = new Set(['pods', 'endpointSlices', 'events', 'takenAt', 'sources']);

/** The last judgements over a set of Services; gone with it. */
const memories = perSlice((_services: object): { last: Memory | null } => ({ last: null }));

/** The judgement of every link by its id: equal, to the letter, to judging each anew. */
export function judgeLinks(mesh: Mesh, links: readonly MeshLink[]): Map<string, PathJudgement> {
  const memory = memories(mesh.state.services);
  const shared = sharedParts(mesh);
  const last = memory.last && isSame(memory.last.shared, shared) ? memory.last : null;
  const now = new Map<string, Remembered>();
  for (const link of links) {
    const restsOn = partsOf(mesh, link);
    const known = restsOn === null ? undefined : last?.links.get(link.id);
    const isKnown = known !== undefined && restsOn !== null && isSame(known.restsOn, restsOn);
    const judgement = isKnown ? { ...known.judgement, asOf: mesh.state.takenAt } : judgePath(mesh, link.query);
    now.set(link.id, { restsOn: restsOn ?? [], judgement });
  }
  memory.last = { shared, links: now };
  return new Map([...now].map(([id, { judgement }]) => [id, judgement]));
}

/** What every judgement may read: all other slices, what the checks found, and what was read at all. */
function sharedParts(mesh: Mesh): unknown[] {
  const slices = Object.entries(mesh.state).flatMap(([key, value]) => (OWN_PARTS.has(key) ? [] : [value]));
  const { all, notEvaluated } = meshFindings(mesh);
  const found = all.map((found) => `${found.check} ${refId(found.subject)} ${found.severity} ${found.sentence}`);
  const read = mesh.state.sources.map((status) => `${status.source} ${status.scope} ${status.state} ${status.message}`);
  const young = [...youngPolicies(mesh)].map(nameOf);
  return [...slices, found.join('\n'), young.join(), notEvaluated.map((entry) => entry.check).join(), read.join('\n')];
}

/** The pods at both ends, those of the waypoint between, and their ztunnels; null where the ends cannot be listed. */
function partsOf(mesh: Mesh, { query }: MeshLink): unknown[] | null {
  const { from, to } = query;
  const service = to.kind === 'service' ? mesh.services.byName.get(`${to.namespace}/${to.name}`) : undefined;
  if (!service || (from.kind !== 'workload' && from.kind !== 'gateway')) return null;
  const callers = from.kind === 'gateway' ? podsOfGateway(mesh, from) : podsOfWorkload(mesh, from.namespace, from.name);
  const binding = waypointOfService(mesh, service);
  const between = binding.state === 'bound' ? podsOfGateway(mesh, binding.gateway) : [];
  const pods: Pod[] = [...callers, ...between, ...podsOfService(mesh, service)];
  const nodes = new Set(pods.map((pod) => pod.node));
  const ztunnels = [...nodes].flatMap((node) => ztunnelOn(mesh, node).pods);
  return [callers.length, ...pods, ...slicesOf(mesh, service), ...ztunnels];
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
