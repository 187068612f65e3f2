/** What every answer carries besides its content: when, which revision, and how good the sources were. */
import type { SourceStatus } from '@hopscope/core';
import { type Static, Type } from 'typebox';
import type { Snapshot } from '../store/snapshot.ts';

const nullableTime = (description: string) => Type.Union([Type.String(), Type.Null()], { description });

export const SourcesSummary = Type.Object(
  {
    total: Type.Integer({ description: 'sources known, read or not' }),
    readable: Type.Integer({ description: 'of these, read: absence of an object in them proves something' }),
    states: Type.Record(Type.String(), Type.Integer(), { description: 'how many sources are in each state' }),
    oldestAt: nullableTime('RFC 3339 of the oldest reading in use'),
    newestAt: nullableTime('RFC 3339 of the newest reading in use'),
    oldestSeconds: Type.Union([Type.Integer(), Type.Null()], {
      description: 'age of the oldest reading at asOf, in seconds',
    }),
  },
  { description: 'how much was read and how old it is; /sources tells each' },
);
export type SourcesSummary = Static<typeof SourcesSummary>;

/** The properties of an envelope, for the schemas of answers. */
export const envelopeProperties = {
  asOf: Type.String({ description: 'RFC 3339: the state of the mesh that this answer is about' }),
  revision: Type.Integer({ description: 'grows whenever what we think of the mesh changes' }),
  sources: SourcesSummary,
};

export const Envelope = Type.Object(envelopeProperties);
export type Envelope = Static<typeof Envelope>;

/** The envelope of answers made from a snapshot. */
export function envelopeOf(snapshot: Snapshot): Envelope {
  const { report, revision } = snapshot;
  return { asOf: report.asOf, revision, sources: summarizeSources(report.sources, report.asOf) };
}

const READABLE: readonly SourceStatus['state'][] = ['ok', 'stale', 'unserved'];

/** Counts and ages of sources at a time. */
export function summarizeSources(sources: readonly SourceStatus[], asOf: string): SourcesSummary {
  const states: Record<string, number> = {};
  for (const { state } of sources) states[state] = (states[state] ?? 0) + 1;
  const times = sources
    .filter(({ state, at }) => at !== null && (state === 'ok' || state === 'stale'))
    .map(({ at }) => at!)
    .sort((a, b) => Date.parse(a) - Date.parse(b));
  const oldestAt = times[0] ?? null;
  return {
    total: sources.length,
    readable: sources.filter(({ state }) => READABLE.includes(state)).length,
    states,
    oldestAt,
    newestAt: times.at(-1) ?? null,
    oldestSeconds: oldestAt === null ? null : ageSeconds(oldestAt, asOf),
  };
}

/** How old a time was at another one, in whole seconds; never negative. */
export function ageSeconds(at: string, asOf: string): number {
  return Math.max(0, Math.round((Date.parse(asOf) - Date.parse(at)) / 1000));
}
