import type { MeshReport } from '@hopscope/core';
import { expect, it } from 'vitest';
import { applyDelta, type Delta } from './delta.ts';

const node = (id: string, readyPods: number) => ({ id, readyPods }) as MeshReport['graph']['nodes'][number];
const verdict = (word: string) => ({ verdict: word }) as MeshReport['links'][string];

const before = {
  asOf: '2026-11-20T14:00:00Z',
  headline: { sentence: 'old' },
  counts: { links: 2 },
  chain: [],
  graph: { nodes: [node('a', 2), node('b', 2)], links: [] },
  links: { one: verdict('delivered'), two: verdict('delivered') },
  nodes: { a: { state: 'ok', causes: [] }, b: { state: 'ok', causes: [] } },
} as unknown as MeshReport;

const delta: Delta = {
  from: 1,
  revision: 2,
  asOf: '2026-11-20T14:00:01Z',
  structure: false,
  headline: null,
  counts: null,
  chain: null,
  causes: false,
  sources: false,
  links: { up: { one: verdict('blocked') }, del: ['two'] },
  nodes: { up: { a: { node: node('a', 0), state: { state: 'broken', causes: [] } } }, del: [] },
};

it('applies what changed by id and keeps the rest', () => {
  const after = applyDelta(before, delta);
  expect(after.links).toEqual({ one: verdict('blocked') });
  expect(after.nodes['a']!.state).toBe('broken');
  expect(after.graph.nodes.map(({ readyPods }) => readyPods)).toEqual([0, 2]);
  expect(after.graph.nodes[1]).toBe(before.graph.nodes[1]);
  expect(after.headline).toBe(before.headline);
  expect(after.asOf).toBe('2026-11-20T14:00:01Z');
});

it('leaves the report before it untouched', () => {
  applyDelta(before, delta);
  expect(before.links['one']!.verdict).toBe('delivered');
  expect(before.graph.nodes[0]!.readyPods).toBe(2);
});
