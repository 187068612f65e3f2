import { decodeGraph, type GraphColumns } from '@hopscope/core';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import type { NamespaceGraph } from '../answers/namespace-graph.ts';
import { GraphAnswer } from './graph.ts';
import { demoState, serveStates } from './serve-scenario.ts';

const setUp = async () => {
  const { app, store } = await serveStates(demoState('waypoint'));
  const ask = (query: string) => app.inject(`/api/v1/graph${query}`);
  const view = async (query: string) => decodeGraph((await ask(query)).json().graph as GraphColumns);
  return { app, store, ask, view };
};

describe('GET /api/v1/graph', () => {
  it('carries the whole graph and its states in columns', async () => {
    const { ask, view, store } = await setUp();
    const answer = await ask('');
    expect(Value.Errors(GraphAnswer, answer.json())).toEqual([]);
    const { graph, links, nodes } = store.current()!.report;
    expect(await view('')).toEqual(JSON.parse(JSON.stringify({ graph, links, nodes })));
  });

  it('keeps what touches the namespaces asked for, with both ends of every link', async () => {
    const { view } = await setUp();
    const { graph } = await view('?namespaces=payments,data');
    const ids = new Set(graph.nodes.map(({ id }) => id));
    expect(graph.links.length).toBeGreaterThan(0);
    expect(graph.links.every(({ from, to }) => ids.has(from) && ids.has(to))).toBe(true);
    expect(graph.links.every(({ from, to }) => /payments|data/.test(from) || /payments|data/.test(to))).toBe(true);
  });

  it('keeps what is wrong', async () => {
    const { view } = await setUp();
    const { links } = await view('?problems=true');
    expect(Object.values(links).length).toBeGreaterThan(0);
    expect(Object.values(links).every(({ verdict }) => verdict !== 'delivered' && verdict !== 'unknown')).toBe(true);
  });

  it('keeps what is near a node, the further the deeper', async () => {
    const { view } = await setUp();
    const near = await view('?focus=service:shop/cart');
    const far = await view('?focus=service:shop/cart&depth=2');
    expect(near.graph.nodes.map(({ id }) => id)).toContain('service:shop/cart');
    expect(near.graph.nodes.length).toBeGreaterThan(1);
    expect(far.graph.nodes.length).toBeGreaterThan(near.graph.nodes.length);
  });

  it('adds up by namespace', async () => {
    const { ask, store } = await setUp();
    const answer = await ask('?level=namespace');
    expect(Value.Errors(GraphAnswer, answer.json())).toEqual([]);
    const { namespaces, links } = answer.json().graph as NamespaceGraph;
    const { graph } = store.current()!.report;
    expect(namespaces.reduce((sum, { nodes }) => sum + nodes, 0)).toBe(graph.nodes.length);
    expect(links.reduce((sum, link) => sum + link.links, 0)).toBe(graph.links.length);
    expect(links.some(({ worst }) => worst === 'blocked')).toBe(true);
  });

  it.each([
    ['?namespaces=nowhere', 404, 'unknown-namespace'],
    ['?focus=service:shop/none', 404, 'unknown-node'],
    ['?namespaces=Shop%20!', 400, 'bad-query'],
    ['?depth=99&focus=service:shop/cart', 400, 'bad-query'],
    ['?level=pod', 400, 'bad-query'],
    ['?namespace=shop', 400, 'bad-query'],
  ])('answers %s with %i %s', async (query, status, code) => {
    const { ask } = await setUp();
    const answer = await ask(query);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ code, status });
  });

  it('answers 304 to who has it', async () => {
    const { app, ask } = await setUp();
    const etag = String((await ask('?problems=true')).headers.etag);
    const again = await app.inject({ url: '/api/v1/graph?problems=true', headers: { 'if-none-match': etag } });
    expect(again.statusCode).toBe(304);
  });
});
