import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { beforeAll, describe, expect, it } from 'vitest';
import { AccessMatrixAnswer } from './access.ts';
import { demoState, serveStates } from './serve-scenario.ts';
import type { App } from './served.ts';

let app: App;
beforeAll(async () => {
  ({ app } = await serveStates(demoState('rest')));
});

describe('GET /api/v1/access', () => {
  it('tells who may call the Services of a namespace, each cell as /path tells it', async () => {
    const answer = await app.inject('/api/v1/access?namespace=payments');
    expect(Value.Errors(AccessMatrixAnswer, answer.json())).toEqual([]);
    const { targets, rows, answers } = answer.json() as Static<typeof AccessMatrixAnswer>;
    const at = targets.findIndex(({ text }) => text === 'payments/ledger:80');
    for (const { ends, cells } of rows.filter(({ ends: [first] }) => first!.kind === 'workload')) {
      const query = { from: ends[0]!.text, to: 'payments/ledger:80' };
      const { verdict } = (await app.inject({ url: '/api/v1/path', query })).json();
      expect(answers[cells[at]!]!.verdict, query.from).toBe(verdict);
    }
    const headers = { 'if-none-match': String(answer.headers['etag']) };
    expect((await app.inject({ url: '/api/v1/access?namespace=payments', headers })).statusCode).toBe(304);
  });

  it('is narrowed to Services by name', async () => {
    const { targets } = (await app.inject('/api/v1/access?namespace=payments&service=led')).json();
    expect(targets.map(({ text }: { text: string }) => text)).toEqual(['payments/ledger:80']);
  });

  it.each([
    ['', 400, 'bad-query'],
    ['?namespace=', 400, 'bad-query'],
    ['?namespace=shop&x=1', 400, 'bad-query'],
  ])('refuses %s', async (query, status, code) => {
    const answer = await app.inject(`/api/v1/access${query}`);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });
});
