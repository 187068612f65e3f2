/** A view through a filter: the same for the map, the table and the reasons. */
import type { CauseGroup, MeshReport } from '@hopscope/core';
import type { MapView } from '../map/map-view.ts';
import { type Facts, readersOf } from './filter-facts.ts';
import type { FilterTerm } from './filter-text.ts';

/** Links that all terms hold for, with their ends, and nodes that all terms hold for by themselves. */
export function filterView(view: MapView, report: MeshReport, terms: readonly FilterTerm[]): MapView {
  if (terms.length === 0) return view;
  const { ofLink, ofNode } = readersOf(view, report);
  const holds = testOf(terms);
  const links = new Map([...view.links].filter(([, link]) => holds(ofLink(link))));
  const ends = new Set([...links.values()].flatMap(({ link }) => [link.from, link.to]));
  const nodes = new Map([...view.nodes].filter(([id, node]) => ends.has(id) || holds(ofNode(node))));
  return { nodes, links, structure: [...nodes.keys(), '', ...links.keys()].join('\n') };
}

/** Keys of the causes that a filter leaves nothing of: no link, no node, and where they have neither, their own words. */
export function causesOutside(view: MapView, report: MeshReport, terms: readonly FilterTerm[]): ReadonlySet<string> {
  if (terms.length === 0) return new Set();
  const nodesOf = new Map<string, string[]>();
  for (const [id, { causes }] of Object.entries(report.nodes)) {
    for (const key of causes) nodesOf.set(key, [...(nodesOf.get(key) ?? []), id]);
  }
  const ofCause = testOf(terms.filter(({ key }) => key === 'cause' || key === 'blame'));
  const isOutside = (cause: CauseGroup) => {
    if (!ofCause(factsOf(cause))) return true;
    const nodes = nodesOf.get(cause.key) ?? [];
    if (cause.links.length + nodes.length === 0) return false;
    return !cause.links.some((id) => view.links.has(id)) && !nodes.some((id) => view.nodes.has(id));
  };
  return new Set(report.causes.filter(isOutside).map(({ key }) => key));
}

function factsOf({ check, blame }: CauseGroup): Facts {
  return (key) => (key === 'cause' ? [check] : [blame]);
}

/** One test for all terms; what values ask for is worked out once. */
function testOf(terms: readonly FilterTerm[]): (facts: Facts) => boolean {
  const tests = terms.map(({ key, values, isNegated }) => {
    const patterns = values.map((value) => (key === 'text' ? wordPattern(value) : wholePattern(value)));
    return (facts: Facts) =>
      facts(key).some((fact) => patterns.some((matches) => matches(fact.toLowerCase()))) !== isNegated;
  });
  return (facts) => tests.every((holds) => holds(facts));
}

function wordPattern(value: string): (fact: string) => boolean {
  const lower = value.toLowerCase();
  return (fact) => fact.includes(lower);
}

/** The whole of a fact; `*` stands for anything. Without regular expressions, so that no pattern is slow. */
function wholePattern(value: string): (fact: string) => boolean {
  const parts = value.toLowerCase().split('*');
  const [head, tail] = [parts[0]!, parts.at(-1)!];
  if (parts.length === 1) return (fact) => fact === head;
  return (fact) => {
    if (fact.length < head.length + tail.length || !fact.startsWith(head) || !fact.endsWith(tail)) return false;
    let from = head.length;
    for (const part of parts.slice(1, -1)) {
      const at = fact.indexOf(part, from);
      if (at < 0 || at + part.length > fact.length - tail.length) return false;
      from = at + part.length;
    }
    return true;
  };
}
