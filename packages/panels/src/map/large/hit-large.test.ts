import { expect, it } from 'vitest';
import { CARD } from '../../layout/layout-inside.ts';
import { crowded, sceneOf } from './crowded-mesh.fixture.ts';
import { hitLarge } from './hit-large.ts';
import { curveOf, pointOn } from './link-curve.ts';
import type { Painted, View } from './scene.ts';
import { chooseShown } from './shown-nodes.ts';

const scene = sceneOf(crowded());
const { mesh } = scene;
const BLOCKED = 'service:web/front -> service:shop/cart:80';
const near: View = { k: 1, x: 0, y: 0, width: 4000, height: 4000 };
const nothing: Painted = { level: 'workload', islands: 0, nodes: 0, links: 0, problems: 0, labels: 0, stubs: [] };
const hit = (view: View, level: Painted['level'], at: { x: number; y: number }, stubs: Painted['stubs'] = []) =>
  hitLarge(scene, view, { ...nothing, level, stubs }, chooseShown(scene, view.k), at);
const place = (id: string) => {
  const node = mesh.nodeNumber.get(id)!;
  return { x: mesh.layout.nodeX[node]!, y: mesh.layout.nodeY[node]! };
};

it('takes the card under the pointer, up to its rim', () => {
  const { x, y } = place('service:web/front');
  expect(hit(near, 'workload', { x: x + CARD.width / 2 - 2, y })).toEqual({ kind: 'node', id: 'service:web/front' });
});

it('takes a failing link near its middle', () => {
  const [from, to] = [place('service:web/front'), place('service:shop/cart')];
  const at = pointOn(curveOf(near, [from.x, from.y], [to.x, to.y]), 0.5);
  expect(hit(near, 'mesh', { x: at.x, y: at.y + 3 })).toEqual({ kind: 'link', id: BLOCKED });
});

it('takes the stub before the island that it stands on', () => {
  const shop = mesh.structure.groups.indexOf('shop');
  const at = { x: mesh.layout.islandX[shop]!, y: mesh.layout.islandY[shop]! };
  const stub = { group: shop, x: at.x - 20, y: at.y - 9, width: 40, height: 18 };
  expect(hit(near, 'namespace', at, [stub])).toEqual({ kind: 'stub', group: shop });
});

it('takes an island from far, and nothing beside all of them', () => {
  const far = { ...near, k: 0.02 };
  const data = mesh.structure.groups.indexOf('data');
  const at = { x: mesh.layout.islandX[data]! * 0.02, y: mesh.layout.islandY[data]! * 0.02 };
  expect(hit(far, 'mesh', at)).toEqual({ kind: 'island', group: data });
  expect(hit(far, 'mesh', { x: -500, y: -500 })).toEqual({ kind: 'nothing' });
});
