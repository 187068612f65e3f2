import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { buildMapView } from '../map/map-view.ts';
import { SAMPLE_MESH } from '../map/sample-mesh.ts';
import { LinkTable, type LinkTableProps } from './LinkTable.tsx';

function draw(part: Partial<LinkTableProps> = {}): string {
  const view = buildMapView(SAMPLE_MESH, []);
  const usual = { view, report: SAMPLE_MESH, problemsOnly: false, selected: '', shown: [] };
  const acts = { onSelect: () => undefined, onSort: () => undefined };
  return renderToStaticMarkup(<LinkTable {...usual} {...acts} sort="verdict" {...part} />);
}

const verdicts = (markup: string) =>
  [...markup.matchAll(/<tr data-id="[^"]*" data-look="([^"]+)"/g)].map(([, look]) => look);

describe('LinkTable', () => {
  it('has the links of the map, the worst first', () => {
    expect(verdicts(draw())).toEqual(['blocked', 'unknown', 'would-pass', 'works']);
  });

  it('follows the same filter as the map', () => {
    expect(verdicts(draw({ problemsOnly: true }))).toEqual(['blocked']);
  });

  it('names cause, blame and waypoint', () => {
    const row = draw({ problemsOnly: true });
    for (const part of ['web/front', 'shop/cart:80', 'Istio component', 'has no running pods']) {
      expect(row).toContain(part);
    }
  });

  it('sorts by another column', () => {
    expect(draw({ sort: 'to' }).match(/<td>[a-z]+\/[a-z]+:80/g)?.[0]).toBe('<td>data/redis:80');
  });
});
