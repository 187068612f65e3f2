/** A snapshot when a problem begins and one when it is over (opt-in), so that an incident starts with evidence. */
import { PLAIN_VIEW } from '@hopscope/core';
import type { Served } from '../routes/served.ts';
import { chatMessageOf } from './chat-message.ts';
import { makeDocument } from './make-document.ts';
import { pack } from './packing.ts';
import { AUTOMATIC } from './principal.ts';
import { encodeSigned } from './signed-file.ts';
import type { SnapshotAccess } from './snapshot-access.ts';
import type { Published, SnapshotDesk } from './snapshots.ts';
import { postToChat } from './webhook.ts';

const SETTLE_MS = 10_000;
const LEAST_BETWEEN_MS = 5 * 60_000;
const LASTS_SECONDS = 7 * 86_400;
const MOST_PATHS = 5;

type Occasion = 'problem' | 'recovery';
type Clock = Pick<typeof globalThis, 'setTimeout' | 'clearTimeout'>;

/**
 * Follows the store until the returned function is called. What is broken when it begins is no news. A problem and its end make
 * a pair, so that they can be compared.
 */
export function followProblems(
  served: Pick<Served, 'store' | 'version'>,
  access: SnapshotAccess,
  onError: (error: Error) => void,
  clock: Clock = globalThis,
): () => void {
  let timer: NodeJS.Timeout | null = null;
  let known = brokenIn(served);
  let pair = '';
  let last = 0;
  const look = (): void => {
    timer = null;
    const now = brokenIn(served);
    const occasion = occasionOf(known, now);
    known = now;
    if (occasion === null || (occasion === 'problem' && Date.now() - last < LEAST_BETWEEN_MS)) return;
    if (occasion === 'recovery' && pair === '') return;
    last = Date.now();
    if (occasion === 'problem') pair = `automatic ${new Date(last).toISOString()}`;
    take(served, access, occasion, pair).catch((error: unknown) =>
      onError(error instanceof Error ? error : new Error(String(error))),
    );
    if (occasion === 'recovery') pair = '';
  };
  const stop = served.store.subscribe((delta) => {
    // What has just begun may pass, and one change follows the other while a thing fails.
    if (delta?.causes && timer === null) timer = clock.setTimeout(look, SETTLE_MS);
  });
  return () => {
    stop();
    if (timer !== null) clock.clearTimeout(timer);
  };
}

function brokenIn({ store }: Pick<Served, 'store'>): ReadonlySet<string> {
  const causes = store.current()?.report.causes ?? [];
  return new Set(causes.filter(({ severity }) => severity === 'broken').map(({ key }) => key));
}

/** New causes are a problem; that the last one is gone is a recovery. */
function occasionOf(before: ReadonlySet<string>, now: ReadonlySet<string>): Occasion | null {
  if ([...now].some((key) => !before.has(key))) return 'problem';
  return before.size > 0 && now.size === 0 ? 'recovery' : null;
}

/** That the quota is used up is told to nobody: the list of snapshots shows it. */
async function take(
  { store, version }: Pick<Served, 'store' | 'version'>,
  access: SnapshotAccess,
  occasion: Occasion,
  pair: string,
): Promise<void> {
  const [opened, snapshot] = [await access.open(), store.current()];
  if (!opened.ok || snapshot === null) return;
  const { desk, signer, pairSecret } = opened.value;
  const { graph, links, headline } = snapshot.report;
  const failing = graph.links.filter(({ id }) => links[id]?.verdict === 'blocked').slice(0, MOST_PATHS);
  const choice = {
    profile: 'team' as const,
    pair,
    paths: failing.map(({ query }) => query),
    viewer: PLAIN_VIEW,
    namespaces: null,
  };
  const made = makeDocument(snapshot, choice, { version, createdAt: new Date().toISOString(), pairSecret });
  const text = encodeSigned(made, signer);
  const content = { kind: 'open' as const, made, body: await pack(text), expanded: Buffer.byteLength(text) };
  const title = `${occasion === 'problem' ? 'Problem' : 'Over'}: ${headline.sentence.replaceAll('`', '')}`.slice(
    0,
    200,
  );
  const publication = {
    title,
    audience: 'signed-in' as const,
    lasts: LASTS_SECONDS,
    occasion,
    pair,
    passphrase: '',
    rights: null,
  };
  const published = await desk.publish(content, publication, AUTOMATIC);
  if (published.ok) await tellChat(access.settings, desk, published.value, content.body);
}

async function tellChat(
  { webhook, publicUrl }: SnapshotAccess['settings'],
  desk: SnapshotDesk,
  { record, token }: Published,
  body: Buffer,
): Promise<void> {
  if (webhook === null || publicUrl === null) return;
  const message = await chatMessageOf({ record, body }, `${publicUrl}/s/${token}`);
  const posted = message === null ? null : await postToChat(webhook, message);
  if (posted?.ok) await desk.note('sent', record.id, AUTOMATIC.name.trim());
  else if (posted) throw new Error(posted.reason);
}
