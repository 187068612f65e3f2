import { bringMap, isForLargeMap } from '@hopscope/panels';
import { startLayoutWorker } from './lay-out.ts';

/** Fetches what draws the mesh while the mesh itself is still on its way, where the page that shows it is open. */
export function prepareMap(links: number): void {
  if (location.pathname !== '/') return;
  // A fetch that fails is told by whoever draws.
  bringMap(links).catch(() => undefined);
  if (isForLargeMap(links)) startLayoutWorker();
}
