/** R8: a RequestAuthentication; ztunnel knows no tokens, so only its targets count. */
import type { Mesh } from '../mesh/mesh.ts';
import { targetEffect } from './effect-targets.ts';
import type { Effect } from './policy-answer.ts';

/** The effect of one of that name. */
export function tokenEffect(mesh: Mesh, namespace: string, name: string): Effect | null {
  const found = mesh.state.requestAuthentications.find((one) => one.namespace === namespace && one.name === name);
  if (!found) return null;
  if (found.targetRefs.length > 0) return { ...targetEffect(mesh, found), rules: [] };
  const why = 'has no target: selectors are nothing to ztunnel, and no waypoint takes them';
  return { enforced: [], notEnforced: [{ what: 'it', why, rule: 'R8' }], rules: [] };
}
