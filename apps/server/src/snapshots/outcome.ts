/** Expected failures of what can be done with snapshots. */
export type Refusal =
  | 'not-found'
  | 'gone'
  | 'too-large'
  | 'over-quota'
  | 'too-often'
  | 'audience-off'
  | 'not-yours'
  | 'passphrase-needed'
  | 'passphrase-wrong'
  | 'webhook-off'
  | 'webhook-failed';

export type Refused = { ok: false; code: Refusal; reason: string };
export type Outcome<T> = { ok: true; value: T } | Refused;

export const refused = (code: Refusal, reason: string): Refused => ({ ok: false, code, reason });

/** One answer for a wrong token, a revoked or paused snapshot, and one that is meant for others. */
export const NOTHING = refused('not-found', 'There is no snapshot at this address, or it is not for you.');
