import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { buildMapView } from '../map/map-view.ts';
import { SAMPLE_MESH } from '../map/sample-mesh.ts';
import { NodeTable, type NodeTableProps } from './NodeTable.tsx';

function draw(part: Partial<NodeTableProps> = {}): string {
  const view = buildMapView(SAMPLE_MESH, []);
  const usual = { view, report: SAMPLE_MESH, problemsOnly: false, selected: '', sort: '' };
  const acts = { onSelect: () => undefined, onSort: () => undefined };
  return renderToStaticMarkup(<NodeTable {...usual} {...acts} {...part} />);
}

const names = (markup: string) => [...markup.matchAll(/<tr data-id="service:([^"]*)"/g)].map(([, id]) => id);

describe('NodeTable', () => {
  it('has the nodes of the map, what is not well first', () => {
    expect(names(draw())).toEqual(['data/redis', 'legacy/erp', 'shop/cart', 'web/front', 'web/search']);
  });

  it('keeps what is not well or ends a failing link', () => {
    expect(names(draw({ problemsOnly: true }))).toEqual(['data/redis', 'shop/cart', 'web/front']);
  });

  it('says who fails to call it, and how many pods are ready', () => {
    const row = draw({ problemsOnly: true, sort: 'callers' })
      .split('<tr data-id="service:shop/cart"')[1]!
      .split('</tr>')[0];
    expect(row).toContain('1 of 1 failing');
    expect(row).toContain('2 of 2');
    expect(row).toContain('shop/waypoint');
  });

  it('sorts by another column, both ways', () => {
    expect(names(draw({ sort: 'name' }))[0]).toBe('data/redis');
    expect(names(draw({ sort: '-name' }))[0]).toBe('web/search');
    expect(draw({ sort: '-name' })).toContain('aria-sort="descending"');
  });
});
