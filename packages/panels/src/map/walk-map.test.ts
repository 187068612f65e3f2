import { describe, expect, it } from 'vitest';
import { layoutMesh } from '../layout/layout-mesh.ts';
import { findLink } from './hit-test.ts';
import { buildMapView } from './map-view.ts';
import { SAMPLE_MESH } from './sample-mesh.ts';
import { cycle, walkMap } from './walk-map.ts';

const view = buildMapView(SAMPLE_MESH, []);
const nodes = [...view.nodes.values()].map(({ node, group }) => ({ id: node.id, group, name: node.name }));
const layout = layoutMesh(
  nodes,
  [...view.links.values()].map(({ link }) => link),
);
const BLOCKED = 'service:web/front -> service:shop/cart:80';

describe('walkMap', () => {
  it('walks to a callee and back to the caller', () => {
    expect(walkMap(view, layout, 'service:shop/cart', 'caller')).toBe('service:web/front');
    const callee = walkMap(view, layout, 'service:shop/cart', 'callee');
    expect(walkMap(view, layout, callee, 'caller')).toBe('service:shop/cart');
  });

  it('walks from a link to its ends', () => {
    expect(walkMap(view, layout, BLOCKED, 'callee')).toBe('service:shop/cart');
    expect(walkMap(view, layout, BLOCKED, 'caller')).toBe('service:web/front');
  });

  it('stays where nothing is next', () => {
    expect(walkMap(view, layout, 'service:data/redis', 'callee')).toBe('service:data/redis');
  });

  it('reaches every card of a lane by up and down', () => {
    const below = walkMap(view, layout, 'service:web/front', 'below');
    const above = walkMap(view, layout, 'service:web/front', 'above');
    expect([below, above]).toContain('service:web/search');
  });
});

describe('cycle', () => {
  it('goes around both ends and enters at the near one', () => {
    expect(cycle(['a', 'b'], 'b', 1)).toBe('a');
    expect(cycle(['a', 'b'], 'a', -1)).toBe('b');
    expect(cycle(['a', 'b'], '', 1)).toBe('a');
    expect(cycle([], '', 1)).toBeUndefined();
  });
});

describe('findLink', () => {
  it('takes the nearest link within reach', () => {
    const { mark } = layout.links.get(BLOCKED)!;
    expect(findLink(layout, view.links.keys(), { x: mark.x + 3, y: mark.y }, 12)).toBe(BLOCKED);
    expect(findLink(layout, view.links.keys(), { x: -400, y: -400 }, 12)).toBe('');
  });
});
