/** From a scenario to what core is asked: its state and its questions. */
import { normalizeBundle, readBundleDocument } from '../src/normalize/bundle.ts';
import type { MeshState } from '../src/state/mesh-state.ts';
import { type PathQuery, parseAsk } from '../src/state/path-query.ts';
import type { Bundle } from './bundle.ts';
import type { Ask } from './scenario.ts';

/** The state of a bundle; a bundle that cannot be read is a mistake in the scenario. */
export function stateOf(bundle: Bundle): MeshState {
  const result = normalizeBundle(readBundleDocument(bundle));
  if (!result.ok) throw new Error(result.reason);
  return result.state;
}

/** `web/client -> shop/server:80` as a question, with what is known of the HTTP request. */
export function questionOf(text: string, http?: Ask['http']): PathQuery {
  const parsed = parseAsk(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return { ...parsed.value, http: http ? { method: '', path: '', headers: {}, ...http } : null };
}
