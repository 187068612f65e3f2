import { describe, expect, it } from 'vitest';
import { buildMapView, listProblems } from '../map/map-view.ts';
import { SAMPLE_MESH } from '../map/sample-mesh.ts';
import { parseFilter } from './filter-text.ts';
import { causesOutside, filterView } from './filter-view.ts';

const all = buildMapView(SAMPLE_MESH, []);
const through = (text: string) => filterView(all, SAMPLE_MESH, parseFilter(text).terms);
const short = (id: string) => id.replaceAll('service:', '').replace(/:80$/, '');
const links = (text: string) => [...through(text).links.keys()].map(short).sort();

const CART = 'web/front -> shop/cart';
const SEARCH = 'web/front -> web/search';
const REDIS = 'shop/cart -> data/redis';
const ERP = 'shop/cart -> legacy/erp';

describe('filterView', () => {
  it.each([
    ['ns:shop', [REDIS, ERP, CART]],
    ['ns:shop ns:web', [CART]],
    ['ns:data,legacy', [REDIS, ERP]],
    ['-ns:shop', [SEARCH]],
    ['NS:Sh*', [REDIS, ERP, CART]],
    ['ns:*', [REDIS, ERP, CART, SEARCH]],
    ['ns:s*p*p', []],
    ['state:blocked', [CART]],
    ['state:problem', [CART]],
    ['state:delivered', [SEARCH]],
    ['state:unknown', [REDIS, ERP]],
    ['state:unknown,blocked -to:erp', [REDIS, CART]],
    ['cause:waypoint-no-pods', [CART]],
    ['blame:istio', [CART]],
    ['blame:kubernetes', []],
    ['waypoint:shop/waypoint', [CART]],
    ['waypoint:waypoint', [CART]],
    ['waypoint:none', [REDIS, ERP, SEARCH]],
    ['from:web/front', [CART, SEARCH]],
    ['from:front', [CART, SEARCH]],
    ['to:cart', [CART]],
    ['to:cart:80', [CART]],
    ['to:cart:81', []],
    ['to:shop/*', [CART]],
    ['node:node-2', [REDIS, ERP, CART]],
    ['cart', [REDIS, ERP, CART]],
    ['"cart:80"', [CART]],
    ['"no running pods"', [CART]],
    ['-cart', [SEARCH]],
    ['nowhere', []],
  ])('%s', (text, expected) => {
    expect(links(text)).toEqual([...expected].sort());
  });

  it('keeps the ends of links, and what the filter names though nothing calls it', () => {
    expect([...through('ns:data').nodes.keys()]).toEqual(['service:data/redis', 'service:shop/cart']);
    const lonely = { ...SAMPLE_MESH, graph: { ...SAMPLE_MESH.graph, links: [] } };
    const view = filterView(buildMapView(lonely, []), lonely, parseFilter('from:redis').terms);
    expect([...view.nodes.keys()]).toEqual(['service:data/redis']);
  });

  it('leaves no problem out that it asks for', () => {
    expect(listProblems(through('state:problem'), SAMPLE_MESH)).toEqual(listProblems(all, SAMPLE_MESH));
  });

  it('is the view itself where nothing is asked for', () => {
    expect(through('')).toBe(all);
  });

  it('has another structure where other things stand on it', () => {
    expect(through('ns:data').structure).not.toBe(all.structure);
    expect(through('ns:*').structure).toBe(all.structure);
  });
});

describe('causesOutside', () => {
  const outside = (text: string, report = SAMPLE_MESH) => {
    const { terms } = parseFilter(text);
    return [...causesOutside(filterView(buildMapView(report, []), report, terms), report, terms)];
  };

  it.each([
    ['', 0],
    ['ns:shop', 0],
    ['ns:data', 1],
    ['state:delivered', 1],
    ['blame:istio', 0],
    ['blame:kubernetes', 1],
    ['cause:istiod-down', 1],
  ])('%s', (text, count) => {
    expect(outside(text)).toHaveLength(count);
  });

  it('never hides a cause that has no place of its own', () => {
    const placeless = { ...SAMPLE_MESH, causes: SAMPLE_MESH.causes.map((cause) => ({ ...cause, links: [] })) };
    expect(outside('ns:data', placeless)).toEqual([]);
    expect(outside('blame:application', placeless)).toHaveLength(1);
  });
});
