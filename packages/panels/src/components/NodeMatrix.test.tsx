import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Component } from './component-words.ts';
import { NodeMatrix } from './NodeMatrix.tsx';
import { filterNodes, nodeRows } from './node-rows.ts';
import { rowsInSight } from './row-window.ts';

const component = (id: string, node: string, state: Component['cell']['state'], detail = ''): Component => ({
  cell: {
    id: `${id}:${node}`,
    title: node,
    state,
    detail,
    causes: [],
    blast: { links: 0, pods: 3, services: 0, namespaces: 0 },
  },
  facts: null,
  causes: [],
});
const names = ['node-1', 'node-2', 'node-10'];
const rows = nodeRows(
  names.map((node) => component('cni', node, node === 'node-10' ? 'unknown' : 'ok', 'ready')),
  names.map((node) => component('ztunnel', node, node === 'node-2' ? 'broken' : 'ok', 'not ready')),
);

const draw = (many = rows) =>
  renderToStaticMarkup(
    <NodeMatrix
      rows={many}
      filter={{ text: '', problemsOnly: false }}
      onFilter={() => undefined}
      selected=""
      onSelect={() => undefined}
      now={0}
      rowHeight={46}
    />,
  );

describe('NodeMatrix', () => {
  it('puts the worst node first, as bad as the worse of its two', () => {
    expect(rows.map(({ node, state }) => `${node} ${state}`)).toEqual([
      'node-2 broken',
      'node-10 unknown',
      'node-1 ok',
    ]);
    expect(draw().match(/data-state="(broken|ok|unknown)" data-open/g)).toHaveLength(3);
  });

  it('filters by name, words and state', () => {
    const kept = (text: string, problemsOnly = false) =>
      filterNodes(rows, { text, problemsOnly }).map(({ node }) => node);
    expect(kept('NODE-1')).toEqual(['node-10', 'node-1']);
    expect(kept('not ready')).toHaveLength(3);
    expect(kept('', true)).toEqual(['node-2', 'node-10']);
  });

  it('draws only what is in sight of thousands, and says how many there are', () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ ...rows[0]!, node: `node-${i}` }));
    const markup = draw(many);
    expect(markup).toContain('aria-rowcount="5001"');
    expect(markup.match(/<tr aria-rowindex/g)!.length).toBeLessThan(60);
  });
});

describe('rowsInSight', () => {
  it.each([
    [1000, 0, 460, { first: 0, end: 22 }],
    [1000, 4600, 460, { first: 88, end: 122 }],
    [30, 99_999, 460, { first: 29, end: 30 }],
    [0, 0, 460, { first: 0, end: 0 }],
  ])('of %i rows, %i pixels down', (count, top, height, wanted) => {
    expect(rowsInSight(count, 46, top, height)).toEqual(wanted);
  });
});
