import type { Cell, ChainStage, ComponentFacts } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import {
  blastWords,
  certificateWords,
  expiryWords,
  joinComponents,
  podWords,
  suspectWords,
  syncWords,
  versionWords,
} from './component-words.ts';

const NOW = Date.parse('2026-11-20T14:00:00Z');
const NONE = { value: null, unknown: '' };
const facts = (part: Partial<ComponentFacts> = {}): ComponentFacts => ({
  id: 'ztunnel:node-1',
  pods: [],
  versions: NONE,
  sync: NONE,
  certificates: NONE,
  ...part,
});
const cell = (part: Partial<Cell> = {}): Cell => ({
  id: 'ztunnel:node-1',
  title: 'node-1',
  state: 'ok',
  detail: '',
  causes: [],
  blast: { links: 0, pods: 0, services: 0, namespaces: 0 },
  ...part,
});

describe('words of facts', () => {
  it('tell what hangs on a component', () => {
    expect(blastWords(cell())).toBe('Nothing that is known hangs on it.');
    const blast = { links: 1, pods: 14, services: 2, namespaces: 0 };
    expect(blastWords(cell({ blast }))).toBe('1 link, 2 services, 14 pods hang on it.');
    expect(blastWords(cell({ id: 'cni:node-1', blast }))).toContain('joined the mesh through it');
  });

  it('say unknown, because …, and nothing where a fact does not apply', () => {
    const unknown = facts({ sync: { value: null, unknown: 'it may not be read' } });
    expect(syncWords(unknown, NOW)).toEqual({ mark: 'unknown', text: 'unknown, because it may not be read' });
    expect(syncWords(facts(), NOW)).toEqual({ mark: null, text: '' });
    expect(syncWords(null, NOW).text).toBe('…');
  });

  it('tell who is behind, and since when', () => {
    const behind = [{ proxy: 'shop/w', types: ['Cluster'], errors: [], since: '2026-11-20T13:50:00Z' }];
    const value = { connected: 7, behind, at: null };
    const istiod = syncWords(facts({ id: 'istiod:a/b', sync: { value, unknown: '' } }), NOW);
    expect(istiod).toMatchObject({
      mark: 'warn',
      text: expect.stringMatching(/^1 of 7 proxies not in sync, since .*, 10 min$/),
    });
    const lost = { ...value, behind: [{ ...behind[0]!, types: [], since: null }] };
    expect(syncWords(facts({ sync: { value: lost, unknown: '' } }), NOW).text).toBe('connected to no istiod');
  });

  it('tell certificates by what runs out first', () => {
    const held = { held: 4, missing: 0, firstExpiresAt: '2026-11-21T12:00:00Z', firstOf: 'a/b', at: null };
    const said = (part: object) =>
      certificateWords(facts({ certificates: { value: { ...held, ...part }, unknown: '' } }), NOW);
    expect(said({})).toEqual({ mark: 'ok', text: '4 held, first expires in 22 h' });
    expect(said({ missing: 1 })).toMatchObject({ mark: 'warn', text: '1 of 4 not available; first expires in 22 h' });
    expect(said({ firstExpiresAt: '2026-11-20T13:57:00Z' })).toMatchObject({ mark: 'broken' });
    expect(expiryWords('2036-11-20T13:57:00Z', NOW)).toBe('expires in 10 years');
  });

  it('tell releases and pods', () => {
    expect(versionWords(facts({ versions: { value: ['1.29', '1.30'], unknown: '' } }))).toEqual({
      mark: 'latent',
      text: '1.29 and 1.30',
    });
    const pod = {
      name: 'a/b',
      node: 'node-1',
      ready: true,
      restarts: 2,
      startedAt: '2026-11-20T13:00:00Z',
      version: '',
    };
    expect(podWords(facts({ pods: [pod] }), NOW)).toBe('1 pod on node-1, 1 h old, 2 restarts');
  });
});

describe('suspectWords', () => {
  const chain = (states: Partial<Record<ChainStage['id'], ChainStage['state']>>): ChainStage[] =>
    (['istiod', 'cni', 'ztunnel', 'waypoint', 'gateway'] as const).map((id) => ({
      id,
      title: id,
      headline: '',
      detail: '',
      state: states[id] ?? 'ok',
      cells: [],
    }));

  it('makes what is below a sick stage suspect, and nothing above it', () => {
    expect(suspectWords(chain({ ztunnel: 'broken' }), 'waypoint')[0]).toContain('ztunnel is broken on some nodes');
    expect(suspectWords(chain({ waypoint: 'broken' }), 'ztunnel')).toEqual([]);
    expect(suspectWords(chain({ istiod: 'unknown' }), 'gateway')[0]).toContain('may be out of date');
  });
});

it('joins cells with facts and each cause once', () => {
  const stage = { id: 'ztunnel', cells: [cell({ causes: ['k', 'k'] })] } as unknown as ChainStage;
  const [one] = joinComponents(stage, [facts()], [{ key: 'k' } as never]);
  expect([one!.facts?.id, one!.causes.length]).toEqual(['ztunnel:node-1', 1]);
  expect(joinComponents(stage, null, [])[0]!.facts).toBeNull();
});
