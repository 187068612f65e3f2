import { expect, test } from 'vitest';
import { parseDocuments } from './documents.ts';

const parse = (text: string, path = 'a.yaml') => parseDocuments({ path, text });

test.each([
  ['{"a":1}', [{ a: 1 }]],
  ['\uFEFF{"a":1}', [{ a: 1 }]],
  ['[1]', [[1]]],
  ['a: 1\n---\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
  ['# only a comment\n', []],
])('%j', (text, documents) => {
  expect(parse(text)).toEqual({ documents, problem: null });
});

test('a broken part says in which line, the rest is kept', () => {
  expect(parse('a: 1\n---\nb: [1\nc: 2\n')).toMatchObject({
    documents: [{ a: 1 }],
    problem: expect.stringMatching(/YAML \(line \d+\)/),
  });
  expect(parse('{\n"a": 1,\n}')).toMatchObject({ documents: [], problem: 'It is not valid JSON (line 3).' });
  expect(parse('{"a":')).toMatchObject({ problem: 'It is not valid JSON (line 1).' });
  expect(parse('a: *nowhere\n').problem).toMatch(/YAML/);
});

test('without a telling name only texts that begin like an object are YAML', () => {
  expect(parse('apiVersion: v1\nkind: List\nitems: []\n', 'cluster/k8s-resources').documents).toHaveLength(1);
  expect(parse('2026-01-01 INFO started: yes', 'app.log')).toEqual({
    documents: [],
    problem: 'It is not a form that is understood.',
  });
  expect(parse('  \n', 'empty').problem).toBe('It is empty.');
});
