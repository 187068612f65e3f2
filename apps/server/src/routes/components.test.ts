import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { ComponentsAnswer } from './components.ts';
import { demoState, serveStates } from './serve-scenario.ts';

describe('GET /api/v1/components', () => {
  it('tells each stage of the chain, and the causes its cells name', async () => {
    const { app } = await serveStates(demoState('ztunnel'));
    const answer = await app.inject('/api/v1/components');
    expect(Value.Errors(ComponentsAnswer, answer.json())).toEqual([]);
    const { chain, causes } = answer.json();
    expect(chain.map(({ id }: { id: string }) => id)).toEqual(['istiod', 'cni', 'ztunnel', 'waypoint', 'gateway']);
    const named = chain.flatMap(({ cells }: { cells: { causes: string[] }[] }) => cells.flatMap((cell) => cell.causes));
    expect(causes.length).toBeGreaterThan(0);
    expect(causes.every(({ key }: { key: string }) => named.includes(key))).toBe(true);
  });

  it('tells facts of every cell: pods, release, sync and certificates', async () => {
    const { app } = await serveStates(demoState('rest'));
    const answer = await app.inject('/api/v1/components');
    expect(Value.Errors(ComponentsAnswer, answer.json())).toEqual([]);
    const { chain, components, authority } = answer.json() as Static<typeof ComponentsAnswer>;
    expect(components.map(({ id }) => id)).toEqual(chain.flatMap(({ cells }) => cells.map(({ id }) => id)));
    const ztunnel = components.find(({ id }) => id === 'ztunnel:node-1')!;
    expect(ztunnel.certificates.value?.held).toBeGreaterThan(0);
    expect(ztunnel.sync.value).toMatchObject({ connected: 1, behind: [] });
    expect(authority.value !== null || authority.unknown !== '').toBe(true);
  });
});
