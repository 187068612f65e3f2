/** Where istiod's own record cannot be compared word for word, each with its reason. Nothing else is let pass. */
import { type Json, object, text } from '../src/conformance/case.ts';
import type { Disagreement } from './view.ts';

/** True for a difference that says nothing about the mesh. `ours` and `istiod` are all that both sides say of the object. */
export function isKnownLimit(one: Disagreement, ours: Json, istiod: Json): boolean {
  return isSharedKey(one) || isYoungerMessage(one) || isOverwritten(one, ours, istiod);
}

/**
 * istiod keeps the policies that ztunnel refuses (AUDIT, CUSTOM, dry runs) under one common key, so of several only one
 * surely gets its condition. Where it is written it must be ours.
 */
function isSharedKey({ field, ours, istiod }: Disagreement): boolean {
  return field === 'ZtunnelAccepted' && object(ours)['status'] === 'False' && istiod === undefined;
}

/**
 * A dry run with target references is told of by two writers, and each replaces the whole list of conditions: only the
 * later one's is left.
 */
function isOverwritten({ field, istiod: value }: Disagreement, ours: Json, istiod: Json): boolean {
  return (
    field === 'WaypointAccepted' &&
    value === undefined &&
    ours['ZtunnelAccepted'] !== undefined &&
    istiod['ZtunnelAccepted'] !== undefined
  );
}

/** The line after 1.31 tells a DENY that can never match from one that is broader than written; 1.31 calls both broader. */
function isYoungerMessage({ field, ours, istiod }: Disagreement): boolean {
  if (field !== 'ZtunnelAccepted') return false;
  const [own, other] = [object(ours), object(istiod)];
  const [attributes, rest] = text(own['message']).split(' After omitting unsupported HTTP attributes,');
  return (
    rest !== undefined &&
    own['reason'] === other['reason'] &&
    text(other['message']) ===
      `${attributes} DENY policy with HTTP attributes is enforced without the HTTP rules. This will be more restrictive than requested.`
  );
}
