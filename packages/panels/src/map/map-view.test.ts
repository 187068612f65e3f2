import { describe, expect, it } from 'vitest';
import { buildMapView, listProblems, membershipOf, speakOf } from './map-view.ts';
import { SAMPLE_MESH } from './sample-mesh.ts';

const BLOCKED = 'service:web/front -> service:shop/cart:80';

describe('buildMapView', () => {
  const view = buildMapView(SAMPLE_MESH, []);

  it('gives each link the look of its verdict, and of the configuration where that alone is known', () => {
    const looks = [...view.links.values()].map(({ link, look }) => [link.to, look]);
    expect(Object.fromEntries(looks)).toEqual({
      'service:shop/cart': 'blocked',
      'service:web/search': 'works',
      'service:data/redis': 'would-pass',
      'service:legacy/erp': 'unknown',
    });
  });

  it('names nodes as a person would', () => {
    expect(speakOf(view, 'service:shop/cart')).toBe(
      'cart, service, namespace shop, 2 of 2 ready, 1 of 1 caller failing',
    );
    expect(speakOf(view, BLOCKED)).toBe('front calls cart port 80: blocked');
  });

  it('keeps the neighbours of a chosen namespace', () => {
    const data = buildMapView(SAMPLE_MESH, ['data']);
    expect([...data.nodes.keys()]).toEqual(['service:data/redis', 'service:shop/cart']);
    expect([...data.links.keys()]).toEqual(['service:shop/cart -> service:data/redis:80']);
  });

  it('has the same structure when only states change', () => {
    const healed = buildMapView({ ...SAMPLE_MESH, links: {}, nodes: {} }, []);
    expect(healed.structure).toBe(view.structure);
  });

  it('says which namespace is not in the mesh', () => {
    expect(membershipOf(view, 'legacy')).toBe('not in the mesh');
    expect(membershipOf(view, 'web')).toBe('');
  });

  it('lists problems by cause, then what is not well by itself', () => {
    expect(listProblems(view, SAMPLE_MESH)).toEqual([BLOCKED, 'service:data/redis']);
  });
});

it('shows what was there shortly before as gone, and counts it nowhere', () => {
  const [node] = SAMPLE_MESH.graph.nodes;
  const old = { ...node!, id: 'service:shop/old', namespace: 'shop', name: 'old' };
  const call = { ...SAMPLE_MESH.graph.links[0]!, id: `${node!.id} -> service:shop/old:80`, to: old.id };
  const view = buildMapView(SAMPLE_MESH, [], { nodes: [old], links: [call] });
  expect(view.nodes.get(old.id)).toMatchObject({ isGone: true, state: 'unknown' });
  expect(speakOf(view, old.id)).toBe('old, service, namespace shop, gone');
  expect(view.links.get(call.id)).toMatchObject({ look: 'gone' });
  expect(speakOf(view, call.id)).toBe('front calls old port 80: gone');
  expect(listProblems(view, SAMPLE_MESH)).toEqual(listProblems(buildMapView(SAMPLE_MESH, []), SAMPLE_MESH));
});
