/** Z5, A9: which policies a ztunnel really has, against those that istiod ought to have sent it. */
import type { ZtunnelDump, ZtunnelPolicy } from '../state/readings.ts';
import { nameOf } from '../state/refs.ts';
import { perSlice } from './look-up.ts';
import { gapOf, type Mesh, ofMesh, perMesh } from './mesh.ts';
import { convertPolicy, reachesZtunnel } from './policy.ts';
import { publishedPolicies } from './published-policies.ts';

/** What differs, by `namespace/name` of an AuthorizationPolicy. Another ztunnel that has it as it is written proves it. */
export interface DeliveryGaps {
  /** it lacks them, and another ztunnel has them */
  missing: readonly string[];
  /** it has a former version, and another ztunnel the present one */
  outdated: readonly string[];
  /** they were deleted, and another ztunnel knows it */
  kept: readonly string[];
  /** no ztunnel that was read has them */
  nowhere: readonly string[];
}

/** Seconds that a change may take to arrive. */
const SETTLED = 60;

/** AuthorizationPolicies that istiod sends to ztunnel, as ztunnel keeps them, with the time of their last change. */
const sent = ofMesh((mesh: Mesh): ReadonlyMap<string, { policy: ZtunnelPolicy; since: string | null }> => {
  const policies = mesh.state.authorizationPolicies.filter((policy) => reachesZtunnel(mesh, policy));
  return new Map(
    policies.map((policy) => [
      nameOf(policy),
      { policy: convertPolicy(mesh, policy), since: policy.editedAt ?? policy.createdAt },
    ]),
  );
});

const heldBy = perSlice((dump: ZtunnelDump) => new Map(dump.policies.map((policy) => [nameOf(policy), policy])));

/** What a ztunnel's policies lack or have too much; nothing for one whose dump does not tell when it was taken. */
export const deliveryGaps = perMesh((mesh: Mesh, dump: ZtunnelDump): DeliveryGaps => {
  const held = heldBy(dump);
  const others = mesh.state.ztunnelDumps.filter((other) => other !== dump).map(heldBy);
  const isElsewhere = (name: string): boolean => others.some((other) => other.has(name));
  const late = [...sent(mesh)].filter(
    ([name, { policy, since }]) => !isSame(held.get(name), policy) && isSettled(since, dump.at),
  );
  const lacking = late.map(([name]) => name).filter((name) => !held.has(name));
  return {
    missing: lacking.filter(isElsewhere),
    nowhere: lacking.filter((name) => !isElsewhere(name)),
    outdated: late
      .filter(([name, { policy }]) => held.has(name) && others.some((other) => isSame(other.get(name), policy)))
      .map(([name]) => name),
    kept: [...held]
      .filter(([name, policy]) => isGone(mesh, name, policy) && others.some((other) => !other.has(name)))
      .map(([name]) => name),
  };
});

/** A9: of the policies that ought to decide at a ztunnel those that it has, as it has them. */
export function deliveredPolicies<P extends ZtunnelPolicy>(
  mesh: Mesh,
  dump: ZtunnelDump | null,
  policies: readonly P[],
): readonly P[] {
  if (!dump || policies.length === 0) return policies;
  const { missing, outdated } = deliveryGaps(mesh, dump);
  if (missing.length + outdated.length === 0) return policies;
  const held = heldBy(dump);
  return policies.flatMap((policy) => {
    const name = nameOf(policy);
    if (missing.includes(name)) return [];
    return outdated.includes(name) ? [{ ...policy, ...held.get(name) }] : [policy];
  });
}

const isSame = (a: ZtunnelPolicy | undefined, b: ZtunnelPolicy): boolean =>
  a !== undefined &&
  a.action === b.action &&
  a.scope === b.scope &&
  JSON.stringify(a.rules) === JSON.stringify(b.rules);

/** Long enough before the dump was taken. */
function isSettled(since: string | null, at: string | null): boolean {
  const seconds = (Date.parse(at ?? '') - Date.parse(since ?? '')) / 1000;
  return seconds >= SETTLED;
}

/** No object of that name is sent any more; what istiod makes of other objects has no AuthorizationPolicy either. */
function isGone(mesh: Mesh, name: string, { namespace }: ZtunnelPolicy): boolean {
  if (publishedNames(mesh).has(name) || MADE_BY_ISTIOD.test(name)) return false;
  return mesh.namespaces.has(namespace) && gapOf(mesh, 'AuthorizationPolicy', namespace) === null;
}

const MADE_BY_ISTIOD = /\/(?:istio_converted_|converted_peer_authentication_|istio_allow_waypoint_)/;

const publishedNames = ofMesh((mesh: Mesh): ReadonlySet<string> => new Set(publishedPolicies(mesh).map(nameOf)));
