import { describe, expect, it } from 'vitest';
import { type Delta, mergeDeltas } from './delta.ts';

const state: Delta['nodes']['up'][string]['state'] = { state: 'ok', causes: [] };
const worse: Delta['nodes']['up'][string]['state'] = { state: 'broken', causes: ['x'] };
const node = { id: 'a' } as Delta['nodes']['up'][string]['node'];

const delta = (from: number, more: Partial<Delta>): Delta => ({
  from,
  revision: from + 1,
  asOf: `t${from + 1}`,
  structure: false,
  headline: null,
  counts: null,
  chain: null,
  causes: false,
  sources: false,
  links: { up: {}, del: [] },
  nodes: { up: {}, del: [] },
  ...more,
});

describe('mergeDeltas', () => {
  it('keeps the later of two values, and any flag', () => {
    const first = delta(1, { causes: true, nodes: { up: { a: { node, state } }, del: [] } });
    const then = delta(2, { structure: true, nodes: { up: { a: { node, state: worse } }, del: [] } });
    const merged = mergeDeltas(first, then);
    expect(merged).toMatchObject({ from: 1, revision: 3, asOf: 't3', causes: true, structure: true });
    expect(merged.nodes.up['a']!.state).toEqual(worse);
  });

  it('lets go of what came and went, and brings back what went and came', () => {
    const first = delta(1, { nodes: { up: { a: { node, state } }, del: ['b'] } });
    const then = delta(2, { nodes: { up: { b: { node, state } }, del: ['a'] } });
    expect(mergeDeltas(first, then).nodes).toEqual({ up: { b: { node, state } }, del: ['a'] });
  });
});
