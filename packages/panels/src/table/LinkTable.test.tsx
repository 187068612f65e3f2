import type { MeshReport } from '@hopscope/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { buildMapView } from '../map/map-view.ts';
import { SAMPLE_MESH } from '../map/sample-mesh.ts';
import { LinkTable, type LinkTableProps } from './LinkTable.tsx';

function draw(part: Partial<LinkTableProps> = {}): string {
  const view = buildMapView(SAMPLE_MESH, []);
  const usual = { view, report: SAMPLE_MESH, problemsOnly: false, selected: '', shown: [] };
  const acts = { onSelect: () => undefined, onSort: () => undefined };
  return renderToStaticMarkup(
    <LinkTable {...usual} {...acts} sort="verdict" now={Date.parse(SAMPLE_MESH.asOf)} {...part} />,
  );
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

  it('says what was seen, in words and with a mark, and sorts by how much', () => {
    const [first, second] = SAMPLE_MESH.graph.links;
    const traffic = { measure: 'connections', reporter: 'source', seconds: 300, anyPort: false } as const;
    const outcomes = [{ by: 'DENY', share: 1 }];
    const links: MeshReport['links'] = {
      ...SAMPLE_MESH.links,
      [first!.id]: {
        ...SAMPLE_MESH.links[first!.id]!,
        traffic: { ...traffic, rate: 12, failing: 0.3, outcomes },
        agreement: 'blocked-confirmed',
      },
      [second!.id]: {
        ...SAMPLE_MESH.links[second!.id]!,
        verdict: 'unknown',
        agreement: 'conflict-blocked-succeeding',
        traffic: { ...traffic, rate: 40, failing: 0, outcomes: [] },
      },
    };
    const report = { ...SAMPLE_MESH, links };
    const markup = draw({ report, view: buildMapView(report, []), sort: 'traffic' });
    expect(verdicts(markup).slice(0, 2)).toEqual(['conflict', 'blocked']);
    expect(markup).toContain('12 calls a second, 3 of 10 refused (DENY)');
    expect(markup).toContain('model disagreement');
    expect(markup).toContain('data-state="conflict"');
  });

  it('sorts by another column', () => {
    const first = (sort: string) => draw({ sort }).match(/<td class="hs-table-to">([a-z/]+:80)/)?.[1];
    expect(first('to')).toBe('data/redis:80');
    expect(first('-to')).toBe('web/search:80');
  });

  it('says since when, and what stands where among all rows', () => {
    const markup = draw({ problemsOnly: true });
    expect(markup).toContain('6 min ago');
    expect(markup).toContain('aria-rowcount="2"');
    expect(markup).toContain('aria-rowindex="2"');
  });

  it('is one stop of Tab: the selected row, else the first', () => {
    const stops = (selected: string) =>
      [...draw({ selected }).matchAll(/data-id="([^"]+)"(?:(?!data-id).)*?tabindex="0"/g)].map(([, id]) => id);
    expect(stops('')).toHaveLength(1);
    const last = SAMPLE_MESH.graph.links[1]!.id;
    expect(stops(last)).toEqual([last.replace('>', '&gt;')]);
  });

  it('draws of a long table only what is in sight', () => {
    const copies = Array.from({ length: 25_000 }, (_, i) => {
      const link = SAMPLE_MESH.graph.links[i % 4]!;
      return { ...link, id: `${link.id}${i}`, port: 1000 + i };
    });
    const report = { ...SAMPLE_MESH, graph: { ...SAMPLE_MESH.graph, links: copies } };
    const markup = draw({ report, view: buildMapView(report, []) });
    expect(markup).toContain('aria-rowcount="25001"');
    expect(markup).toContain('data-long="true"');
    expect(markup.match(/<tr data-id/g)!.length).toBeLessThan(60);
  });
});
