/** Since when a path fails, and what changed in the minutes before: from what a server remembers, else from the objects' own times. */
import { type Static, Type } from 'typebox';
import { linkLists } from '../graph/build-graph.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { MeshState, Slice } from '../state/mesh-state.ts';
import { formatAsk } from '../state/path-query.ts';
import { Ref } from '../state/ref.ts';
import { type Ref as RefType, ref, refId } from '../state/refs.ts';
import { WRITTEN, writtenIn, writtenRef } from '../state/written-objects.ts';
import type { PathJudgement } from './judge-path.ts';
import { seenKey } from './young.ts';

export const BeforeChange = Type.Object({
  at: Type.String(),
  /** seconds before the first failure; null where nobody knows since when it fails */
  seconds: Type.Union([Type.Integer(), Type.Null()]),
  kind: Type.Enum(['object', 'component']),
  /** null where it is no Kubernetes object */
  object: Type.Union([Ref, Type.Null()]),
  /** how near it is: on the way or named by what fails, in its namespaces, or a matter of the whole mesh */
  near: Type.Enum(['path', 'namespace', 'mesh']),
  /** `AuthorizationPolicy payments/allow-web was changed: rules.` */
  sentence: Type.String(),
});
export type BeforeChange = Static<typeof BeforeChange>;

export const JustBefore = Type.Object({
  /** RFC 3339 of the first failure; null where nothing tells */
  since: Type.Union([Type.String(), Type.Null()]),
  /** who tells since when: the finding, the verdict of this link that flipped, or when it was first seen; '' = nobody */
  toldBy: Type.Enum(['finding', 'verdict', 'first-seen', '']),
  /** the nearest first, and among equally near ones the last before it */
  changes: Type.Array(BeforeChange),
  /** further ones */
  more: Type.Integer(),
  /** what is not known of that time; '' where nothing lacks */
  unknown: Type.String(),
});
export type JustBefore = Static<typeof JustBefore>;

/** One entry of what a server remembers. */
export interface PastChange {
  at: string;
  kind: 'object' | 'component' | 'link' | 'cause';
  /** `Kind namespace/name`, id of a link or of a component */
  subject: string;
  namespaces: readonly string[];
  /** verdict or state before and after */
  before: string;
  after: string;
  sentence: string;
}

/** What a server remembers, the newest first, and from when on it watched. */
export interface Past {
  changes: readonly PastChange[];
  since: string;
}

/** Seconds before the first failure in which a change may have caused it, and how long writing and noticing may take. */
const WINDOW = 600;
/** Where nobody knows since when it fails, what stands on the way is looked at so far back. */
const DAY = 86_400;
const JITTER = 5;
const MOST = 8;

/** Null for a path on which nothing is known to fail. */
export function justBefore(
  state: MeshState,
  mesh: Mesh,
  judgement: PathJudgement,
  past: Past | null,
): JustBefore | null {
  if (judgement.firstBlocker === null) return null;
  const { since, toldBy } = sinceOf(state, mesh, judgement, past);
  const place = placeOf(judgement);
  const end = Date.parse(since ?? state.takenAt) + JITTER * 1000;
  const ageOf = (at: string): number => (end - Date.parse(at)) / 1000;
  const isWithin = (at: string): boolean => ageOf(at) >= 0 && ageOf(at) <= (since === null ? DAY : WINDOW) + JITTER;
  const found = [...remembered(past, isWithin), ...written(state, isWithin)].flatMap((change): BeforeChange[] => {
    const near = nearness(place, change, mesh.rootNamespace);
    const { at, kind, object, sentence } = change;
    if (near === null || (near !== 'path' && ageOf(at) > WINDOW + JITTER)) return [];
    const seconds = since === null ? null : Math.max(0, Math.round((Date.parse(since) - Date.parse(at)) / 1000));
    return [{ at, seconds, kind, object, near, sentence }];
  });
  const changes = onceEach(found).sort(
    (a, b) => NEAR.indexOf(a.near) - NEAR.indexOf(b.near) || Date.parse(b.at) - Date.parse(a.at),
  );
  return {
    since,
    toldBy,
    changes: changes.slice(0, MOST),
    more: Math.max(0, changes.length - MOST),
    unknown: unknownOf(since, past),
  };
}

const NEAR: readonly BeforeChange['near'][] = ['path', 'namespace', 'mesh'];

function sinceOf(
  state: MeshState,
  mesh: Mesh,
  { firstBlocker, query }: PathJudgement,
  past: Past | null,
): Pick<JustBefore, 'since' | 'toldBy'> {
  const { detection } = firstBlocker!;
  if (detection.since !== null) return { since: detection.since, toldBy: 'finding' };
  const ask = formatAsk(query);
  const ids = new Set(
    linkLists(mesh).flatMap((links) => links.filter((link) => formatAsk(link.query) === ask).map(({ id }) => id)),
  );
  const flips = past?.changes.filter(({ kind, subject }) => kind === 'link' && ids.has(subject)) ?? [];
  const [last] = flips;
  // A link that failed, and fails otherwise now, failed before.
  if (last && FAILING.has(last.after)) {
    const wellAt = flips.findIndex(({ before }) => !FAILING.has(before));
    if (wellAt >= 0) return { since: flips[wellAt]!.at, toldBy: 'verdict' };
  }
  const seen = state.firstSeen?.[seenKey(detection)];
  return seen ? { since: seen, toldBy: 'first-seen' } : { since: null, toldBy: '' };
}

const FAILING: ReadonlySet<string> = new Set(['blocked', 'varies', 'degraded']);

/** What a change may be near to. */
interface Place {
  objects: ReadonlySet<string>;
  nodes: ReadonlySet<string>;
  namespaces: ReadonlySet<string>;
}

function placeOf({ groups, firstBlocker, alsoBlocking }: PathJudgement): Place {
  const named = [firstBlocker!, ...alsoBlocking].flatMap(({ detection }) => [
    detection.subject,
    ...detection.objects,
    ...detection.evidence.flatMap(({ object }) => object ?? []),
  ]);
  const traces = groups.map(({ trace }) => trace.trace);
  const onWay = traces.flatMap(({ hops, service, backend, destination, caller }) => [
    ...hops.flatMap(({ objects }) => objects),
    ...[service, backend].flatMap((one) => (one ? [ref('Service', one.namespace, one.name)] : [])),
    ...[destination, caller.pod].flatMap((pod) =>
      pod ? [ref(pod.workload.kind, pod.namespace, pod.workload.name)] : [],
    ),
  ]);
  const all = [...named, ...onWay];
  return {
    objects: new Set(all.map(refId)),
    nodes: new Set(all.filter(({ kind }) => kind === 'Node').map(({ name }) => name)),
    namespaces: new Set([
      ...all.map(({ namespace }) => namespace).filter((name) => name !== ''),
      ...all.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name),
    ]),
  };
}

/** A change before it is known how near it is. */
interface Candidate {
  at: string;
  kind: BeforeChange['kind'];
  object: RefType | null;
  subject: string;
  namespaces: readonly string[];
  sentence: string;
}

function remembered(past: Past | null, isWithin: (at: string) => boolean): Candidate[] {
  return (past?.changes ?? []).flatMap(({ at, kind, subject, namespaces, sentence }): Candidate[] => {
    if ((kind !== 'object' && kind !== 'component') || !isWithin(at)) return [];
    return [{ at, kind, subject, namespaces, sentence, object: kind === 'object' ? refOfId(subject) : null }];
  });
}

function refOfId(id: string): RefType | null {
  const [, kind = '', namespace = '', name = ''] = /^(\S+) (?:([^/]+)\/)?(.+)$/.exec(id) ?? [];
  return kind === '' ? null : ref(kind, namespace, name);
}

/** What objects tell of themselves: when they were made, and some when they were last changed. */
function written(state: MeshState, isWithin: (at: string) => boolean): Candidate[] {
  return (Object.keys(WRITTEN) as Slice[]).flatMap((slice) =>
    writtenIn(state, slice).flatMap((entity): Candidate[] => {
      const { createdAt, editedAt, namespace } = entity;
      const isEdited = editedAt !== undefined && editedAt !== createdAt;
      const at = isEdited ? editedAt : createdAt;
      if (!at || !isWithin(at)) return [];
      const object = writtenRef(slice, entity);
      const subject = refId(object);
      const sentence = `${subject} was ${isEdited ? 'changed' : 'created'}.`;
      return [{ at, kind: 'object', object, subject, namespaces: namespace === '' ? [] : [namespace], sentence }];
    }),
  );
}

/** Null for what has nothing to do with the path. */
function nearness(
  place: Place,
  { subject, object, namespaces, kind }: Candidate,
  root: string,
): BeforeChange['near'] | null {
  if (place.objects.has(subject)) return 'path';
  if (kind === 'component') return isOnWay(place, subject) ? 'path' : /^istiod:/.test(subject) ? 'mesh' : null;
  if (namespaces.some((name) => place.namespaces.has(name)))
    return namespaces.includes(root) && !isNamed(place, root) ? 'mesh' : 'namespace';
  if (namespaces.includes(root)) return 'mesh';
  if (namespaces.length > 0) return null;
  // Nodes, namespaces and classes of others are no matter of this path.
  return object?.kind === 'Node' || object?.kind === 'Namespace' ? null : 'mesh';
}

/** Every path stands on ztunnels of the root namespace; something of the path itself is there only where it is called or calls. */
const isNamed = ({ objects }: Place, root: string): boolean => objects.has(`Namespace ${root}`);

/** `ztunnel:NODE`, `cni:NODE`, `waypoint:NAMESPACE/NAME`, `gateway:NAMESPACE/NAME`. */
function isOnWay({ nodes, objects }: Place, subject: string): boolean {
  const name = subject.slice(subject.indexOf(':') + 1);
  return /^(?:ztunnel|cni):/.test(subject) ? nodes.has(name) : objects.has(`Gateway ${name}`);
}

/** The same change as it is remembered and as the object tells it; what is remembered says more. */
function onceEach(changes: readonly BeforeChange[]): BeforeChange[] {
  return changes.filter(
    (one, i) =>
      !changes
        .slice(0, i)
        .some(
          (other) =>
            other.object !== null &&
            one.object !== null &&
            refId(other.object) === refId(one.object) &&
            Math.abs(Date.parse(other.at) - Date.parse(one.at)) <= 60_000,
        ),
  );
}

function unknownOf(since: string | null, past: Past | null): string {
  const own = 'changes are known only as far as objects tell when they were made or, some, last changed';
  if (since === null && past === null) return `Nothing tells since when it fails; ${own}.`;
  if (since === null) return `Nothing tells since when it fails; it was so when this server began to watch.`;
  if (past === null) return `Nobody watched: ${own}.`;
  return Date.parse(past.since) > Date.parse(since) - WINDOW * 1000
    ? `This server began to watch within these ten minutes; of the time before, ${own}.`
    : '';
}
