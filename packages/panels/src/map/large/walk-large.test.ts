import { describe, expect, it } from 'vitest';
import { layoutLarge } from '../../layout/layout-large.ts';
import { buildMapView } from '../map-view.ts';
import { SAMPLE_MESH } from '../sample-mesh.ts';
import { buildLargeMesh, structureOf } from './large-mesh.ts';
import { joinStates } from './large-states.ts';
import { firstIsland, firstNodeOf, islandId, islandOf, speakIsland, walkLarge } from './walk-large.ts';

const view = buildMapView(SAMPLE_MESH, []);
const structure = structureOf(view);
const mesh = buildLargeMesh(view, structure, layoutLarge(structure));
const states = joinStates(mesh, view, SAMPLE_MESH);
const BLOCKED = 'service:web/front -> service:shop/cart:80';

describe('walkLarge', () => {
  it('walks from island to island along the calls and back', () => {
    const web = islandId(mesh, structure.groups.indexOf('web'));
    const callee = walkLarge(mesh, states, web, 'callee');
    expect(callee).toBe('namespace:shop');
    expect(walkLarge(mesh, states, callee, 'caller')).toBe(web);
  });

  it('walks to the callee that matters most', () => {
    expect(walkLarge(mesh, states, 'service:web/front', 'callee')).toBe('service:shop/cart');
    expect(walkLarge(mesh, states, 'service:shop/cart', 'caller')).toBe('service:web/front');
  });

  it('walks from a link to its ends', () => {
    expect(walkLarge(mesh, states, BLOCKED, 'callee')).toBe('service:shop/cart');
    expect(walkLarge(mesh, states, BLOCKED, 'caller')).toBe('service:web/front');
  });

  it('reaches every service of an island by up and down, and stays at the ends', () => {
    const ids = ['service:web/front', 'service:web/search'];
    const reached = ids.flatMap((id) => [walkLarge(mesh, states, id, 'above'), walkLarge(mesh, states, id, 'below')]);
    expect(new Set(reached)).toEqual(new Set(ids));
  });

  it('begins where most is wrong', () => {
    const first = firstIsland(states);
    expect(['shop', 'web']).toContain(structure.groups[first]);
    expect(firstNodeOf(mesh, states, structure.groups.indexOf('shop'))).toBe('service:shop/cart');
  });

  it('speaks of an island, and knows it by its id', () => {
    const shop = structure.groups.indexOf('shop');
    expect(speakIsland(mesh, states, shop, 'shop')).toBe('shop, namespace, 1 service, 1 call fails');
    expect(islandOf(mesh, 'namespace:shop')).toBe(shop);
    expect(islandOf(mesh, 'service:shop/cart')).toBeUndefined();
  });
});
