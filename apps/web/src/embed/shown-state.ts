/** Which of five states a panel is in, as its host is told. */
import type { EmbedQuery, PanelName } from './embed-query.ts';
import type { PanelData, PanelState } from './panel-reader.ts';

export type ShownState = PanelState['state'] | 'empty';

/** `empty`: it was read well, and there is nothing that could be shown; the panel says why. No problems are no emptiness. */
export function shownState(
  panel: PanelName,
  reading: PanelState,
  { namespaces }: Pick<EmbedQuery, 'namespaces'>,
): ShownState {
  return reading.state === 'ready' && isEmpty(panel, reading.data, namespaces) ? 'empty' : reading.state;
}

function isEmpty(panel: PanelName, { report, changes }: PanelData, namespaces: readonly string[]): boolean {
  if (panel === 'changes') return changes.length === 0;
  if (panel === 'map') return report !== null && report.graph.nodes.length === 0;
  if (panel !== 'namespace' || report === null) return false;
  return !report.graph.nodes.some(({ namespace }) => namespaces.length === 0 || namespaces.includes(namespace));
}
