import type { Cell, MeshLink, MeshReport } from '@hopscope/core';

/** Ids of the links that hang on a cell of the chain: as many as its blast radius counts. */
export function hangingLinks(
  { graph, links: states }: Pick<MeshReport, 'graph' | 'links'>,
  cell: Cell['id'],
): string[] {
  const colon = cell.indexOf(':');
  const [kind, name] = [cell.slice(0, colon), cell.slice(colon + 1)];
  const passes = ({ id, from }: MeshLink): boolean => {
    const state = states[id];
    if (!state) return false;
    const isFromGateway = from.startsWith('gateway:');
    switch (kind) {
      case 'ztunnel':
        return state.ztunnels.includes(name);
      case 'waypoint':
        return state.waypoint === name;
      case 'gateway':
        return from === `gateway:${name}`;
      case 'istiod':
        return state.ztunnels.length > 0 || state.waypoint !== '' || isFromGateway;
      default:
        // istio-cni matters to pods that start; no running link hangs on it.
        return false;
    }
  };
  return graph.links.filter(passes).map(({ id }) => id);
}
