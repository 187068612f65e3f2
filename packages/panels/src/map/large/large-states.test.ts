import { describe, expect, it } from 'vitest';
import { crowded, sceneOf } from './crowded-mesh.fixture.ts';
import { stubText } from './large-states.ts';
import { chooseShown } from './shown-nodes.ts';

const BLOCKED = 'service:web/front -> service:shop/cart:80';

describe('joinStates', () => {
  const scene = sceneOf(crowded());
  const { mesh, states } = scene;
  const shop = mesh.structure.groups.indexOf('shop');

  it('counts what fails at an island, from either end', () => {
    const failing = Object.fromEntries(mesh.structure.groups.map((group, i) => [group, states.islands[i]!.failing]));
    expect(failing).toMatchObject({ shop: 1, web: 1, legacy: 0 });
    expect(states.problems.map((link) => mesh.linkIds[link])).toEqual([BLOCKED]);
    expect(states.codeOf(states.problems[0]!)).toBe('waypoint-no-pods');
  });

  it('never hides a node with a problem, however far the map is looked at', () => {
    const shown = chooseShown(scene, 0.001);
    for (const id of ['service:web/front', 'service:shop/cart']) expect(shown[mesh.nodeNumber.get(id)!]).toBe(1);
  });

  it('leaves out healthy nodes where they cannot be told apart, and says how many', () => {
    const shown = chooseShown(scene, 0.02);
    const drawn = [...shown].filter(Boolean).length;
    expect(drawn).toBeLessThan(100);
    expect(stubText(mesh, states, shop, 3)).toBe('+398 healthy');
  });

  it('counts apart, in a stub, what is not known to be well', () => {
    const unsure = crowded();
    const odd = sceneOf({
      ...unsure,
      nodes: { ...unsure.nodes, 'service:shop/extra-7': { state: 'unknown', causes: [] } },
    });
    expect(stubText(odd.mesh, odd.states, shop, 1)).toBe('+399 healthy, 1 unclear');
  });

  it('draws everything of an island that was opened', () => {
    const shown = chooseShown({ ...scene, opened: new Set([shop]) }, 0.02);
    expect([...shown].filter(Boolean).length).toBeGreaterThan(400);
  });

  it('keeps only what has a problem where problems alone are asked for', () => {
    const only = sceneOf(crowded(), true);
    const ids = mesh.structure.ids.filter((_, node) => chooseShown(only, 1)[node]);
    expect(ids).toContain('service:shop/cart');
    expect(ids.some((id) => id.includes('extra'))).toBe(false);
  });
});
