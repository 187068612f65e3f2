import { loadLargeMap, MOST_ON_SMALL_MAP } from '@hopscope/panels';
import { startLayoutWorker } from './lay-out.ts';

/** Fetches what draws a large mesh while the mesh itself is still on its way, where the page that shows it is open. */
export function prepareMap(links: number): void {
  if (links <= MOST_ON_SMALL_MAP || location.pathname !== '/') return;
  // A fetch that fails is told by whoever draws.
  loadLargeMap().catch(() => undefined);
  startLayoutWorker();
}
