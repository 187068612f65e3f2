/** Which tiers we may ask for, and where: asked of the API server before any pod is. */
import type { Permission } from '../kubernetes/outcome.ts';
import { POD_TIERS, type PodTier, TIER_RULES } from './tiers.ts';

/** Asks the API server whether a verb on a resource (`pods/proxy`) is allowed; null where it does not say. */
export type ReviewPermission = (verb: string, resource: string, namespace: string | null) => Promise<boolean | null>;

/** Whether a tier may be asked for in a namespace; `unasked` until the API server has said so. */
export type Access = { state: 'allowed' } | { state: 'unasked' } | { state: 'refused'; permission: Permission };

export interface TierAccess {
  of(tier: PodTier, namespace: string): Access;
  /**
   * Asks again about everything that is not allowed in these namespaces, and the first time about the whole cluster. True where
   * something changed. Never throws.
   */
  review(namespaces: readonly string[]): Promise<boolean>;
  /** A pod could not be asked: the permission was taken away, or something else than RBAC refuses. */
  refuse(tier: PodTier, namespace: string): void;
}

const ALLOWED: Access = { state: 'allowed' };
const UNASKED: Access = { state: 'unasked' };

/** Namespaces that are asked about on their own; components in further ones are not asked for what is not allowed everywhere. */
const MOST_NAMESPACES = 40;

/** Nothing is known yet. `highest` is the highest tier that is asked about at all. */
export function createTierAccess(review: ReviewPermission, highest: number): TierAccess {
  const known = new Map<string, Access>();
  const tiers = POD_TIERS.filter((tier) => tier <= highest);

  const ask = async (tier: PodTier, namespace: string | null): Promise<void> => {
    const verdict = await reviewTier(review, tier, namespace);
    if (verdict !== null) known.set(keyOf(tier, namespace), verdict);
  };
  const of = (tier: PodTier, namespace: string): Access => {
    const own = known.get(keyOf(tier, namespace));
    if (own !== undefined) return own;
    const everywhere = known.get(keyOf(tier, null));
    if (everywhere?.state === 'allowed') return ALLOWED;
    return UNASKED;
  };
  return {
    of,
    async review(namespaces) {
      const before = texts(known);
      for (const tier of tiers) {
        if (!known.has(keyOf(tier, null))) await ask(tier, null);
        const asked = namespaces.filter((namespace) => of(tier, namespace).state !== 'allowed');
        for (const namespace of asked.slice(0, MOST_NAMESPACES)) await ask(tier, namespace);
        for (const namespace of asked.slice(MOST_NAMESPACES))
          known.set(keyOf(tier, namespace), { state: 'refused', permission: permissionOf(tier, 0, namespace) });
      }
      return texts(known) !== before;
    },
    refuse(tier, namespace) {
      // What was allowed everywhere is not any more; the next review asks each namespace.
      known.delete(keyOf(tier, null));
      known.set(keyOf(tier, namespace), { state: 'refused', permission: permissionOf(tier, 0, namespace) });
    },
  };
}

const keyOf = (tier: PodTier, namespace: string | null): string => `${tier} ${namespace ?? ''}`;

const texts = (known: ReadonlyMap<string, Access>): string => JSON.stringify([...known]);

/** Every verb of the rule is needed; null where the API server does not say. */
async function reviewTier(review: ReviewPermission, tier: PodTier, namespace: string | null): Promise<Access | null> {
  const { resource, verbs } = TIER_RULES[tier];
  for (const [i, verb] of verbs.entries()) {
    const allowed = await review(verb, resource, namespace);
    if (allowed === null) return null;
    if (!allowed) return { state: 'refused', permission: permissionOf(tier, i, namespace) };
  }
  return ALLOWED;
}

function permissionOf(tier: PodTier, verb: number, namespace: string | null): Permission {
  const { resource, verbs } = TIER_RULES[tier];
  return { verb: verbs[verb]!, resource, group: '', namespace };
}
