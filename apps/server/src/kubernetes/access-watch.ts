/**
 * Notices rights that come and go, and a server that fell silent. A watch that is open goes on after its permission is
 * taken away, until the server ends it minutes later, so somebody has to ask.
 */
import { fingerprintRules, reviewAccess } from './access-review.ts';
import type { ApiClient } from './client.ts';
import type { KindState } from './kind-status.ts';
import { createNap } from './pacing.ts';
import type { Reflector } from './reflector.ts';

/** All in milliseconds; each varies by a fifth. */
export interface AccessTiming {
  /** Between two looks at our rules: one small request each. */
  lookMs: number;
  /** Between two reviews of every kind, which also see what is not RBAC. */
  reviewMs: number;
}

export const ACCESS_TIMING: AccessTiming = { lookMs: 4_000, reviewMs: 25_000 };

export interface AccessWatchOptions {
  client: ApiClient;
  reflectors: () => readonly Reflector<unknown>[];
  signal: AbortSignal;
  timing?: Partial<AccessTiming> | undefined;
}

/** A namespace nobody has: its rules are the cluster-wide ones. */
const NO_NAMESPACE = 'hopscope-no-such-namespace';
/** Namespaces whose own rules are looked at; in further ones a change shows at the next review. */
const LOOKED_AT = 8;
/** So many looks without an answer, and the streams count as dead. */
const SILENT_LOOKS = 2;

interface Looks {
  /** Our rules at the last look that told them. */
  known: string | null;
  reviewedAt: number;
  /** Looks without an answer, in a row. */
  silent: number;
}

/** Runs until the signal ends it. Never throws: what it learns it tells the reflectors. */
export async function watchAccess(options: AccessWatchOptions): Promise<void> {
  const { signal } = options;
  const timing = { ...ACCESS_TIMING, ...options.timing };
  const nap = createNap();
  signal.addEventListener('abort', nap.wake, { once: true });
  // Rights may go between the first lists and the first look, so the next look reviews them.
  const looks: Looks = { known: await firstLook(options), reviewedAt: 0, silent: 0 };
  while (!signal.aborted) {
    await nap.sleep(timing.lookMs * (0.9 + Math.random() / 5));
    if (!signal.aborted) await look(options, looks, timing.reviewMs);
  }
}

async function firstLook({ client, reflectors }: AccessWatchOptions): Promise<string | null> {
  const rules = await lookAtRules(client, reflectors());
  return rules === 'silent' ? null : rules;
}

async function look({ client, reflectors, signal }: AccessWatchOptions, looks: Looks, reviewMs: number): Promise<void> {
  const rules = await lookAtRules(client, reflectors());
  if (signal.aborted) return;
  if (rules === 'silent') {
    looks.silent += 1;
    if (looks.silent === SILENT_LOOKS) for (const reflector of reflectors()) reflector.suspect();
    return;
  }
  if (looks.silent > 0) for (const reflector of troubled(reflectors())) reflector.retry();
  looks.silent = 0;
  const changed = looks.known !== null && rules !== null && rules !== looks.known;
  looks.known = rules ?? looks.known;
  if (!changed && Date.now() - looks.reviewedAt < reviewMs) return;
  looks.reviewedAt = Date.now();
  await Promise.all(reflectors().map((reflector) => review(client, reflector, changed)));
}

/** What our rules are; null when the server does not say; `silent` when it does not answer at all. */
async function lookAtRules(
  client: ApiClient,
  reflectors: readonly Reflector<unknown>[],
): Promise<string | null | 'silent'> {
  const namespaces = new Set(reflectors.map(({ scope }) => scope.namespace ?? NO_NAMESPACE));
  const looks = await Promise.all(
    [...namespaces].slice(0, LOOKED_AT).map((namespace) => fingerprintRules(client, namespace)),
  );
  const parts: string[] = [];
  for (const look of looks) {
    if (look.ok) parts.push(look.value);
    else if (look.status === undefined) return 'silent';
    else return null;
  }
  return parts.join('\n\n');
}

const READ: ReadonlySet<KindState> = new Set(['ok', 'stale']);
const TROUBLED: ReadonlySet<KindState> = new Set(['stale', 'failed']);

/** Those that wait for the server to come back. */
export function troubled(reflectors: readonly Reflector<unknown>[]): Reflector<unknown>[] {
  return reflectors.filter((reflector) => TROUBLED.has(reflector.status().state));
}

/** Asks whether a kind may be read still, or again. */
async function review(client: ApiClient, reflector: Reflector<unknown>, changed: boolean): Promise<void> {
  const status = reflector.status();
  const polling = status.state === 'ok' && status.mode === 'poll';
  if (status.state === 'forbidden' || (polling && changed)) {
    if (changed || (await isAllowed(client, reflector, 'list')) === true) reflector.retry();
  } else if (READ.has(status.state) && (await isAllowed(client, reflector, polling ? 'list' : 'watch')) === false) {
    reflector.suspect();
  }
}

/** null when the server does not say. */
async function isAllowed(client: ApiClient, reflector: Reflector<unknown>, verb: string): Promise<boolean | null> {
  const answer = await reviewAccess(client, reflector.kind, verb, reflector.scope);
  return answer.ok ? answer.value : null;
}
