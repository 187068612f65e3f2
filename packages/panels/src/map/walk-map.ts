import type { MeshLayout } from '../layout/plan.ts';
import type { MapView } from './map-view.ts';

export type Step = 'callee' | 'caller' | 'above' | 'below';

const STEPS: Readonly<Record<string, Step>> = {
  ArrowRight: 'callee',
  ArrowLeft: 'caller',
  ArrowUp: 'above',
  ArrowDown: 'below',
};

export function stepOfKey(key: string): Step | undefined {
  return STEPS[key];
}

/** Where a step leads from a node or a link; the same id where there is nothing. */
export function walkMap(view: MapView, layout: MeshLayout, at: string, step: Step): string {
  const link = view.links.get(at)?.link;
  if (link) {
    if (step === 'callee') return link.to;
    if (step === 'caller') return link.from;
    const beside = [...view.links.values()].filter((other) => other.link.from === link.from).map((one) => one.link.id);
    return neighbourIn(
      sortByHeight(beside, (id) => layout.links.get(id)!.tip.y),
      at,
      step,
    );
  }
  const here = layout.nodes.get(at);
  if (!here) return [...layout.nodes.keys()][0] ?? at;
  if (step === 'callee' || step === 'caller') return nearestEnd(view, layout, at, step);
  const beside = [...layout.nodes.values()].filter(({ band }) => band === here.band).map(({ id }) => id);
  return neighbourIn(
    sortByHeight(beside, (id) => layout.nodes.get(id)!.y),
    at,
    step,
  );
}

function nearestEnd(view: MapView, layout: MeshLayout, at: string, step: 'callee' | 'caller'): string {
  const [near, far] = step === 'callee' ? (['from', 'to'] as const) : (['to', 'from'] as const);
  const ends = [...view.links.values()].filter(({ link }) => link[near] === at).map(({ link }) => link[far]);
  const height = layout.nodes.get(at)!.y;
  const distance = (id: string) => Math.abs(layout.nodes.get(id)!.y - height);
  return sortByHeight(ends, distance)[0] ?? at;
}

function sortByHeight(ids: readonly string[], height: (id: string) => number): string[] {
  return [...ids].sort((a, b) => height(a) - height(b) || (a < b ? -1 : 1));
}

function neighbourIn(ids: readonly string[], at: string, step: 'above' | 'below'): string {
  return ids[ids.indexOf(at) + (step === 'below' ? 1 : -1)] ?? at;
}

/** The next or previous of a list after `at`, around the end. */
export function cycle(ids: readonly string[], at: string, by: 1 | -1): string | undefined {
  const index = ids.indexOf(at);
  if (index < 0) return by === 1 ? ids[0] : ids.at(-1);
  return ids[(index + by + ids.length) % ids.length];
}
