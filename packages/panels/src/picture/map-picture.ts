/** Pictures of the mesh: the map with its reasons beside it, or the reasons alone. */
import type { CauseGroup, Headline, MeshReport } from '@hopscope/core';
import { isProblemLook } from '../map/link-look.ts';
import { buildMapView, type MapView } from '../map/map-view.ts';
import type { MarkState } from '../marks/mark-shape.ts';
import { drawMap, speakProblems } from './draw-map.ts';
import { framePicture, type PictureSize, type Telling } from './frame.ts';
import type { Palette, Theme } from './palette.ts';
import { drawReasons } from './reason-cards.ts';
import { type Box, card, mark, paragraph } from './shapes.ts';
import { group, type Svg } from './svg.ts';

export interface MeshSubject {
  readonly report: MeshReport;
  /** what the picture is about where it is not the whole mesh: `shop`, `payments/ledger`; '' = the whole mesh */
  readonly title: string;
  /** ids of nodes that stand out */
  readonly about: readonly string[];
}

const GAP = 14;
/** Beside a map narrower than this nothing else has room. */
const LEAST_BOTH = 860;
const LEAST_MAP = { width: 380, height: 190 };
const SIDE = 300;

/** The map, and from a width on the worst reasons at its side; where there is no room for a map the reasons alone. */
export function drawMeshPicture(subject: MeshSubject, size: PictureSize, theme: Theme): string {
  const { report } = subject;
  const view = buildMapView(report, []);
  const causes = report.causes.filter(({ severity }) => severity !== 'latent');
  return framePicture(tellMesh(subject, view, causes), size, theme, (room, palette) => {
    if (room.width < LEAST_MAP.width || room.height < LEAST_MAP.height || view.nodes.size === 0)
      return drawList(subject, causes, room, palette);
    const hasSide = room.width >= LEAST_BOTH && causes.length > 0;
    const width = hasSide ? room.width - SIDE - GAP : room.width;
    const { svg } = drawMap(view, new Set(subject.about), { ...room, width }, palette);
    if (!hasSide) return svg;
    const side = { x: room.x + width + GAP, y: room.y, width: SIDE, height: room.height };
    return group({}, svg, drawReasons(causes, side, { lines: 4, asOf: report.asOf }, palette));
  });
}

/** The reasons alone. */
export function drawProblemsPicture(subject: MeshSubject, size: PictureSize, theme: Theme): string {
  const { report } = subject;
  const causes = report.causes.filter(({ severity }) => severity !== 'latent');
  const view = buildMapView(report, []);
  return framePicture(tellMesh(subject, view, causes), size, theme, (room, palette) =>
    drawList(subject, causes, room, palette),
  );
}

function drawList({ report }: MeshSubject, causes: readonly CauseGroup[], room: Box, palette: Palette): Svg {
  if (causes.length > 0)
    return drawReasons(causes, room, { lines: room.width < 480 ? 3 : 2, asOf: report.asOf }, palette);
  const { links, unknown } = report.counts;
  const judged = links - unknown;
  const line = judged > 0 ? 'No check found anything broken.' : 'Nothing could be judged yet.';
  return group(
    {},
    card({ ...room, height: Math.min(room.height, 56) }, palette.surface, palette.border),
    mark(judged > 0 ? 'ok' : 'unknown', room.x + 16, room.y + 18, 20, palette),
    paragraph(room.x + 48, room.y + 18, room.width - 64, 1, line, { size: 15, fill: palette.text, weight: 600 }).svg,
  );
}

const TONES: Readonly<Record<Headline['tone'], MarkState>> = {
  ok: 'ok',
  broken: 'blocked',
  degraded: 'degraded',
  unknown: 'unknown',
  empty: 'unknown',
};

function tellMesh(subject: MeshSubject, view: MapView, causes: readonly CauseGroup[]): Telling {
  const { report, title } = subject;
  const { sentence, stress, second, tone } = title === '' ? report.headline : headlineOfPart(subject, view, causes);
  const spoken = [...causes.map((cause) => cause.sentence), ...speakProblems(view)];
  return { state: TONES[tone], sentence, stress, second, spoken, cluster: report.cluster, asOf: report.asOf };
}

/** What a part of the mesh is like, in one sentence. */
function headlineOfPart({ title, about }: MeshSubject, view: MapView, causes: readonly CauseGroup[]): Headline {
  const own = new Set(about);
  const looks = [...view.links.values()]
    // Its neighbours' calls to one another are drawn with it, and are not its own.
    .filter(({ link }) => own.size === 0 || own.has(link.from) || own.has(link.to))
    .map(({ look }) => look);
  const failing = looks.filter((look) => look === 'blocked' || look === 'varies').length;
  const amiss = looks.filter(isProblemLook).length;
  const judged = looks.filter((look) => look !== 'unknown' && look !== 'would-pass').length;
  const second = causes[0]?.sentence ?? '';
  const calls = looks.length === 1 ? '1 call' : `${looks.length} calls`;
  if (failing > 0) {
    const stress = `${failing} of ${calls}`;
    return { sentence: `${title}: ${stress} ${failing === 1 ? 'fails' : 'fail'}.`, stress, second, tone: 'broken' };
  }
  if (amiss > 0) {
    const stress = `${amiss} of ${calls}`;
    const verb = amiss === 1 ? 'does' : 'do';
    return { sentence: `${title}: ${stress} ${verb} not go as intended.`, stress, second, tone: 'degraded' };
  }
  const isSick = causes.some(({ severity }) => severity === 'broken');
  if (isSick)
    return {
      sentence: `${title}: no known call fails, but something is broken.`,
      stress: 'something is broken',
      second,
      tone: 'degraded',
    };
  if (looks.length === 0) return { sentence: `${title}: no calls are known.`, stress: '', second, tone: 'unknown' };
  if (judged === 0)
    return { sentence: `${title}: none of ${calls} can be confirmed.`, stress: '', second, tone: 'unknown' };
  const unknown = looks.length - judged;
  const rest = unknown === 0 ? '' : `${unknown} more cannot be confirmed.`;
  return {
    sentence:
      judged === 1
        ? `${title}: the one call that can be judged works.`
        : `${title}: all ${judged} calls that can be judged work.`,
    stress: '',
    second: [second, rest].filter((part) => part !== '').join(' '),
    tone: 'ok',
  };
}
