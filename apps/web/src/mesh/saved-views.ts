/** Named addresses of the mesh page, kept in this browser. */
import { readStored, writeStored } from '../shell/storage.ts';

export interface SavedView {
  readonly name: string;
  /** what stands behind the question mark of the address */
  readonly search: string;
}

const KEY = 'hopscope.views';
const MOST_VIEWS = 50;
export const MOST_OF_A_NAME = 80;
const MOST_OF_AN_ADDRESS = 8000;

/** Views by name. What does not look like one is left out: anybody can write into a browser's storage. */
export function readViews(): readonly SavedView[] {
  try {
    const stored: unknown = JSON.parse(readStored(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isView).slice(0, MOST_VIEWS) : [];
  } catch {
    // Something else was written there; it is no view.
    return [];
  }
}

function isView(one: unknown): one is SavedView {
  if (typeof one !== 'object' || one === null) return false;
  const { name, search } = one as Partial<Record<string, unknown>>;
  const isText = (text: unknown, most: number) => typeof text === 'string' && text.length <= most;
  return isText(name, MOST_OF_A_NAME) && name !== '' && isText(search, MOST_OF_AN_ADDRESS);
}

/** Keeps views. Says whether they outlast the page. */
export function writeViews(views: readonly SavedView[]): boolean {
  return writeStored(KEY, views.length === 0 ? null : JSON.stringify(views.slice(0, MOST_VIEWS)));
}

/** With a view under a name, in the place of one that had it. The same list where the name is empty or there is no room. */
export function withView(views: readonly SavedView[], name: string, search: string): readonly SavedView[] {
  const title = name.trim().slice(0, MOST_OF_A_NAME);
  const others = views.filter((view) => view.name !== title);
  if (title === '' || search.length > MOST_OF_AN_ADDRESS || others.length >= MOST_VIEWS) return views;
  return [...others, { name: title, search }].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** With another name for a view; one that had that name before is replaced. */
export function renamed(views: readonly SavedView[], from: string, to: string): readonly SavedView[] {
  const view = views.find(({ name }) => name === from);
  if (!view || to.trim() === '') return views;
  return withView(
    views.filter(({ name }) => name !== from),
    to,
    view.search,
  );
}
