import { expect, test } from 'vitest';
import { answerCase } from './answer-case.ts';
import { readCase } from './case.ts';

const ask = (question: object, expected: object, objects: object[] = [], rest: object = {}) =>
  answerCase(readCase({ id: 'x', corpus: 'mine', objects, question, expected, ...rest }, '/nowhere/x.json')!)[0];

const pod = (labels: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'shop', labels },
  status: { phase: 'Running', podIP: '10.0.0.1' },
});
const captured = { kind: 'workload-captured', workload: { kind: 'Pod', namespace: 'shop', name: 'a' } };

test('an answer is compared with what the case expects', () => {
  const objects = [pod({ 'istio.io/dataplane-mode': 'ambient' })];
  expect(ask(captured, { shouldBeCaptured: true }, objects)).toMatchObject({
    result: 'pass',
    kind: 'workload-captured',
  });
  expect(ask(captured, { shouldBeCaptured: false }, objects)).toMatchObject({
    result: 'fail',
    got: { shouldBeCaptured: true },
  });
});

test('settings of a case hold', () => {
  const objects = [pod({ 'istio.io/dataplane-mode': 'ambient' })];
  const config = { cniExcludeNamespaces: ['shop'] };
  expect(ask(captured, { shouldBeCaptured: false }, objects, { config })).toMatchObject({ result: 'pass' });
});

test('what is not answered is skipped and says why', () => {
  expect(ask({ kind: 'unheard-of' }, {})).toMatchObject({ result: 'skip', why: 'this kind is not answered yet' });
  expect(ask(captured, {})).toMatchObject({ result: 'skip', why: 'there is no Pod shop/a in the case' });
  expect(ask({ kind: 'ztunnel-policies' }, {}, [], { input: { ztunnelConfigDump: 'gone.json' } })).toMatchObject({
    result: 'skip',
  });
});

test('a document that is no case is none', () => {
  expect(readCase({ objects: [] }, 'base.json')).toBeNull();
  expect(readCase([1], 'x.json')).toBeNull();
});

test('questions of a bundle are graded one by one', () => {
  const bundle = { hopscopeBundle: 1, takenAt: '2026-01-01T00:00:00Z', cluster: 'c', objects: [], readings: [] };
  const question = { from: 'pod:shop/a', to: 'service:shop/b:80', expected: { verdict: ['unknown', 'blocked'] } };
  const one = readCase(
    { id: 'x', corpus: 'packets', bundle, questions: [question, { ...question, from: 'nonsense' }] },
    'x.json',
  )!;
  expect(answerCase(one).map((outcome) => [outcome.id, outcome.result])).toEqual([
    ['x#1', 'pass'],
    ['x#2', 'skip'],
  ]);
});
