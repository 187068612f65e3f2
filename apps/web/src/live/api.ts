import { SourceError } from '../report-source.ts';

const API = '/api/v1';

/** The address of a part of the API. */
export function addressOf(path: string): string {
  return `${API}${path}`;
}

/** Reads an answer as JSON; every failure is a SourceError whose message can be shown. */
export async function readJson<T>(path: string, signal: AbortSignal | null, init: RequestInit = {}): Promise<T> {
  const answer = await ask(path, { ...init, signal });
  if (answer.ok) return (await answer.json()) as T;
  const problem = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string; title?: string };
  const said = problem.detail ?? problem.title ?? `The server answered ${answer.status}.`;
  throw new SourceError(problem.code ?? `http-${answer.status}`, said);
}

/** Says whether an answer with this tag is still the current one. */
export async function isUnchanged(
  path: string,
  etag: string,
  signal: AbortSignal,
): Promise<{ same: boolean; etag: string }> {
  const answer = await ask(path, { signal, headers: etag === '' ? {} : { 'if-none-match': etag } });
  if (answer.status === 304) return { same: true, etag };
  if (!answer.ok) throw new SourceError(`http-${answer.status}`, `The server answered ${answer.status}.`);
  await answer.arrayBuffer();
  return { same: false, etag: answer.headers.get('etag') ?? '' };
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(addressOf(path), { cache: 'no-store', ...init });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new SourceError('no-answer', 'The Hopscope server does not answer. Is it still running?');
  }
}
