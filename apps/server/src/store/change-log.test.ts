import { analyze, type MeshState } from '@hopscope/core';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { demoState } from '../routes/serve-scenario.ts';
import { createChangeLog, LoggedChange } from './change-log.ts';
import type { Delta } from './delta.ts';
import { createMeshStore } from './mesh-store.ts';
import type { Snapshot } from './snapshot.ts';

const rest = demoState('rest');
const follow = (...states: MeshState[]): readonly LoggedChange[] => {
  const store = createMeshStore({ analyze });
  for (const state of states) store.accept(state);
  for (const change of store.changes()) expect(Value.Check(LoggedChange, change)).toBe(true);
  return store.changes();
};

describe('createChangeLog', () => {
  it('notes nothing where nothing changed but the time', () => {
    expect(follow(rest, { ...rest, takenAt: '2026-11-20T10:00:30Z' })).toEqual([]);
  });

  it('tells which part of an object somebody changed, also where no verdict follows', () => {
    const [service] = rest.services.filter(({ namespace }) => namespace === 'shop');
    const services = rest.services.map((one) =>
      one === service ? { ...one, labels: { ...one.labels, x: 'y' } } : one,
    );
    const subject = `Service shop/${service!.name}`;
    const object = follow(rest, { ...rest, services }).find(({ kind }) => kind === 'object');
    expect(object).toMatchObject({ what: 'changed', subject, namespaces: ['shop'] });
    expect(object?.sentence).toBe(`${subject} was changed: labels.`);
  });

  it('names the link that failed and the component behind it', () => {
    const changes = follow(rest, demoState('ztunnel'));
    const flip = changes.find(
      ({ kind, before, after }) => kind === 'link' && before === 'delivered' && after === 'blocked',
    );
    expect(flip?.namespaces.length).toBeGreaterThan(0);
    const sick = changes.find(({ kind, after }) => kind === 'component' && after === 'broken');
    expect(sick?.sentence).toMatch(/was ok and is broken/);
  });

  it('sums up what would fill the log, and forgets the oldest', () => {
    const ids = Array.from({ length: 150 }, (_, i) => `workload:a/w${i} -> service:b/s:80`);
    const links = (verdict: string) => Object.fromEntries(ids.map((id) => [id, { verdict, sentence: '' }]));
    const snapshot = (verdict: string) =>
      ({
        state: rest,
        report: { asOf: rest.takenAt, links: links(verdict), causes: [], chain: [] },
        revision: 2,
      }) as never as Snapshot;
    const delta = { links: { up: links('blocked'), del: [] } } as never as Delta;
    const log = createChangeLog(120);
    log.note(snapshot('delivered'), snapshot('blocked'), delta);
    expect(log.entries().length).toBe(101);
    expect(log.entries().at(-1)).toMatchObject({ namespaces: ['a', 'b'] });
    expect(log.entries().at(-1)!.sentence).toContain('50 more links');
    log.note(snapshot('delivered'), snapshot('blocked'), delta);
    expect(log.entries().length).toBe(120);
  });
});
