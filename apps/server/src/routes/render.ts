/** /render/v1/PANEL.svg, .png and badge.svg: pictures for places that cannot frame a panel. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type TProperties, Type } from 'typebox';
import { PANELS, type PanelName } from '../embed/embed-token.ts';
import { snapshotAt } from '../http/moment.ts';
import { type Problem, problemOf, sendProblem } from '../http/problem.ts';
import { type AdmittedPicture, admitPicture } from '../render/admit-picture.ts';
import { badgeWords } from '../render/badge-words.ts';
import { drawBadgeSvg, drawSvg, type PictureSubject } from '../render/draw.ts';
import { picturePart } from '../render/picture-part.ts';
import {
  aboutProperties,
  PictureQuery,
  type PictureWish,
  readAbout,
  readPictureQuery,
} from '../render/picture-query.ts';
import type { Drawn, Pictures } from '../render/pictures.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { responsesOf } from './describe.ts';
import { sendPicture, sendTroublePicture, unpaintedProblem } from './picture-replies.ts';
import type { App, Served } from './served.ts';

/** Times that count from now move on by so much: else no picture could be kept. */
const STEP_MS = 10_000;

const image = (type: string) => ({
  description: 'The picture; what it shows is told in words inside.',
  content: { [type]: { schema: Type.String() } },
});
const schemaOf = <T extends TProperties>(
  summary: string,
  type: string,
  querystring: ReturnType<typeof Type.Object<T>>,
) => ({
  summary,
  description: 'Who may read the API may have it; pages of other origins show it where they may frame panels.',
  querystring,
  response: responsesOf(image(type), [400, 401, 403, 404, 429, 501, 503]),
});

/** GET /render/v1/:panel.svg and .png, /render/v1/badge.svg, and a problem for everything else under /render/. */
export function registerRender(app: App, served: Served, pictures: Pictures): void {
  if (served.embed === null) return;
  for (const panel of PANELS) {
    const svg = schemaOf(`The panel ${panel} as SVG`, 'image/svg+xml', PictureQuery);
    app.get(`/render/v1/${panel}.svg`, { schema: svg }, (request, reply) =>
      answer(served, pictures, { request, reply, panel, form: 'svg' }, request.query),
    );
    const png = schemaOf(`The panel ${panel} as PNG`, 'image/png', PictureQuery);
    app.get(`/render/v1/${panel}.png`, { schema: png }, (request, reply) =>
      answer(served, pictures, { request, reply, panel, form: 'png' }, request.query),
    );
  }
  const badge = schemaOf(
    'How the mesh, namespaces or a path are, on one line',
    'image/svg+xml',
    Type.Object(aboutProperties),
  );
  app.get('/render/v1/badge.svg', { schema: badge }, (request, reply) => {
    const { ns, ask, from, to, at, theme } = request.query;
    const query = { ns, ask, from, to, at, theme } as PictureQuery;
    const about = readAbout(query, Date.now());
    const panel = about.ok && about.value.ask !== '' ? 'path' : 'map';
    return answer(served, pictures, { request, reply, panel, form: 'badge' }, query);
  });
  for (const path of ['/render', '/render/*'])
    app.get(path, { schema: { hide: true } }, async (_request, reply) =>
      sendProblem(
        reply,
        problemOf(
          'not-found',
          `Pictures are at /render/v1/PANEL.svg or .png. There are: ${PANELS.join(', ')}, and badge.svg.`,
        ),
      ),
    );
}

interface Asked {
  request: FastifyRequest;
  reply: FastifyReply;
  panel: PanelName;
  form: 'svg' | 'png' | 'badge';
}

async function answer(served: Served, pictures: Pictures, asked: Asked, query: PictureQuery): Promise<FastifyReply> {
  const { request, reply, panel } = asked;
  const admission = await admitPicture(request, panel, served.embed!);
  reply.header('cross-origin-resource-policy', admission.isForeign ? 'cross-origin' : 'same-origin');
  const { admitted, who } = admission;
  if (!pictures.asks.take(who)) return sendTrouble(asked, tooOften(reply, 1));
  if (!admitted.ok) return sendProblem(reply, problemOf(admitted.code, admitted.reason));
  const read = readPictureQuery(query, panel, Math.floor(Date.now() / STEP_MS) * STEP_MS);
  if (!read.ok) return sendTrouble(asked, problemOf('bad-query', read.reason));
  const refusal = beyondScope(read.value, admission);
  if (refusal !== '') return sendTrouble(asked, problemOf('embed-refused', refusal));
  const found = snapshotAt(served.store, read.value.at);
  if (found.ok) return draw(served, pictures, asked, { wish: read.value, admission, snapshot: found.snapshot });
  if (found.problem.code === 'not-ready') reply.header('retry-after', '1');
  return sendTrouble(asked, found.problem);
}

interface Ready {
  wish: PictureWish;
  admission: AdmittedPicture;
  snapshot: Snapshot;
}

async function draw(
  { store }: Served,
  pictures: Pictures,
  asked: Asked,
  { wish, admission, snapshot }: Ready,
): Promise<FastifyReply> {
  const { request, reply, panel, form } = asked;
  const locked = admission.admitted.ok ? admission.admitted.scope.namespaces : [];
  const changes = store.changes();
  const { at: _at, ...shown } = wish;
  const key = JSON.stringify([
    snapshot.revision,
    form,
    panel,
    locked,
    shown,
    panel === 'changes' ? newsOf(changes) : '',
  ]);
  if (!pictures.has(key) && !pictures.makings.take(admission.who)) return sendTrouble(asked, tooOften(reply, 2));
  const part = pictures.has(key) ? null : picturePart(snapshot, panel, wish, locked, changes);
  if (part !== null && !part.ok) return sendTrouble(asked, problemOf('unknown-subject', part.reason));
  // Without a part the key is there, so nothing is made.
  const make = (): string => (part === null ? '' : drawForm(part.value, form, wish));
  const drawn: Drawn =
    form === 'png'
      ? await pictures.png(key, Math.round(wish.width * wish.scale), make)
      : { ok: true, picture: pictures.svg(key, make) };
  if (!drawn.ok) return sendTrouble(asked, unpaintedProblem(reply, drawn));
  const { revision, report } = snapshot;
  reply.headers({ 'hopscope-as-of': report.asOf, 'hopscope-revision': String(revision) });
  return sendPicture(request, reply, drawn.picture, form === 'png' ? 'png' : 'svg');
}

function drawForm(subject: PictureSubject, form: Asked['form'], { theme, width, height }: PictureWish): string {
  return form === 'badge' ? drawBadgeSvg(badgeWords(subject), theme) : drawSvg(subject, { theme, width, height });
}

const newsOf = (changes: readonly { at: string }[]): string => `${changes.length} ${changes[0]?.at ?? ''}`;

/** What the query asks beyond the token; '' = nothing. */
function beyondScope({ namespaces, at, since, until }: PictureWish, { admitted }: AdmittedPicture): string {
  if (!admitted.ok || admitted.scope.claims === null) return '';
  const { namespaces: locked, mayChooseTime } = admitted.scope;
  const foreign = locked === null ? undefined : namespaces.find((name) => !locked.includes(name));
  if (foreign !== undefined) return `The token does not hold for namespace ${foreign}.`;
  const isOtherTime = at !== undefined || since !== null || until !== null;
  return isOtherTime && !mayChooseTime ? 'The token does not let the time be chosen.' : '';
}

function tooOften(reply: FastifyReply, seconds: number): Problem {
  reply.header('retry-after', String(seconds));
  return problemOf('too-often', 'Too many pictures in a short time: wait some seconds.');
}

/** A problem; where an image is looked at, as one: its reader sees nothing else. Only for those who may have the picture. */
function sendTrouble({ request, reply, form }: Asked, problem: Problem): FastifyReply {
  if (request.headers['sec-fetch-dest'] !== 'image') return sendProblem(reply, problem);
  const { title, detail } = problem;
  const subject: PictureSubject = { kind: 'trouble', title, detail };
  const svg =
    form === 'badge'
      ? drawBadgeSvg(badgeWords(subject), 'light')
      : drawSvg(subject, { width: 480, height: 160, theme: 'light' });
  return sendTroublePicture(reply, problem.status, svg);
}
