/** Expected failures of what can be done with snapshots. */
export type Refusal = 'not-found' | 'gone' | 'too-large' | 'over-quota' | 'too-often' | 'audience-off' | 'not-yours';

export type Outcome<T> = { ok: true; value: T } | { ok: false; code: Refusal; reason: string };

export const refused = (code: Refusal, reason: string) => ({ ok: false as const, code, reason });

/** One answer for a wrong token, a revoked or paused snapshot, and one that is meant for others. */
export const NOTHING = refused('not-found', 'There is no snapshot at this address, or it is not for you.');
