/** What the dialog lets choose of a panel, and its address. It begins with what the page one is on shows. */
import { formatAsk } from '@hopscope/core';
import { parseFilter, valuesOf } from '@hopscope/panels';
import type { PanelName } from '../../embed/embed-query.ts';
import { readEmbedQuery } from '../../embed/embed-query.ts';
import { fullUrl } from '../../embed/full-url.ts';
import { readMeshUrl } from '../../mesh/mesh-url.ts';
import { readAskUrl, readQuery } from '../path/ask-url.ts';

export interface EmbedChoice {
  readonly panel: PanelName;
  /** comma-separated, as typed */
  readonly ns: string;
  /** `NAMESPACE/NAME`, or id of a node */
  readonly focus: string;
  /** `FROM -> TO:PORT` */
  readonly ask: string;
  /** a moment of the past; '' = now */
  readonly at: string;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly hide: readonly Hideable[];
}

export const HIDEABLE = ['title', 'legend', 'toolbar', 'minimap'] as const;
export type Hideable = (typeof HIDEABLE)[number];

/** What a panel cannot do without. */
export const NEEDS: Readonly<Record<PanelName, 'focus' | 'ask' | null>> = {
  map: null,
  problems: null,
  namespace: null,
  changes: null,
  workload: 'focus',
  path: 'ask',
  edge: 'ask',
};

const PLAIN: EmbedChoice = { panel: 'problems', ns: '', focus: '', ask: '', at: '', theme: 'auto', hide: [] };

/** The panel nearest to a page of the application, and whether its filter asks for more than panels know. */
export function choiceOf(page: string, search: string): { choice: EmbedChoice; isFilterCut: boolean } {
  const found = (change: Partial<EmbedChoice>, isFilterCut = false) => ({
    choice: { ...PLAIN, ...change },
    isFilterCut,
  });
  const [, kind, namespace, name] = /^\/(workloads|services)\/([^/]+)\/([^/]+)$/.exec(page) ?? [];
  if (kind !== undefined) return found({ panel: 'workload', focus: `${decode(namespace!)}/${decode(name!)}` });
  if (page === '/path') return found(pathChoice(search));
  if (page === '/policies') {
    const ns = new URLSearchParams(search).get('namespace') ?? '';
    return found(ns === '' ? {} : { panel: 'namespace', ns });
  }
  return page === '/' ? meshChoice(search, found) : found({});
}

function meshChoice(
  search: string,
  found: (change: Partial<EmbedChoice>, isCut: boolean) => ReturnType<typeof choiceOf>,
) {
  const { q, selected, at } = readMeshUrl(new URLSearchParams(search));
  const filter = parseFilter(q);
  const isCut = filter.terms.some(({ key, isNegated }) => key !== 'ns' || isNegated);
  const focus = selected.includes(' -> ') ? '' : selected;
  return found({ panel: 'map', ns: valuesOf(filter, 'ns').join(','), focus, at }, isCut);
}

function pathChoice(search: string): Partial<EmbedChoice> {
  const state = readAskUrl(search);
  const query = readQuery(state);
  return { panel: 'path', ask: query?.ok ? formatAsk(query.value) : '', at: state.at ?? '' };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // An address that somebody cut: as it stands.
    return text;
  }
}

/** Why the panel cannot be shown yet; '' = it can. */
export function missingOf({ panel, focus, ask }: EmbedChoice): string {
  const need = NEEDS[panel];
  if (need === 'ask' && ask.trim() === '') return 'Say which call: NAMESPACE/NAME -> NAMESPACE/NAME:PORT.';
  return need === 'focus' && focus.trim() === '' ? 'Say which workload: NAMESPACE/NAME.' : '';
}

/** The query of the panel's address; only what differs from the plain panel stands in it. */
export function queryOf(choice: EmbedChoice): URLSearchParams {
  const { panel, at, theme, hide } = choice;
  const need = NEEDS[panel];
  const pairs: [string, string][] = [
    ['ns', need === null ? namespacesOf(choice).join(',') : ''],
    ['focus', need === 'focus' || panel === 'map' ? choice.focus.trim() : ''],
    ['ask', need === 'ask' ? choice.ask.trim() : ''],
    ['at', panel === 'changes' ? '' : at.trim()],
    ['theme', theme === 'auto' ? '' : theme],
    ['hide', HIDEABLE.filter((part) => hide.includes(part)).join(',')],
  ];
  return new URLSearchParams(pairs.filter(([, value]) => value !== ''));
}

export const namespacesOf = ({ ns }: Pick<EmbedChoice, 'ns'>): string[] =>
  ns.split(/[\s,]+/).filter((name) => name !== '');

/** What it is called, for whoever cannot see it. */
export function titleOf(choice: EmbedChoice): string {
  const query = queryOf(choice);
  const about = query.get('ask') ?? query.get('focus') ?? query.get('ns');
  return about ? `Hopscope: ${choice.panel}, ${about}` : `Hopscope: ${choice.panel}`;
}

/** The page of the application that shows the same, without its host. */
export function fullPath(choice: EmbedChoice): string {
  return fullUrl(choice.panel, readEmbedQuery(`?${queryOf(choice)}`, 0));
}
