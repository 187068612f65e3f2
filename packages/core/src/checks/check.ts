/** What a check is. One file a failure of the catalogue; the file's name is the check's id and the public cause code. */

import { perSlice } from '../mesh/memory/look-up.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { rulesIn } from '../mesh/rule-citations.ts';
import { isInferred } from '../mesh/rules.ts';
import type { Refusal, WalkHop, WalkTrace } from '../path/facts.ts';
import type { Blame, Certainty, HopKind, Severity } from '../path/hop-kind.ts';
import type { Ref } from '../state/refs.ts';
import type { Detection, Evidence, Remedy } from './detection.ts';

/** The folders under `checks/`, in the order of diagnosis: what is sick in an early stage explains what is below it. */
export type Stage =
  | 'control-plane'
  | 'nodes'
  | 'client'
  | 'dns'
  | 'endpoints'
  | 'waypoint-binding'
  | 'waypoint-health'
  | 'l7-config'
  | 'policy'
  | 'destination'
  | 'application'
  | 'gateways'
  | 'egress'
  | 'multicluster'
  | 'catch-all';

/** What one run of a check found; what is left out is taken from the check itself. */
export interface Found {
  subject: Ref;
  sentence: string;
  evidence: Evidence[];
  objects?: Ref[];
  fix?: Remedy[];
  since?: string | null;
  severity?: Severity;
  certainty?: Certainty;
  blame?: Blame;
  /** rules of the mesh that this finding rests on besides those that its check cites */
  rules?: readonly string[];
}

export interface Check {
  id: string;
  /** the entry's number in the failure catalogue; `36b` is 36.5 */
  number: number;
  stage: Stage;
  title: string;
  blame: Blame;
  severity: Severity;
  /** hops it can stop, the usual one first */
  hops: readonly HopKind[];
  /** lowest evidence tier it works with */
  tier: number;
  /** kinds and readings without which it is not evaluated */
  needs: readonly string[];
  /** readings that tell the same in different ways: it is not evaluated where none of them was read */
  needsOneOf?: readonly string[];
  /** kinds and readings that sharpen the answer where they are there, and whose absence turns none */
  uses?: readonly string[];
  /** seconds that it must have held to count; left out: 60, or none where logs and metrics must show it often enough */
  persistence?: number;
  /** ids of symptoms that this failure explains: they are not causes of their own where it holds */
  explains?: readonly string[];
  /** judges only traces that nothing else is known to stop, for who asks: it is no reason on the map */
  lastResort?: true;
  /** one or two plain sentences for the reference page: what it means and what proves it */
  why: string;
  /** what looks like it and is not: the guards that are implemented */
  notProof: string;
  /** the rules of the mesh that it rests on, and sources; an inferred rule makes every finding likely at most */
  cite: string;
  /** Looks at the mesh and names the objects at fault. A hop that stands on such an object has the finding, unless `judge` says it better. */
  detect?(mesh: Mesh): Found[];
  /** Looks at one trace; null = not this failure. `hop` is where it shows, the first of `hops` that is there when left out. */
  judge?(mesh: Mesh, trace: WalkTrace): (Found & { hop?: HopKind }) | null;
  /** Looks at a question that cannot be walked, because one of its ends is not there; null = not this failure. */
  refuse?(mesh: Mesh, refusal: Refusal): Found | null;
  /** What a finding of `detect` means for one hop; null = nothing. Without it the finding's own severity holds. */
  onPath?(mesh: Mesh, trace: WalkTrace, hop: WalkHop, found: Detection): Severity | null;
}

/** Logs and counters tell of what has happened, and how often. */
const isSampled = (source: string): boolean => /-(?:log|metrics)$|^prometheus$/.test(source);

/** Seconds that a finding of a check must have held to count. */
export const persistenceOf = (check: Pick<Check, 'persistence' | 'needs'> | undefined): number =>
  check?.persistence ?? (check?.needs.some(isSampled) ? 0 : 60);

/** Completes a finding with what its check says of all its findings. */
export function completed(check: Check, found: Found): Detection {
  return {
    check: check.id,
    subject: found.subject,
    severity: found.severity ?? check.severity,
    certainty: weakened(found.certainty ?? 'confirmed', [...rulesOf(check), ...(found.rules ?? [])]),
    blame: found.blame ?? check.blame,
    sentence: found.sentence,
    evidence: found.evidence,
    objects: found.objects ?? [],
    fix: found.fix ?? [],
    since: found.since ?? null,
  };
}

/** The rules of the mesh that a check rests on. */
export const rulesOf = perSlice((check: Check): readonly string[] => rulesIn(check.cite));

/** What rests on an inferred rule is likely at most. */
export function weakened(certainty: Certainty, rules: readonly string[]): Certainty {
  return certainty === 'confirmed' && rules.some(isInferred) ? 'likely' : certainty;
}

/** The key under which equal causes are grouped: check and subject. */
export function causeKey(detection: { check: string; subject: Ref }): string {
  const { kind, namespace, name } = detection.subject;
  return `${detection.check} ${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}
