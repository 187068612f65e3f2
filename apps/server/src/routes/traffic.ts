import { type NormalizedReading, perSlice, type TrafficReading } from '@hopscope/core';
import type { FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { linksIn, TrafficLinkItem, trafficLinks } from '../answers/traffic-links.ts';
import { type Problem, problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot, sendValue } from '../http/reply.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { answerOf, responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

const LINKS = 5_000;

/** Why the answer is less than was asked for. */
const GapCode = Type.Enum(['no-traffic-read', 'totals-only', 'query-failed', 'series-left-out', 'links-left-out']);

const own = {
  at: Type.Union([Type.String(), Type.Null()], { description: 'RFC 3339: the end of the time that was measured' }),
  windowSeconds: Type.Union([Type.Number(), Type.Null()], {
    description: 'its length; null: since the proxies started',
  }),
  unit: Type.Enum(['per-second', 'total'], { description: 'of every number in the links' }),
  origin: Type.Enum(['prometheus', 'proxies'], { description: 'who was asked' }),
  links: Type.Array(TrafficLinkItem, { description: `those that fail most first; at most ${LINKS}` }),
  gaps: Type.Array(Type.Object({ code: GapCode, message: Type.String() }), {
    description: 'what is not in it and why; without any, what is not there was not measured',
  }),
};
const TrafficPart = Type.Object(own);
type TrafficPart = Static<typeof TrafficPart>;
export const TrafficAnswer = answerOf('Measured traffic between identities.', own);

const NAME = '[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?';
const TrafficQuery = Type.Object(
  {
    at: Type.Optional(
      Type.String({
        maxLength: 40,
        pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$',
        description: 'RFC 3339: the end of the time to look at; default now. Another time than now needs Prometheus',
      }),
    ),
    window: Type.Optional(
      Type.String({
        pattern: '^[1-9]\\d{0,4}[smhd]$',
        description: 'its length, from 60s to 1d, such as 5m; default what is measured anyway. Needs Prometheus',
      }),
    ),
    namespaces: Type.Optional(
      Type.String({
        maxLength: 4000,
        pattern: `^${NAME}(,${NAME})*$`,
        description: 'comma-separated: only links with an end or a Service in one of them',
      }),
    ),
  },
  { additionalProperties: false },
);
type TrafficQuery = Static<typeof TrafficQuery>;

/** GET /traffic: of now from the state, of any other time from Prometheus. */
export function registerTraffic(app: App, served: Served): void {
  const schema = {
    summary: 'Measured traffic between identities, at any time',
    description:
      'Links between workloads, by the Service that was asked for: connections as the ztunnel of the caller counts them, requests ' +
      'as waypoints do, and how they ended. The two count the same traffic and are never added up.',
    querystring: TrafficQuery,
    response: responsesOf(TrafficAnswer, [400, 501, 502, 503]),
  };
  app.get('/traffic', { schema }, async (request, reply) => {
    const snapshot = requireSnapshot(served.store, reply);
    if (snapshot === null) return reply;
    const { at, window, namespaces } = request.query;
    const wanted = namespaces === undefined ? [] : namespaces.split(',');
    const found =
      at === undefined && window === undefined
        ? measuredNow(snapshot, wanted)
        : await measuredIn(served, request.query, wanted);
    return 'status' in found ? sendRefusal(reply, found) : sendValue(request, reply, snapshot, found);
  });
}

function sendRefusal(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.code === 'busy') reply.header('retry-after', '5');
  return sendProblem(reply, problem);
}

function measuredNow({ state }: Snapshot, namespaces: readonly string[]): TrafficPart {
  return inNamespaces(measuredOf(state.traffic), namespaces);
}

/** Of all namespaces; the same object for the same list, which may be large. */
const measuredOf = perSlice((traffic: readonly TrafficReading[]): TrafficPart => {
  const rates = traffic.filter(({ unit }) => unit === 'per-second');
  const unit = rates.length > 0 ? 'per-second' : 'total';
  const used = rates.length > 0 ? rates : traffic;
  const gaps: TrafficPart['gaps'] = [];
  if (traffic.length === 0)
    gaps.push({
      code: 'no-traffic-read',
      message:
        'No counters of ztunnels, waypoints or Prometheus were read: /api/v1/sources tells what would give them.',
    });
  else if (unit === 'total')
    gaps.push({
      code: 'totals-only',
      message:
        'The counters were read once: the numbers are totals since the proxies started, and tell nothing of now.',
    });
  const times = used.flatMap(({ at }) => (at === null ? [] : [at])).sort();
  const seconds = used.flatMap((reading) => (reading.seconds === undefined ? [] : [reading.seconds]));
  return partOf(used, {
    at: times.at(-1) ?? null,
    windowSeconds: seconds.length === 0 ? null : Math.max(...seconds),
    unit,
    origin: used.some(({ pod }) => pod === '') ? 'prometheus' : 'proxies',
    gaps,
  });
});

async function measuredIn(
  { prometheus }: Served,
  query: TrafficQuery,
  namespaces: readonly string[],
): Promise<TrafficPart | Problem> {
  const at = query.at === undefined ? Date.now() : Date.parse(query.at);
  const windowSeconds = secondsOf(query.window ?? '5m');
  if (Number.isNaN(at) || at > Date.now() + 60_000)
    return problemOf('bad-query', 'at is a time that there was, such as 2026-11-20T10:00:00Z.');
  if (windowSeconds < 60 || windowSeconds > 86_400)
    return problemOf('bad-query', 'window is from 60s to 1d, such as 5m or 2h.');
  if (prometheus === null)
    return problemOf(
      'needs-prometheus',
      'Only what is measured now can be told: leave out at and window, or start with hopscope serve --prometheus URL.',
    );
  const reading = prometheus.read({ at, windowSeconds });
  if (reading === null) return problemOf('busy', 'Other times are being read: ask again in a few seconds.');
  return answered(await reading, namespaces, windowSeconds);
}

function answered(
  readings: readonly NormalizedReading[],
  namespaces: readonly string[],
  windowSeconds: number,
): TrafficPart | Problem {
  const failed = readings.filter(({ status }) => status.state !== 'ok');
  if (failed.length === readings.length) return problemOf('prometheus-failed', failed[0]?.status.message ?? '');
  return inNamespaces({ ...rangeOf(readings), windowSeconds }, namespaces);
}

/** Of all namespaces; the same object for the readings of one range, which several may ask for. */
const rangeOf = perSlice((readings: readonly NormalizedReading[]): TrafficPart => {
  const traffic = readings.flatMap(({ value }) => (value !== undefined && 'series' in value ? [value] : []));
  const failed = readings.filter(({ status }) => status.state !== 'ok');
  return partOf(traffic, {
    at: readings.find(({ status }) => status.at !== null)?.status.at ?? null,
    windowSeconds: null,
    unit: 'per-second',
    origin: 'prometheus',
    gaps: failed.map(({ status }) => ({ code: 'query-failed', message: status.message })),
  });
});

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const secondsOf = (window: string): number => Number(window.slice(0, -1)) * UNITS[window.slice(-1)]!;

function partOf(readings: readonly TrafficReading[], rest: Omit<TrafficPart, 'links'>): TrafficPart {
  const omitted = readings.reduce((sum, reading) => sum + reading.omitted, 0);
  const message = `${omitted} series were more than are read.`;
  const gaps = omitted === 0 ? rest.gaps : [...rest.gaps, { code: 'series-left-out' as const, message }];
  return { ...rest, links: trafficLinks(readings), gaps };
}

function inNamespaces(part: TrafficPart, namespaces: readonly string[]): TrafficPart {
  const links = linksIn(part.links, namespaces);
  if (links.length <= LINKS) return { ...part, links: [...links] };
  const message = `${links.length - LINKS} further links are not shown: name namespaces to see theirs.`;
  return { ...part, links: links.slice(0, LINKS), gaps: [...part.gaps, { code: 'links-left-out', message }] };
}
