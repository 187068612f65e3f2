import { analyze, firstSeenAfter, type MeshReport, type MeshState } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import { demoState } from '../routes/serve-scenario.ts';
import { createMeshStore } from './mesh-store.ts';

describe('createMeshStore', () => {
  it('has nothing until a state comes', () => {
    expect(createMeshStore({ analyze }).current()).toBeNull();
  });

  it('keeps the revision of an equal report, and moves its asOf on', () => {
    const base = demoState('rest');
    const store = createMeshStore({ analyze, firstRevision: 5 });
    store.accept(base);
    const first = store.current()!;
    store.accept({ ...base, takenAt: '2026-11-20T10:00:01Z' });
    expect(store.current()).toMatchObject({ revision: 5, etag: first.etag });
    expect(store.current()!.report.asOf).toBe('2026-11-20T10:00:01Z');
  });

  it('remembers since when a finding holds, where it is told how', () => {
    const store = createMeshStore({ analyze, remember: firstSeenAfter });
    const at = (state: MeshState, seconds: number): MeshState => ({
      ...state,
      takenAt: new Date(Date.parse('2026-11-20T10:00:00Z') + seconds * 1000).toISOString(),
    });
    const blocked = (): number => store.current()!.report.counts.blocked;
    store.accept(at(demoState('rest'), 0));
    const denied = demoState('network-policy');
    store.accept(at(denied, 10));
    expect(blocked()).toBe(0);
    expect(store.current()!.report.settling?.map(({ check }) => check)).toContain('netpol-ingress-blocks-hbone');
    store.accept(at(denied, 69));
    expect(blocked()).toBe(0);
    store.accept(at(denied, 70));
    expect(blocked()).toBeGreaterThan(0);
    expect(store.current()!.report.settling).toBeUndefined();
  });

  it('tells what changed, keyed by id', () => {
    const store = createMeshStore({ analyze, firstRevision: 5 });
    const deltas: unknown[] = [];
    store.subscribe((delta) => deltas.push(delta));
    store.accept(demoState('rest'));
    store.accept(demoState('waypoint'));
    expect(deltas[0]).toBeNull();
    const delta = store.since(5)!;
    expect(delta).toEqual(deltas[1]);
    expect(delta).toMatchObject({ from: 5, revision: 6, causes: true, sources: false });
    const broken = Object.values(delta.links.up).filter(({ verdict }) => verdict === 'blocked');
    expect(broken.length).toBeGreaterThan(0);
    expect(delta.headline!.tone).toBe('broken');
    expect(Object.keys(delta.links.up).length).toBeLessThan(store.current()!.report.graph.links.length);
  });

  it('adds several changes up to the report that is current', () => {
    const store = createMeshStore({ analyze, firstRevision: 5 });
    store.accept(demoState('rest'));
    const links: MeshReport['links'] = { ...store.current()!.report.links };
    for (const chapter of ['waypoint', 'ztunnel', 'identity', 'rollout'] as const) store.accept(demoState(chapter));
    const delta = store.since(5)!;
    for (const id of delta.links.del) delete links[id];
    expect({ ...links, ...delta.links.up }).toEqual(store.current()!.report.links);
    expect(delta.counts).toEqual(store.current()!.report.counts);
  });

  it('no longer knows what fell out of the ring', () => {
    const store = createMeshStore({ analyze, firstRevision: 5, ringSize: 1 });
    for (const chapter of ['rest', 'waypoint', 'identity'] as const) store.accept(demoState(chapter));
    expect(store.since(5)).toBeNull();
    expect(store.since(6)).not.toBeNull();
    expect(store.since(7)).toBeNull();
  });
});
