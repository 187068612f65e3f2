/** Reads a panel's data again and again, with whatever gives access, and keeps what it had when that fails. */
import { decodeGraph, type GraphColumns, type MeshReport, type PathResult } from '@hopscope/core';
import type { EmbedQuery, PanelName } from './embed-query.ts';

export interface Change {
  readonly at: string;
  readonly what: string;
  readonly kind: string;
  readonly subject: string;
  readonly sentence: string;
}

export interface PanelData {
  readonly asOf: string;
  readonly report: MeshReport | null;
  readonly crossing: { readonly links: number; readonly failing: number };
  readonly subjects: readonly string[];
  readonly path: PathResult | null;
  readonly changes: readonly Change[];
}

export type PanelState =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly data: PanelData }
  | { readonly state: 'stale'; readonly data: PanelData; readonly code: string; readonly message: string }
  | { readonly state: 'error'; readonly code: string; readonly message: string };

/** Gives a token, null where none is needed, or says why there is none. */
export type Access = (
  isRefused: boolean,
) => Promise<{ ok: true; token: string | null } | { ok: false; code: string; reason: string }>;

export interface PanelReader {
  current(): PanelState;
  subscribe(listener: () => void): () => void;
  ask(query: EmbedQuery): void;
  pause(): void;
  resume(): void;
}

type Answer = {
  asOf: string;
  mesh?: {
    report: Omit<MeshReport, 'graph' | 'links' | 'nodes'>;
    graph: GraphColumns;
    crossing: PanelData['crossing'];
    subjects: string[];
  };
  path?: PathResult;
  changes?: Change[];
};

/** A reader of one panel; nothing is read before `ask`. */
export function createPanelReader(panel: PanelName, access: Access): PanelReader {
  const listeners = new Set<() => void>();
  let [held, query, etag]: [PanelState, EmbedQuery | null, string] = [{ state: 'loading' }, null, ''];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [isPaused, turn, isOfWish] = [false, 0, false];
  const tell = (next: PanelState) => {
    held = next;
    for (const listener of listeners) listener();
  };
  const take = (answer: Fetched) => {
    if (answer.kind === 'fresh') {
      etag = answer.etag;
      isOfWish = true;
      tell({ state: 'ready', data: answer.data });
    } else if (answer.kind === 'same' && held.state === 'stale') tell({ state: 'ready', data: held.data });
    else if (answer.kind === 'failed') tell(failedAfter(held, isOfWish, answer));
  };
  const read = async () => {
    clearTimeout(timer);
    if (query === null || isPaused) return;
    turn += 1;
    const [mine, wish] = [turn, query];
    const answer = await fetchPanel(panel, wish, etag, access);
    if (mine !== turn) return;
    take(answer);
    if (wish.refresh !== null && !isPaused) timer = setTimeout(() => void read(), wish.refresh);
  };
  return {
    current: () => held,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ask(next) {
      query = next;
      etag = '';
      // What is held answers another wish: it may not stand for this one if this one fails.
      isOfWish = false;
      void read();
    },
    pause() {
      isPaused = true;
      clearTimeout(timer);
    },
    resume() {
      if (!isPaused) return;
      isPaused = false;
      void read();
    },
  };
}

type Fetched =
  | { kind: 'fresh'; data: PanelData; etag: string }
  | { kind: 'same' }
  | { kind: 'failed'; code: string; message: string };

function failedAfter(
  held: PanelState,
  isOfWish: boolean,
  { code, message }: Extract<Fetched, { kind: 'failed' }>,
): PanelState {
  // What may no longer be shown is not shown any longer.
  const isEnded =
    code === 'embed-refused' || code === 'embed-token' || code === 'no-token' || code === 'unknown-subject';
  return 'data' in held && isOfWish && !isEnded
    ? { state: 'stale', data: held.data, code, message }
    : { state: 'error', code, message };
}

async function fetchPanel(panel: PanelName, query: EmbedQuery, etag: string, access: Access): Promise<Fetched> {
  const address = `/api/v1/embed/panels/${panel}?${parametersOf(panel, query)}`;
  for (const isRefused of [false, true]) {
    const opened = await access(isRefused);
    if (!opened.ok) return { kind: 'failed', code: opened.code, message: opened.reason };
    const answer = await fetchOnce(new URL(address, document.baseURI), opened.token, etag);
    // A token that has just ended is asked for anew, once.
    if (answer.kind !== 'failed' || answer.code !== 'embed-token' || opened.token === null || isRefused) return answer;
  }
  return { kind: 'failed', code: 'no-token', message: 'No token was given.' };
}

async function fetchOnce(address: URL, token: string | null, etag: string): Promise<Fetched> {
  try {
    const headers = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(etag === '' ? {} : { 'if-none-match': etag }),
    };
    const answer = await fetch(address, { headers, cache: 'no-store', credentials: 'same-origin' });
    if (answer.status === 304) return { kind: 'same' };
    const body = (await answer.json()) as Answer & { code?: string; detail?: string };
    if (!answer.ok)
      return {
        kind: 'failed',
        code: body.code ?? `http-${answer.status}`,
        message: body.detail ?? `The server answered ${answer.status}.`,
      };
    return { kind: 'fresh', data: dataOf(body), etag: answer.headers.get('etag') ?? '' };
  } catch {
    // No line, or an answer that is no JSON: both mean that nobody of ours answered.
    return { kind: 'failed', code: 'no-answer', message: 'The Hopscope server does not answer. It is tried again.' };
  }
}

/** The answer as the panels of the application take it. */
function dataOf({ asOf, mesh, path, changes = [] }: Answer): PanelData {
  const report = mesh === undefined ? null : { ...mesh.report, ...decodeGraph(mesh.graph) };
  return {
    asOf,
    report,
    crossing: mesh?.crossing ?? { links: 0, failing: 0 },
    subjects: mesh?.subjects ?? [],
    path: path ?? null,
    changes,
  };
}

/** The server's words for what is asked. */
export function parametersOf(panel: PanelName, query: EmbedQuery): URLSearchParams {
  const { namespaces, focus, depth, ask, at, since, until } = query;
  const isChanges = panel === 'changes';
  const pairs: [string, string | null][] = [
    ['namespaces', namespaces.join(',') || null],
    ['focus', isChanges || panel === 'path' ? null : focus || null],
    ['depth', focus === '' || depth === 1 ? null : String(depth)],
    ['ask', panel === 'path' || panel === 'edge' ? ask || null : null],
    ['since', isChanges ? since : null],
    ['until', isChanges ? until : null],
    ['at', isChanges ? null : at],
  ];
  return new URLSearchParams(pairs.filter((pair): pair is [string, string] => pair[1] !== null));
}
