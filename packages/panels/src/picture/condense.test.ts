import { analyze, normalizeBundle, readBundleDocument } from '@hopscope/core';
import { demoBundle } from '@hopscope/core/scenarios';
import { describe, expect, it } from 'vitest';
import { isProblemLook } from '../map/link-look.ts';
import { buildMapView } from '../map/map-view.ts';
import { createCondenser, wholeMap } from './condense.ts';

const read = normalizeBundle(readBundleDocument(demoBundle('waypoint', '2026-11-20T10:00:00Z', 10)));
if (!read.ok) throw new Error(read.reason);
const view = buildMapView(analyze(read.state), []);
const failing = [...view.links.values()].filter(({ look }) => isProblemLook(look));

describe.each([6, 8, 13, 20, 32])('a map of at most %i cards', (most) => {
  const map = createCondenser(view, new Set())(most);

  it('loses no service', () => {
    expect(map.nodes.length).toBeLessThanOrEqual(most);
    const shown = map.nodes.reduce((sum, { behind }) => sum + Math.max(1, behind), 0);
    expect(shown).toBe(view.nodes.size);
  });

  it('has only links between its cards, and no failing call becomes one that works', () => {
    const ids = new Set(map.nodes.map(({ id }) => id));
    for (const { from, to } of map.links)
      expect([ids.has(from), ids.has(to), from === to]).toEqual([true, true, false]);
    const drawn = map.links.filter(({ look }) => isProblemLook(look)).reduce((sum, { calls }) => sum + calls, 0);
    expect(drawn).toBeGreaterThan(0);
    expect(drawn).toBeLessThanOrEqual(failing.length);
  });

  it('is the same in any order', () => {
    const turned = { ...view, nodes: new Map([...view.nodes].reverse()), links: new Map([...view.links].reverse()) };
    expect(createCondenser(turned, new Set())(most)).toEqual(map);
  });
});

it('keeps what the picture is about before all that fails', () => {
  const map = createCondenser(view, new Set(['service:data/redis']))(6);
  expect(map.nodes.find(({ id }) => id === 'service:data/redis')).toMatchObject({ name: 'redis', behind: 0 });
});

it('with room for all, the most failing services stand by themselves', () => {
  const map = createCondenser(view, new Set())(20);
  const targets = new Set(failing.map(({ link }) => link.to));
  expect([...targets].filter((id) => map.nodes.some((node) => node.id === id))).toHaveLength(targets.size);
  expect(wholeMap(view).nodes).toHaveLength(view.nodes.size);
});
