import { describe, expect, it } from 'vitest';
import { numberOf, readMetricsText } from './metrics-text.ts';
import { randomJson, randomRow } from './random-json.fixture.ts';

const all = () => true;

describe('the text format', () => {
  it.each([
    ['a 1', [{ name: 'a', labels: {}, value: 1 }]],
    ['a{} 1.5e3 1700000000000', [{ name: 'a', labels: {}, value: 1500 }]],
    ['  a{b="c",d="e",} 2', [{ name: 'a', labels: { b: 'c', d: 'e' }, value: 2 }]],
    ['a { b = "c" } 2', [{ name: 'a', labels: { b: 'c' }, value: 2 }]],
    ['a{b="x\\"y\\\\z\\n, }"} 3', [{ name: 'a', labels: { b: 'x"y\\z\n, }' }, value: 3 }]],
    ['a_total{b="c"} 7 # {trace_id="t"} 0.5', [{ name: 'a_total', labels: { b: 'c' }, value: 7 }]],
    ['a +Inf\nb -Inf', [Infinity, -Infinity].map((value, i) => ({ name: 'ab'[i], labels: {}, value }))],
    ['# TYPE a counter\n# HELP a of a\na 1\n# EOF\n', [{ name: 'a', labels: {}, value: 1 }]],
    ['a 1\r\nb 2\r\n', [1, 2].map((value, i) => ({ name: 'ab'[i], labels: {}, value }))],
    ['job:a:rate5m 4', [{ name: 'job:a:rate5m', labels: {}, value: 4 }]],
  ])('%j', (text, samples) => {
    expect(readMetricsText(text, all)).toEqual(samples);
  });

  it.each([
    '',
    'a',
    'a NaN',
    'a{b="c" 1',
    'a{b="c} 1',
    'a{b=c} 1',
    'a one',
    '{b="c"} 1',
    '1a 2',
    'not ready, pending: x',
  ])('no sample in %j', (text) => {
    expect(readMetricsText(text, all)).toEqual([]);
  });

  it('reads only the metrics that are wanted', () => {
    const samples = readMetricsText('a{x="1"} 1\nab 2\na{x="2"} 3', (name) => name === 'a');
    expect(samples.map(({ value }) => value)).toEqual([1, 3]);
  });

  it('never throws', () => {
    for (let seed = 0; seed < 300; seed += 1)
      expect(() =>
        readMetricsText(`a${JSON.stringify(randomJson(randomRow(seed), 4)).replaceAll(',', '\n')}`, all),
      ).not.toThrow();
  });

  it.each([
    ['1', 1],
    ['', null],
    ['NaN', null],
    ['0x10', 16],
    ['-0.5', -0.5],
  ])('the number %j', (text, value) => {
    expect(numberOf(text)).toBe(value);
  });
});
