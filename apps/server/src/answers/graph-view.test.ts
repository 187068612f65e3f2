import { analyze } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import { demoState } from '../routes/serve-scenario.ts';
import { filterView, wholeView } from './graph-view.ts';

const report = analyze(demoState('waypoint'));
const all = { namespaces: [], focus: null, depth: 0, problems: false };

describe('filterView', () => {
  it('without a filter is the whole', () => {
    expect(filterView(report, all)).toEqual(wholeView(report));
  });

  it('combines filters', () => {
    const view = filterView(report, {
      ...all,
      namespaces: ['web'],
      problems: true,
      focus: 'service:web/frontend',
      depth: 1,
    });
    expect(view.graph.links.length).toBeGreaterThan(0);
    expect(view.graph.links.every(({ from, to }) => [from, to].includes('service:web/frontend'))).toBe(true);
    expect(Object.keys(view.links)).toHaveLength(view.graph.links.length);
  });

  it('keeps a focus that nothing is near to', () => {
    const view = filterView(report, { ...all, focus: 'service:shop/cart', depth: 0 });
    expect(view.graph.nodes.map(({ id }) => id)).toEqual(['service:shop/cart']);
  });
});
