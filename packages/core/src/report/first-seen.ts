/** What whoever reads the mesh again and again keeps from one state to the next: since when each finding holds. */
import type { Detection } from '../checks/detection.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { judgeLinks } from './judge-links.ts';
import { meshFindings } from './mesh-findings.ts';
import { meshOf } from './meshes.ts';
import { seenKey } from './young.ts';

export type FirstSeen = NonNullable<MeshState['firstSeen']>;

/**
 * To be handed in with the next state. What is found in the first state held before anybody looked; what is found no more is
 * forgotten, so that it has to hold anew when it comes back.
 */
export function firstSeenAfter(state: MeshState): FirstSeen {
  const mesh = meshOf(state);
  const before = state.firstSeen;
  const seen: Record<string, string> = {};
  const add = (detection: Detection): void => {
    const key = seenKey(detection);
    seen[key] ??= before === undefined ? '' : (before[key] ?? state.takenAt);
  };
  for (const detection of meshFindings(mesh).all) add(detection);
  for (const { findings, settling } of judgeLinks(mesh)) {
    for (const { detection } of findings) add(detection);
    for (const detection of settling) add(detection);
  }
  return seen;
}

/** The state for a single look, where all that is found counts unless an object tells that it has just begun. */
export function withoutMemory(state: MeshState): MeshState {
  const { firstSeen, ...rest } = state;
  return firstSeen === undefined ? state : rest;
}
