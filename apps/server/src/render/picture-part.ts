/** What a picture shows, from a snapshot and as far as its scope goes: the same part that the panel of its name would draw. */
import { type CauseGroup, formatAsk, type MeshReport, type Parsed } from '@hopscope/core';
import type { PanelName } from '../embed/embed-token.ts';
import { changesPart, type MeshPanel, pathPart, viewPart } from '../embed/panel-data.ts';
import type { LoggedChange } from '../store/change-log.ts';
import type { Snapshot } from '../store/snapshot.ts';
import type { PictureSubject } from './draw.ts';
import type { PictureWish } from './picture-query.ts';

type Wish = Omit<PictureWish, 'at' | 'theme' | 'width' | 'height' | 'scale'>;

/** The subject of a panel's picture; what it should show and is not there is a reason. */
export function picturePart(
  snapshot: Snapshot,
  panel: PanelName,
  wish: Wish,
  locked: readonly string[] | null,
  changes: readonly LoggedChange[],
): Parsed<PictureSubject> {
  if (panel === 'path') return pathSubject(snapshot, wish.ask, locked);
  if (panel === 'edge') return edgeSubject(snapshot, wish, locked);
  if (panel === 'changes')
    return { ok: true, value: changesSubject(snapshot, wish, changesPart(changes, snapshot, locked)) };
  return meshSubject(snapshot, panel, wish, locked);
}

function pathSubject(snapshot: Snapshot, ask: string, locked: readonly string[] | null): Parsed<PictureSubject> {
  if (ask === '') return { ok: false, reason: 'Say which path: from=NAMESPACE/NAME&to=NAMESPACE/NAME:PORT.' };
  const path = pathPart(snapshot, ask, locked);
  return path.ok ? { ok: true, value: { kind: 'path', path: path.value, cluster: snapshot.report.cluster } } : path;
}

/** A call between two services is drawn as the way that it takes. */
function edgeSubject(snapshot: Snapshot, wish: Wish, locked: readonly string[] | null): Parsed<PictureSubject> {
  const part = viewPart(snapshot, 'edge', wish, locked);
  if (!part.ok) return part;
  const { report, subjects } = part.value;
  const link = report.graph.links.find(({ id }) => id === subjects[0]);
  return pathSubject(snapshot, link === undefined ? '' : formatAsk(link.query), locked);
}

function changesSubject(
  { report }: Snapshot,
  { since, until, namespaces }: Wish,
  changes: readonly LoggedChange[],
): PictureSubject {
  const [first, last] = [since === null ? Number.NEGATIVE_INFINITY : Date.parse(since), Date.parse(until ?? '9999')];
  const shown = changes.filter(({ at, namespaces: own }) => {
    const time = Date.parse(at);
    if (time < first || time > last) return false;
    return namespaces.length === 0 || own.length === 0 || own.some((name) => namespaces.includes(name));
  });
  return { kind: 'changes', changes: shown, cluster: report.cluster, asOf: report.asOf };
}

function meshSubject(
  snapshot: Snapshot,
  panel: MeshPanel,
  wish: Wish,
  locked: readonly string[] | null,
): Parsed<PictureSubject> {
  // The sentence of the list of problems counts calls, so it needs the graph that the panel leaves out.
  const part = viewPart(snapshot, panel === 'problems' ? 'map' : panel, wish, locked);
  if (!part.ok) return part;
  const { report, subjects } = part.value;
  const title = wish.focus === '' ? wish.namespaces.join(', ') : wish.focus;
  const shown = subjects.length === 0 ? report : { ...report, causes: causesNear(report) };
  return {
    ok: true,
    value: { kind: panel === 'problems' ? 'problems' : 'map', report: shown, title, about: subjects },
  };
}

/** The reasons that something on the map has. */
export function causesNear({ causes, links, nodes, graph }: MeshReport): CauseGroup[] {
  const shown = new Set(graph.links.map(({ id }) => id));
  const keys = new Set([...Object.values(links), ...Object.values(nodes)].flatMap((state) => state.causes));
  return causes.filter((cause) => keys.has(cause.key) || cause.links.some((id) => shown.has(id)));
}
