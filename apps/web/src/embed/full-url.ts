/** The address in the application that shows what a panel shows, with everything it was asked that the application knows. */
import { EMPTY_ASK, writeAskUrl } from '../pages/path/ask-url.ts';
import type { EmbedQuery, PanelName } from './embed-query.ts';
import type { PanelData } from './panel-reader.ts';

type Asked = Pick<EmbedQuery, 'namespaces' | 'focus' | 'ask' | 'at'>;
type Shown = Pick<PanelData, 'asOf' | 'subjects'>;

/** A path with its query, on this server. `shown` knows ids and the moment behind what was asked in words. */
export function fullUrl(panel: PanelName, query: Asked, shown: Shown | null = null): string {
  const { namespaces, focus, ask, at } = query;
  const [from, to] = ask.split('->').map((end) => end.trim());
  if ((panel === 'path' || panel === 'edge') && from && to) return writeAskUrl({ ...EMPTY_ASK, from, to, at });
  if (panel === 'workload' && /^[^/:]+\/[^/:]+$/.test(focus))
    return `/workloads/${focus.split('/').map(encodeURIComponent).join('/')}`;
  const isChanges = panel === 'changes';
  const pairs: Record<string, string> = {
    namespaces: isChanges ? '' : namespaces.join(','),
    selected: isChanges || focus === '' ? '' : (shown?.subjects[0] ?? focus),
    at: at === null || isChanges ? '' : momentOf(at, shown),
    changes: isChanges ? 'all' : '',
    changesOf: isChanges && namespaces.length === 1 ? namespaces[0]! : '',
  };
  const search = new URLSearchParams(Object.entries(pairs).filter(([, value]) => value !== ''));
  return search.size === 0 ? '/' : `/?${search}`;
}

/** The page knows moments as times; a revision is one that was shown. */
const momentOf = (at: string, shown: Shown | null): string => (/^\d+$/.test(at) ? (shown?.asOf ?? '') : at);
