/** Z5, A9: which policies a ztunnel really has, against those that istiod ought to have sent it. */
import type { ZtunnelDump, ZtunnelPolicy } from '../../state/readings.ts';
import { nameOf } from '../../state/refs.ts';
import { perSlice } from '../memory/look-up.ts';
import { gapOf, type Mesh, ofMesh, perMesh } from '../mesh.ts';
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

const NO_GAPS: DeliveryGaps = { missing: [], outdated: [], kept: [], nowhere: [] };

/** How many dumps there are that hold all policies, and in how many each policy stands, by name and by what it says. */
const holders = perSlice((dumps: readonly ZtunnelDump[]) => {
  const count = new Map<string, number>();
  const whole = dumps.filter((dump) => !dump.ownOnly);
  const add = (key: string): void => void count.set(key, (count.get(key) ?? 0) + 1);
  for (const dump of whole) for (const [name, policy] of heldBy(dump)) [name, `${name} ${textOf(policy)}`].forEach(add);
  return { dumps: whole.length, of: (key: string): number => count.get(key) ?? 0 };
});

const heldBy = perSlice((dump: ZtunnelDump) => new Map(dump.policies.map((policy) => [nameOf(policy), policy])));

/** What a ztunnel's policies lack or have too much; nothing for one whose dump does not tell when it was taken. */
export const deliveryGaps = perMesh((mesh: Mesh, dump: ZtunnelDump): DeliveryGaps => {
  if (dump.ownOnly) return NO_GAPS;
  const held = heldBy(dump);
  const all = holders(mesh.state.ztunnelDumps);
  const late = [...sent(mesh)].filter(
    ([name, { policy, since }]) => !isSame(held.get(name), policy) && isSettled(since, dump.at),
  );
  const lacking = late.map(([name]) => name).filter((name) => !held.has(name));
  return {
    missing: lacking.filter((name) => all.of(name) > 0),
    nowhere: lacking.filter((name) => all.of(name) === 0),
    outdated: late
      .filter(([name, { policy }]) => held.has(name) && all.of(`${name} ${textOf(policy)}`) > 0)
      .map(([name]) => name),
    kept: [...held]
      .filter(([name, policy]) => all.of(name) < all.dumps && isGone(mesh, name, policy))
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
  a !== undefined && (a === b || textOf(a) === textOf(b));

const textOf = perSlice(
  ({ action, scope, rules }: ZtunnelPolicy): string => `${action} ${scope} ${JSON.stringify(rules)}`,
);

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
