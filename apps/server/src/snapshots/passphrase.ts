/** A word that is asked for besides the link. It is kept as a slow hash, told to no log, and cannot be tried often. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { type Outcome, refused } from './outcome.ts';
import type { Principal } from './principal.ts';
import { createRates } from './rates.ts';
import type { Lock, SnapshotRecord } from './record.ts';

const HASH_BYTES = 32;
const COST: ScryptOptions = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
/** Each takes 32 MB while it is computed. */
const MOST_WAITING = 8;

export interface Locks {
  lockWith(passphrase: string): Promise<Lock>;
  /** Whether it opens a record, where that has a lock at all. */
  check(record: SnapshotRecord, who: Principal, passphrase: string): Promise<Outcome<null>>;
}

/** One hash is computed at a time. Wrong ones count for the person, and for the snapshot whoever tries. */
export function createLocks(now: () => number): Locks {
  const [own, all] = [createRates(8, 30_000, now), createRates(40, 10_000, now)];
  const inTurn = createQueue();
  return {
    async lockWith(passphrase) {
      const salt = randomBytes(16);
      const hash = await inTurn(() => hashOf(passphrase, salt));
      return { salt: salt.toString('base64'), hash: hash.toString('base64') };
    },
    async check({ id, lock }, { name }, passphrase) {
      if (lock === undefined) return OPENED;
      if (passphrase === '') return NEEDED;
      const key = `${id} ${name ?? ''}`;
      if (inTurn.waiting() >= MOST_WAITING || !own.take(key) || !all.take(id)) return TOO_OFTEN;
      const hash = await inTurn(() => hashOf(passphrase, Buffer.from(lock.salt, 'base64')));
      const wanted = Buffer.from(lock.hash, 'base64');
      if (hash.length !== wanted.length || !timingSafeEqual(hash, wanted)) return WRONG;
      own.giveBack(key);
      all.giveBack(id);
      return OPENED;
    },
  };
}

const OPENED: Outcome<null> = { ok: true, value: null };
const NEEDED = refused('passphrase-needed', 'This snapshot asks for a passphrase: whoever gave you the link knows it.');
const WRONG = refused('passphrase-wrong', 'The passphrase does not open this snapshot.');
const TOO_OFTEN = refused('too-often', 'Too many passphrases were tried: wait a minute.');

/** The same text typed on different keyboards is the same passphrase. */
function hashOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, HASH_BYTES, COST, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}

interface Queue {
  <T>(act: () => Promise<T>): Promise<T>;
  waiting(): number;
}

function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  let count = 0;
  const run = <T>(act: () => Promise<T>): Promise<T> => {
    count += 1;
    const mine = last.then(act).finally(() => {
      count -= 1;
    });
    last = mine.catch(() => undefined);
    return mine;
  };
  return Object.assign(run, { waiting: () => count });
}
