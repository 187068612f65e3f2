/** Runs every check that looks at the mesh as a whole, each with its needs and none able to take the others down. */

import { type Check, completed, type Found } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import { CHECKS } from '../checks/index.ts';
import { groupBy, perSlice } from '../mesh/memory/look-up.ts';
import { noteRead } from '../mesh/memory/reads.ts';
import { isSameList } from '../mesh/memory/shards.ts';
import { gapOf, type Mesh, onlyOfMesh } from '../mesh/mesh.ts';
import { HopKind } from '../path/hop-kind.ts';
import { type Ref, refId } from '../state/refs.ts';
import { isReadable } from '../state/source-status.ts';
import type { NotEvaluated } from './mesh-report.ts';
import { isOfDependency } from './root-cause.ts';
import { type IsYoung, youthOf } from './young.ts';

export interface MeshFindings {
  all: readonly Detection[];
  notEvaluated: readonly NotEvaluated[];
  /** checks that judge single traces and whose needs are there */
  judging: readonly Check[];
  /** those of them that can say anything of a trace with such hops */
  judgingOn(hops: readonly { kind: HopKind }[]): readonly Judging[];
  checks: ReadonlyMap<string, Check>;
  /** what was found on an object; who looks at one object is not asked again for the others */
  on(subject: Ref): readonly Detection[];
  /** what is sick of the control plane and of nodes and may be why a check finds something elsewhere */
  dependenciesOf(check: string): readonly Detection[];
  /** it does not count yet, see `young.ts` */
  isYoung: IsYoung;
}

/** A check with what every trace asks of it; alike for all of them, which checks themselves are not. */
export interface Judging {
  check: Check;
  judge: NonNullable<Check['judge']>;
  lastResort: boolean;
}

const CHECKS_BY_ID = new Map(CHECKS.map((check) => [check.id, check]));

/** The findings of a mesh; remembered as long as the mesh is. */
export const meshFindings = onlyOfMesh((mesh: Mesh): MeshFindings => runChecks(mesh, CHECKS));

/** Runs the given checks; one whose need was not read, or that throws, is not evaluated and says why. */
export function runChecks(mesh: Mesh, checks: readonly Check[]): MeshFindings {
  const all: Detection[] = [];
  const notEvaluated: NotEvaluated[] = [];
  const judging: Check[] = [];
  for (const check of checks) {
    const missing = missingOf(mesh, check);
    if (missing.length > 0) {
      const why = missing.map((need) => gapOf(mesh, need)?.why ?? `${need} was not read`).join('; ');
      notEvaluated.push({ check: check.id, reason: why, missing });
      continue;
    }
    if (check.judge) judging.push(check);
    if (check.detect) all.push(...detectSafely(check, check.detect, mesh, notEvaluated));
  }
  return {
    all,
    notEvaluated,
    judging,
    judgingOn: selectJudging(judging),
    checks: CHECKS_BY_ID,
    on: findingsBySubject(mesh, all, notEvaluated),
    dependenciesOf: sickDependencies(mesh, all),
    isYoung: youthOf(mesh, CHECKS_BY_ID, all),
  };
}

/** Traces are many, and the sets of kinds their hops have are few: what covers each set is found once. */
function selectJudging(judging: readonly Check[]): MeshFindings['judgingOn'] {
  const bits = new Map(HopKind.enum.map((kind, i) => [kind, 1 << i] as const));
  const setOf = (kinds: readonly HopKind[]): number => kinds.reduce((set, kind) => set | bits.get(kind)!, 0);
  const all = judging.map((check): Judging => ({ check, judge: check.judge!, lastResort: !!check.lastResort }));
  const known = new Map<number, readonly Judging[]>();
  return (hops) => {
    let set = 0;
    for (const { kind } of hops) set |= bits.get(kind)!;
    let selected = known.get(set);
    if (selected === undefined) {
      selected = all.filter(({ check }) => (setOf(check.hops) & set) !== 0);
      known.set(set, selected);
    }
    return selected;
  };
}

/** Needs that were not read; of readings of which one is enough all are missing, or none. */
function missingOf(mesh: Mesh, { needs, needsOneOf = [] }: Check): string[] {
  const isUnread = (need: string): boolean => !isAnywhereReadable(mesh, need);
  return [...needs.filter(isUnread), ...(needsOneOf.every(isUnread) ? needsOneOf : [])];
}

/** A need is there when any scope of it was read: then what is found holds, and each hop asks for its own scope. */
export function isAnywhereReadable(mesh: Mesh, need: string): boolean {
  return [...(mesh.sources.get(need)?.values() ?? [])].some(isReadable);
}

function detectSafely(
  check: Check,
  detect: NonNullable<Check['detect']>,
  mesh: Mesh,
  notEvaluated: NotEvaluated[],
): Detection[] {
  try {
    return detect(mesh).map((found) => detectionOf(found, check));
  } catch (error) {
    notEvaluated.push({
      check: check.id,
      reason: `the check failed: ${error instanceof Error ? error.message : String(error)}`,
      missing: [],
    });
    return [];
  }
}

const completions = perSlice((_found: Found) => new Map<string, Detection>());

/** What is found again is the same detection again. */
function detectionOf(found: Found, check: Check): Detection {
  const known = completions(found);
  let detection = known.get(check.id);
  if (!detection) {
    detection = completed(check, found);
    known.set(check.id, detection);
  }
  return detection;
}

/** The findings of each object are a part of the mesh, and so is which objects of a namespace have any. */
function findingsBySubject(
  mesh: Mesh,
  all: readonly Detection[],
  notEvaluated: readonly NotEvaluated[],
): MeshFindings['on'] {
  const { memory } = mesh;
  const namespaces = new Map<string, Map<string, readonly Detection[]>>();
  for (const [namespace, list] of groupBy(all, ({ subject }) => subject.namespace)) {
    const subjects = groupBy(list, ({ subject }) => refId(subject));
    const kept = [...subjects].map(([id, found]) => [id, memory.keep(`findings on ${id}`, found, saySame)] as const);
    namespaces.set(namespace, new Map(kept));
  }
  const names = new Map<string, readonly string[]>();
  for (const namespace of new Set([...mesh.shards.keys(), '', ...namespaces.keys()])) {
    const ids = [...(namespaces.get(namespace)?.keys() ?? [])];
    names.set(namespace, memory.keep(`what has findings in ${namespace}`, ids, isSameList));
  }
  const checks = memory.keep('checks not evaluated', [...notEvaluated], saySame);
  const elsewhere = memory.keep('namespaces with findings', [...names.keys()], isSameList);
  return (subject) => {
    noteRead(checks);
    const found = namespaces.get(subject.namespace);
    // Most namespaces have no finding: no id is put together for them.
    const list = found?.get(refId(subject));
    noteRead(list ?? names.get(subject.namespace) ?? elsewhere);
    return list ?? NONE;
  };
}

function sickDependencies(mesh: Mesh, all: readonly Detection[]): MeshFindings['dependenciesOf'] {
  const isDependency = (found: Detection): boolean =>
    found.severity !== 'latent' && isOfDependency(CHECKS_BY_ID, found);
  const kept = mesh.memory.keep('sick dependencies', all.filter(isDependency), saySame);
  const bySymptom = new Map<string, Detection[]>();
  for (const found of kept)
    for (const symptom of CHECKS_BY_ID.get(found.check)?.explains ?? [])
      bySymptom.set(symptom, [...(bySymptom.get(symptom) ?? []), found]);
  return (check) => {
    noteRead(kept);
    return bySymptom.get(check) ?? NONE;
  };
}

const NONE: readonly Detection[] = [];

const saySame = <T>(a: readonly T[], b: readonly T[]): boolean =>
  isSameList(a, b) || (a.length === b.length && JSON.stringify(a) === JSON.stringify(b));
