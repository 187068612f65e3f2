import type { MeshReport } from '@hopscope/core';
import { buildMapView, causesOutside, filterView, type GoneParts, isProblemTerm, parseFilter } from '@hopscope/panels';
import { useMemo } from 'react';

/**
 * The report through the filter of the address. "Problems only" is kept apart: the map fades what is well and leaves
 * everything where it stands, while other terms decide what stands on it at all.
 */
export function useFiltered(report: MeshReport, q: string, gone: GoneParts | undefined) {
  const { graph, links, nodes } = report;
  const filter = useMemo(() => parseFilter(q), [q]);
  const terms = useMemo(() => filter.terms.filter((term) => !isProblemTerm(term)), [filter]);
  // Made anew for states alone: reasons that are read after them change nothing on the map.
  const all = useMemo(() => buildMapView(report, [], gone), [graph, links, nodes, gone]);
  const view = useMemo(() => filterView(all, report, terms), [all, report, terms]);
  const outside = useMemo(() => causesOutside(view, report, terms), [view, report, terms]);
  const problemsOnly = terms.length < filter.terms.length;
  const left = terms.length === 0 ? '' : leftWords(view.links.size, all.links.size);
  return { filter, view, outside, problemsOnly, left, isEmpty: terms.length > 0 && view.nodes.size === 0 };
}

function leftWords(some: number, all: number): string {
  return `${some.toLocaleString('en')} of ${all.toLocaleString('en')} links`;
}
