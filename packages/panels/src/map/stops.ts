import type { MeshLink, MeshReport } from '@hopscope/core';

export interface Stop {
  readonly kind: 'ztunnel' | 'waypoint';
  readonly text: string;
}

/** The proxies that a link's requests pass: the callers' ztunnels, the waypoint, the ztunnels before the callee. */
export function stopsOf(link: MeshLink, report: MeshReport): Stop[] {
  const state = report.links[link.id];
  if (!state) return [];
  const passed = new Set(state.ztunnels);
  const nodesOf = (id: string) =>
    (report.graph.nodes.find((node) => node.id === id)?.nodes ?? []).filter((name) => passed.has(name));
  return [
    ...ztunnelStop('from', nodesOf(link.from)),
    ...(state.waypoint === '' ? [] : [{ kind: 'waypoint' as const, text: `waypoint ${state.waypoint}` }]),
    ...ztunnelStop('to', nodesOf(link.to)),
  ];
}

function ztunnelStop(end: 'from' | 'to', nodes: readonly string[]): Stop[] {
  if (nodes.length === 0) return [];
  const where = nodes.length > 3 ? `${nodes.length} nodes` : nodes.join(', ');
  return [{ kind: 'ztunnel', text: `${end === 'from' ? 'caller’s' : 'callee’s'} ztunnel on ${where}` }];
}
