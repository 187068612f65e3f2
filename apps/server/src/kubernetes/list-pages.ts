/** Listing a kind in pages. */
import type { ApiClient } from './client.ts';
import { type KubernetesObject, type Scope, type WatchedKind, acceptFor, apiVersionOf, listPath } from './kinds.ts';
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
/** Parsing this much holds the event loop for about 20 ms. */
const PAGE_CHARACTERS = 2 << 20;
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
  const { client, kind, version, scope, signal } = request;
  const breather = createBreather();
  const apiVersion = apiVersionOf(kind, version);
  let limit = PAGE;
  let next: string | undefined;
  for (;;) {
    const query = { limit: String(limit), ...(next === undefined ? {} : { continue: next }) };
    let size = 0;
    const page = await client.json<Page>(listPath(kind, version, scope, query), {
      accept: acceptFor(kind),
      signal,
      onSize: (characters) => {
        size = characters;
      },
    });
    if (!page.ok) return page;
    for (const item of page.value.items ?? []) {
      item.kind = kind.kind;
      item.apiVersion = apiVersion;
      request.onItem(item);
      if (breather.due()) await breather.pause();
    }
    next = page.value.metadata?.continue;
    if (next === undefined || next === '') return success({ resourceVersion: page.value.metadata?.resourceVersion ?? '' });
    if (size > PAGE_CHARACTERS) limit = Math.max(SMALLEST_PAGE, Math.floor((limit * PAGE_CHARACTERS) / size));
    await breather.pause();
  }
}
