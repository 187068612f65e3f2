/** Which moment a request asks about: now, or one of those that are kept. */
import { Type } from 'typebox';
import type { MeshStore } from '../store/mesh-store.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { type Problem, problemOf } from './problem.ts';

/** The property of a query string. */
export const atProperty = {
  at: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 40,
      description:
        'RFC 3339 or a revision: the mesh as it was then, as far as it is kept (/changes lists the moments); default now',
    }),
  ),
};

/** A query of nothing but the moment. */
export const AtQuery = Type.Object(atProperty, { additionalProperties: false });

type Found = { ok: true; snapshot: Snapshot } | { ok: false; problem: Problem };

/** The snapshot of a moment; what is kept no more, or never was, is a problem that says what can be asked. */
export function snapshotAt(store: MeshStore, at: string | undefined): Found {
  const current = store.current();
  if (current === null)
    return {
      ok: false,
      problem: problemOf('not-ready', 'Ask again in a second; /api/v1/readyz tells when it is.'),
    };
  if (at === undefined || at === String(current.revision)) return { ok: true, snapshot: current };
  const isRevision = /^\d+$/.test(at);
  const time = Date.parse(at);
  if (!isRevision && Number.isNaN(time))
    return {
      ok: false,
      problem: problemOf('bad-time', `${at} is neither a time like ${current.report.asOf} nor a revision.`),
    };
  const snapshot = isRevision ? store.past.of(Number(at)) : momentOf(store, current, time);
  return snapshot === null ? { ok: false, problem: notKept(store, at) } : { ok: true, snapshot };
}

/** Since its last change the mesh is as it is now. */
function momentOf(store: MeshStore, current: Snapshot, time: number): Snapshot | null {
  const found = store.past.at(time);
  return found?.revision === current.revision ? current : found;
}

function notKept(store: MeshStore, at: string): Problem {
  const moments = store.past.moments();
  const [first, last] = [moments[0], moments.at(-1)];
  const kept =
    first && last ? `Kept are ${moments.length} moments from ${first.at} to ${last.at}` : 'Nothing is kept yet';
  return problemOf('at-not-kept', `Of ${at} nothing is known any more. ${kept}; /api/v1/changes lists them.`);
}
