/**
 * Findings that have not held as long as their check asks are told, and count as nothing yet: what lasts seconds, as in a
 * rollout, is no failure. Where no object tells since when, whoever reads the mesh again and again hands in what it remembers.
 */
import { type Check, causeKey, persistenceOf } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import { hasHeld, secondsBetween } from '../checks/evidence.ts';
import { noteRead, unrecorded } from '../mesh/memory/reads.ts';
import type { Gap, Mesh } from '../mesh/mesh.ts';
import type { Severity } from '../path/hop-kind.ts';

/** `link`: a question that is asked of every state, so that a finding nobody remembers has just come. */
export type IsYoung = (detection: Found, asked?: 'link' | 'once') => boolean;

type Found = Pick<Detection, 'check' | 'subject' | 'severity' | 'since'>;

/** What a finding is remembered by: it may get worse, and then has to hold anew. */
export const seenKey = (detection: { check: string; subject: Detection['subject']; severity: Severity }): string =>
  `${detection.severity} ${causeKey(detection)}`;

/** Tells of any finding of a mesh whether it is young. `all` are those that do not depend on a question. */
export function youthOf(mesh: Mesh, checks: ReadonlyMap<string, Check>, all: readonly Detection[]): IsYoung {
  const { firstSeen } = mesh.state;
  const remembers = mesh.memory.keep('remembers findings', { is: firstSeen !== undefined }, (a, b) => a.is === b.is);
  const takenAt = unrecorded(() => mesh.takenAt);
  const ofMesh = new Set(firstSeen ? all.map(seenKey) : []);
  const startOf = (found: Found, asked: 'link' | 'once'): string | null => {
    // The clock of a node may be ahead of ours.
    if (found.since !== null && (secondsBetween(found.since, takenAt) ?? -1) >= 0) return found.since;
    noteRead(remembers);
    if (!firstSeen) return null;
    const known = firstSeen[seenKey(found)];
    const isNew = known === undefined && (asked === 'link' || ofMesh.has(seenKey(found)));
    return isNew ? takenAt : known || null;
  };
  return (found, asked = 'once') => {
    const seconds = persistenceOf(checks.get(found.check));
    if (seconds === 0) return false;
    const start = startOf(found, asked);
    if (hasHeld(start, takenAt, seconds)) return false;
    // Time alone ends it: whoever rests on this is asked again when time has passed.
    return !hasHeld(start, mesh.takenAt, seconds);
  };
}

/** Why a hop with a young finding is neither well nor broken. */
export function gapOfYoung({ check, sentence }: Detection, by?: Check): Gap {
  const why = `it began less than ${persistenceOf(by)} seconds ago and may pass: ${sentence.replace(/\.$/, '')}`;
  return { source: check, scope: null, why, permission: null };
}
