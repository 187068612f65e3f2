import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { FindingsAnswer } from './findings.ts';
import { demoState, serveStates } from './serve-scenario.ts';

describe('GET /api/v1/findings', () => {
  it('groups by cause, with the links each breaks', async () => {
    const { app, store } = await serveStates(demoState('waypoint'));
    const answer = await app.inject('/api/v1/findings');
    expect(Value.Errors(FindingsAnswer, answer.json())).toEqual([]);
    expect(answer.json().causes).toEqual(store.current()!.report.causes);
    expect(answer.json().causes[0].links.length).toBeGreaterThan(0);
  });
});
