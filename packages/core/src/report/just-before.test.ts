import { describe, expect, it } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { guarded, onServer, pair } from '../../scenarios/checks/pair.ts';
import { shiftTime } from '../../scenarios/mesh/clock.ts';
import type { Mesh } from '../../scenarios/mesh/mesh.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { explain } from './explain.ts';
import type { Past, PastChange } from './just-before.ts';

const ASK = questionOf('web/client -> shop/server:80');
const NOBODY = onServer([{ from: [{ source: { namespaces: ['ops'] } }] }]);
const refused = (since = 300): Mesh => pair().authorizationPolicy('shop/allow-ops', NOBODY, { since });

const change = (at: string, part: Partial<PastChange> & Pick<PastChange, 'kind' | 'subject'>): PastChange => ({
  at,
  namespaces: [],
  before: '',
  after: '',
  sentence: `${part.subject} was changed.`,
  ...part,
});

const ask = (state: MeshState, past: (ago: (seconds: number) => string) => Past | null = () => null) =>
  explain(state, ASK, { past: past((seconds) => shiftTime(state.takenAt, -seconds)) }).justBefore;

const link = { kind: 'link', subject: 'service:web/client -> service:shop/server:80' } as const;

describe('justBefore', () => {
  it('says nothing of a path on which nothing fails', () => {
    expect(ask(stateOf(pair().bundle()))).toBeUndefined();
  });

  it('tells from the objects alone when a policy was changed, and that nobody knows since when it fails', () => {
    const state = stateOf(refused(300).bundle());
    const before = ask(state)!;
    expect(before).toMatchObject({ since: null, toldBy: '', more: 0 });
    expect(before.changes).toEqual([
      {
        at: shiftTime(state.takenAt, -300),
        seconds: null,
        kind: 'object',
        object: { kind: 'AuthorizationPolicy', namespace: 'shop', name: 'allow-ops' },
        near: 'path',
        sentence: 'AuthorizationPolicy shop/allow-ops was changed.',
      },
    ]);
    expect(before.unknown).toBe(
      'Nothing tells since when it fails; changes are known only as far as objects tell when they were made or, some, last changed.',
    );
  });

  it('takes the flip of the verdict from the log, joins it with what changed before, the nearest first', () => {
    const state = stateOf(refused(300).bundle());
    const before = ask(state, (ago) => ({
      since: ago(7_200),
      changes: [
        change(ago(100), { kind: 'object', subject: 'Service shop/late', namespaces: ['shop'] }),
        change(ago(260), { ...link, before: 'delivered', after: 'blocked' }),
        change(ago(265), { kind: 'component', subject: 'istiod:istio-system/istiod-1' }),
        change(ago(270), { kind: 'object', subject: 'Service shop/other', namespaces: ['shop'] }),
        change(ago(280), { kind: 'object', subject: 'Service far/other', namespaces: ['far'] }),
        change(ago(300), {
          kind: 'object',
          subject: 'AuthorizationPolicy shop/allow-ops',
          namespaces: ['shop'],
          sentence: 'AuthorizationPolicy shop/allow-ops was changed: rules.',
        }),
        change(ago(2_000), { kind: 'object', subject: 'Service shop/server', namespaces: ['shop'] }),
      ],
    }))!;
    expect(before).toMatchObject({ since: shiftTime(state.takenAt, -260), toldBy: 'verdict', unknown: '' });
    expect(before.changes.map(({ near, seconds, sentence }) => [near, seconds, sentence])).toEqual([
      ['path', 40, 'AuthorizationPolicy shop/allow-ops was changed: rules.'],
      ['namespace', 10, 'Service shop/other was changed.'],
      ['mesh', 5, 'istiod:istio-system/istiod-1 was changed.'],
    ]);
  });

  it('begins where it last was well: what fails otherwise now failed before', () => {
    const state = stateOf(refused(300).bundle());
    const before = ask(state, (ago) => ({
      since: ago(7_200),
      changes: [
        change(ago(50), { ...link, before: 'degraded', after: 'blocked' }),
        change(ago(90), { ...link, before: 'delivered', after: 'degraded' }),
        change(ago(400), { ...link, before: 'blocked', after: 'delivered' }),
      ],
    }))!;
    expect(before.since).toBe(shiftTime(state.takenAt, -90));
  });

  it('says so where the log begins too late to tell', () => {
    const before = ask(stateOf(refused(300).bundle()), (ago) => ({
      since: ago(200),
      changes: [change(ago(100), { ...link, before: 'delivered', after: 'blocked' })],
    }))!;
    expect(before.unknown).toMatch(/^This server began to watch within these ten minutes; /);
    expect(before.changes.map(({ seconds }) => seconds)).toEqual([200]);
    const never = ask(stateOf(refused(300).bundle()), (ago) => ({ since: ago(200), changes: [] }))!;
    expect(never.unknown).toBe('Nothing tells since when it fails; it was so when this server began to watch.');
  });

  it('takes the time of the finding where it has one, and the component on the way', () => {
    const m = guarded({ replicas: 0 });
    const state = stateOf(m.bundle());
    const at = explain(state, ASK).firstBlocker!.detection.since;
    const before = ask(state, () => ({
      since: '2020-01-01T00:00:00Z',
      changes: [
        change(at ?? shiftTime(state.takenAt, -1), { kind: 'component', subject: 'waypoint:shop/waypoint' }),
        change(at ?? shiftTime(state.takenAt, -1), { kind: 'component', subject: 'ztunnel:node-99' }),
      ],
    }))!;
    expect(before.since).toBe(at);
    expect(before.changes.map(({ near, sentence }) => [near, sentence])).toEqual([
      ['path', 'waypoint:shop/waypoint was changed.'],
    ]);
  });

  it('lists a few and counts the rest', () => {
    const state = stateOf(refused(300).bundle());
    const before = ask(state, (ago) => ({
      since: ago(7_200),
      changes: [
        change(ago(10), { ...link, before: 'delivered', after: 'blocked' }),
        ...Array.from({ length: 20 }, (_, i) =>
          change(ago(20 + i), { kind: 'object', subject: `Service shop/s${i}`, namespaces: ['shop'] }),
        ),
      ],
    }))!;
    expect([before.changes.length, before.more]).toEqual([8, 13]);
  });
});
