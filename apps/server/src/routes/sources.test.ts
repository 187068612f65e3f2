import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { demoState, serveStates } from './serve-scenario.ts';
import { SourcesAnswer } from './sources.ts';

describe('GET /api/v1/sources', () => {
  it('tells ages, what is missing and which permission would give it', async () => {
    const ignored = [{ path: 'x.bin', why: 'It is not a form that is understood.' }];
    const { app } = await serveStates(demoState('rest'), { ignored });
    const answer = await app.inject('/api/v1/sources');
    expect(Value.Errors(SourcesAnswer, answer.json())).toEqual([]);
    const { statuses, sources } = answer.json();
    const forbidden = statuses.find(({ state }: { state: string }) => state === 'forbidden');
    expect(forbidden.permission).toMatchObject({ verb: 'list', resource: 'gateways', namespace: 'partner' });
    expect(statuses.find(({ source }: { source: string }) => source === 'Pod').ageSeconds).toBe(0);
    expect(sources.states.forbidden).toBe(1);
    expect(answer.json().ignored).toEqual(ignored);
  });
});
