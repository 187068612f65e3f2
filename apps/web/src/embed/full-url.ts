/** The address in the application that shows what a panel shows, with everything it was asked. */
import { EMPTY_ASK, writeAskUrl } from '../pages/path/ask-url.ts';
import type { EmbedQuery, PanelName } from './embed-query.ts';

/** A path with its query, on this server. */
export function fullUrl(panel: PanelName, { namespaces, focus, ask, at }: EmbedQuery): string {
  const [from, to] = ask.split('->').map((end) => end.trim());
  if ((panel === 'path' || panel === 'edge') && from && to) return writeAskUrl({ ...EMPTY_ASK, from, to, at });
  if (panel === 'workload' && /^[^/:]+\/[^/:]+$/.test(focus))
    return `/workloads/${focus.split('/').map(encodeURIComponent).join('/')}`;
  const pairs: Record<string, string> = { namespaces: namespaces.join(','), selected: focus };
  const search = new URLSearchParams(Object.entries(pairs).filter(([, value]) => value !== ''));
  return search.size === 0 ? '/' : `/?${search}`;
}
