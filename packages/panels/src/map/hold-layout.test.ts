import { expect, it } from 'vitest';
import { holdLayout } from './hold-layout.ts';
import { buildMapView } from './map-view.ts';
import { SAMPLE_MESH } from './sample-mesh.ts';

const ERP = 'service:legacy/erp';
const full = buildMapView(SAMPLE_MESH, []);
const { nodes, links } = SAMPLE_MESH.graph;
const without = buildMapView(
  {
    ...SAMPLE_MESH,
    graph: { nodes: nodes.filter(({ id }) => id !== ERP), links: links.filter(({ to }) => to !== ERP) },
  },
  [],
);

it('moves nothing when something went, nor when it is back', () => {
  const first = holdLayout(null, full, '');
  const later = holdLayout(first, without, '');
  expect(later.layout).toBe(first.layout);
  expect(holdLayout(later, full, '').layout).toBe(first.layout);
});

it('gives a newcomer a place, and keeps those of what went', () => {
  const first = holdLayout(null, without, '');
  const later = holdLayout(first, full, '');
  expect(later.layout.nodes.has(ERP)).toBe(true);
  expect(holdLayout(later, without, '').layout).toBe(later.layout);
});

it('begins anew in another scope, and where most places would be free', () => {
  const first = holdLayout(null, full, '');
  expect(holdLayout(first, without, 'shop').layout.nodes.has(ERP)).toBe(false);
  const few = buildMapView({ ...SAMPLE_MESH, graph: { nodes: nodes.slice(0, 1), links: [] } }, []);
  expect(holdLayout(first, few, '').layout.nodes.size).toBe(1);
});
