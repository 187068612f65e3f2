import type { MeshLink, MeshReport } from '@hopscope/core';
import { LOOK_ORDER, lookOf } from '../map/link-look.ts';

/** Links of an object, the worst first. */
export function callsOf(report: MeshReport, ids: ReadonlySet<string>, direction: 'callers' | 'calls'): MeshLink[] {
  const end = direction === 'callers' ? 'to' : 'from';
  const rank = ({ id }: MeshLink) => LOOK_ORDER.indexOf(lookOf(report.links[id]));
  return report.graph.links.filter((link) => ids.has(link[end])).sort((a, b) => rank(a) - rank(b));
}
