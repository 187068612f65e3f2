/** Listing a kind in pages. */
import type { ApiClient } from './client.ts';
import { acceptFor, apiVersionOf, type KubernetesObject, listPath, type Scope, type WatchedKind } from './kinds.ts';
import { type Outcome, success } from './outcome.ts';
import { createBreather } from './pacing.ts';

export interface ListRequest {
  client: ApiClient;
  kind: WatchedKind;
  version: string;
  scope: Scope;
  signal?: AbortSignal | undefined;
  /** One object, with kind and apiVersion set. */
  onItem: (object: KubernetesObject) => void;
  /** The list starts over: everything given so far is void. */
  onRestart: () => void;
}

interface Page {
  metadata?: { resourceVersion?: string; continue?: string };
  items?: KubernetesObject[] | null;
}

const PAGE = 500;
const SMALLEST_PAGE = 50;
/** Parsing this much holds the event loop for about 10 ms. */
const PAGE_CHARACTERS = 1 << 20;
const RESTARTS = 3;

/**
 * Lists everything of a kind in a scope, in pages that shrink when objects are large, giving the event loop turns in between.
 * A `continue` that the server no longer knows (410) starts over, at most three times. Returns the list's resource version.
 */
export async function listPages(request: ListRequest): Promise<Outcome<{ resourceVersion: string }>> {
  for (let restarts = 0; ; restarts++) {
    const listed = await listOnce(request);
    if (listed.ok || listed.reason !== 'gone' || restarts >= RESTARTS) return listed;
    request.onRestart();
  }
}

async function listOnce(request: ListRequest): Promise<Outcome<{ resourceVersion: string }>> {
  const breather = createBreather();
  let limit = PAGE;
  let next = '';
  for (;;) {
    const page = await readPage(request, limit, next);
    if (!page.ok) return page;
    const { items, metadata, size } = page.value;
    for (const item of items) {
      request.onItem(item);
      if (breather.due()) await breather.pause();
    }
    next = metadata.continue ?? '';
    if (next === '') return success({ resourceVersion: metadata.resourceVersion ?? '' });
    if (size > PAGE_CHARACTERS) limit = Math.max(SMALLEST_PAGE, Math.floor((limit * PAGE_CHARACTERS) / size));
    await breather.pause();
  }
}

interface ReadPage {
  items: KubernetesObject[];
  metadata: NonNullable<Page['metadata']>;
  /** In characters. */
  size: number;
}

async function readPage(request: ListRequest, limit: number, next: string): Promise<Outcome<ReadPage>> {
  const { client, kind, version, scope, signal } = request;
  const query = { limit: String(limit), ...(next === '' ? {} : { continue: next }) };
  let size = 0;
  const onSize = (characters: number): void => {
    size = characters;
  };
  const accept = acceptFor(kind);
  const page = await client.json<Page>(listPath(kind, version, scope, query), { accept, signal, onSize });
  if (!page.ok) return page;
  // Lists leave out what is the same for all their items.
  const apiVersion = apiVersionOf(kind, version);
  const items = page.value.items ?? [];
  for (const item of items) {
    item.kind = kind.kind;
    item.apiVersion = apiVersion;
  }
  return success({ items, metadata: page.value.metadata ?? {}, size });
}
