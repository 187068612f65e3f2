import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { decodeGraph, type GraphView } from './decode-graph.ts';
import { encodeGraph, GraphColumns } from './graph-columns.ts';

const node = (namespace: string, name: string): GraphView['graph']['nodes'][number] => ({
  id: `service:${namespace}/${name}`,
  kind: 'service',
  namespace,
  name,
  ref: { kind: 'Service', namespace, name },
  workloads: [{ kind: 'Deployment', namespace, name }],
  pods: 3,
  readyPods: 2,
  mesh: 'ambient',
  waypoint: 'shop/waypoint',
  nodes: ['node-1', 'node-2'],
});

const link = (from: string, to: string, port: number): GraphView['graph']['links'][number] => ({
  id: `service:${from} -> service:${to}:${port}`,
  from: `service:${from}`,
  to: `service:${to}`,
  port,
  basis: ['observed', 'declared'],
  query: {
    from: { kind: 'workload', namespace: from.split('/')[0]!, name: from.split('/')[1]! },
    to: { kind: 'service', namespace: to.split('/')[0]!, name: to.split('/')[1]!, port },
    http: null,
  },
});

const state: GraphView['links'][string] = {
  verdict: 'blocked',
  expected: 'blocked',
  causes: ['waypoint-unready Gateway shop/waypoint'],
  sentence: 'Traffic stops at the waypoint.',
  waypoint: 'shop/waypoint',
  ztunnels: ['node-1'],
  encrypted: true,
  agreement: 'blocked-confirmed',
  traffic: {
    measure: 'connections',
    reporter: 'source',
    rate: 12,
    failing: 0.3,
    outcomes: [
      { by: 'DENY', share: 0.9 },
      { by: 'CONNECT', share: 0.1 },
    ],
    seconds: 300,
    anyPort: true,
  },
};

const { traffic: _traffic, agreement: _agreement, ...unseen } = state;

const view = (): GraphView => {
  const wildcard = link('web/a', 'shop/b', 443);
  return {
    graph: {
      nodes: [node('web', 'a'), node('shop', 'b')],
      links: [
        link('web/a', 'shop/b', 80),
        { ...link('shop/b', 'web/a', 81), id: 'another id', basis: ['declared', 'observed'] },
        { ...wildcard, query: { ...wildcard.query, to: { kind: 'host', host: '*.example.org', port: 443 } } },
      ],
    },
    links: { 'service:web/a -> service:shop/b:80': state, 'another id': unseen },
    nodes: { 'service:shop/b': { state: 'broken', causes: ['x'] } },
  };
};

describe('encodeGraph', () => {
  it('gives back what it took, also odd ids, queries without a text form and missing states', () => {
    expect(decodeGraph(JSON.parse(JSON.stringify(encodeGraph(view()))) as GraphColumns)).toEqual(view());
  });

  it('fits its schema', () => {
    expect(Value.Check(GraphColumns, encodeGraph(view()))).toBe(true);
  });

  it('carries an empty graph', () => {
    const empty: GraphView = { graph: { nodes: [], links: [] }, links: {}, nodes: {} };
    expect(decodeGraph(encodeGraph(empty))).toEqual(empty);
  });

  it('is at most half as large as the objects', () => {
    const many: GraphView = { graph: { nodes: [], links: [] }, links: {}, nodes: {} };
    for (let i = 0; i < 200; i++) {
      many.graph.nodes.push(node('web', `a-${i}`));
      const one = link(`web/a-${i}`, `web/a-${(i * 7) % 200}`, 80);
      many.graph.links.push(one);
      many.links[one.id] = state;
    }
    expect(JSON.stringify(encodeGraph(many)).length).toBeLessThan(JSON.stringify(many).length / 2);
  });
});
