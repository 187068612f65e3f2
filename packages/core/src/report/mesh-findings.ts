/** Runs every check that looks at the mesh as a whole, each with its needs and none able to take the others down. */

import { type Check, completed } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import { CHECKS } from '../checks/index.ts';
import { gapOf, type Mesh, perSlice } from '../mesh/mesh.ts';
import { refId } from '../state/refs.ts';
import { isReadable } from '../state/source-status.ts';
import type { NotEvaluated } from './mesh-report.ts';

export interface MeshFindings {
  all: readonly Detection[];
  /** by id of the subject */
  bySubject: ReadonlyMap<string, readonly Detection[]>;
  notEvaluated: readonly NotEvaluated[];
  /** checks that judge single traces and whose needs are there */
  judging: readonly Check[];
  checks: ReadonlyMap<string, Check>;
}

const CHECKS_BY_ID = new Map(CHECKS.map((check) => [check.id, check]));

/** The findings of a mesh; remembered as long as the mesh is. */
export const meshFindings = perSlice((mesh: Mesh): MeshFindings => runChecks(mesh, CHECKS));

/** Runs the given checks; one whose need was not read, or that throws, is not evaluated and says why. */
export function runChecks(mesh: Mesh, checks: readonly Check[]): MeshFindings {
  const all: Detection[] = [];
  const notEvaluated: NotEvaluated[] = [];
  const judging: Check[] = [];
  for (const check of checks) {
    const missing = check.needs.filter((need) => !isAnywhereReadable(mesh, need));
    if (missing.length > 0) {
      const why = missing.map((need) => gapOf(mesh, need)?.why ?? `${need} was not read`).join('; ');
      notEvaluated.push({ check: check.id, reason: why, missing });
      continue;
    }
    if (check.judge) judging.push(check);
    if (check.detect) all.push(...detectSafely(check, check.detect, mesh, notEvaluated));
  }
  return { all, bySubject: bySubject(all), notEvaluated, judging, checks: CHECKS_BY_ID };
}

/** A need is there when any scope of it was read: then what is found holds, and each hop asks for its own scope. */
export function isAnywhereReadable(mesh: Mesh, need: string): boolean {
  return (mesh.sources.get(need) ?? []).some(isReadable);
}

function detectSafely(
  check: Check,
  detect: NonNullable<Check['detect']>,
  mesh: Mesh,
  notEvaluated: NotEvaluated[],
): Detection[] {
  try {
    return detect(mesh).map((found) => completed(check, found));
  } catch (error) {
    notEvaluated.push({
      check: check.id,
      reason: `the check failed: ${error instanceof Error ? error.message : String(error)}`,
      missing: [],
    });
    return [];
  }
}

function bySubject(all: readonly Detection[]): Map<string, Detection[]> {
  const map = new Map<string, Detection[]>();
  for (const detection of all) {
    const key = refId(detection.subject);
    const list = map.get(key);
    if (list) list.push(detection);
    else map.set(key, [detection]);
  }
  return map;
}
