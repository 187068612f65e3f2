import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitJsonRecords } from './json-records.ts';

/** What a visitor is told, in a line each, when the text comes in pieces of `size` bytes. */
function split(text: string, size = 7, wanted: (name: string) => boolean = () => true) {
  const told: unknown[] = [];
  const records = splitJsonRecords(
    {
      section(name, shape) {
        told.push(`${name}: ${shape}`);
        return wanted(name);
      },
      member: (key, value) => void told.push([key, value]),
    },
    { memberBytes: 1000, depth: 5 },
  );
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) if (records.push(bytes.subarray(at, at + size)) !== null) break;
  return { told, problem: records.end() };
}

describe('splitJsonRecords', () => {
  it.each([1, 2, 3, 1000])('tells the members of lists and maps, in pieces of %i bytes', (size) => {
    const text =
      ' {"a" : [ {"x":"}]\\"\\\\"}, "é€", -1.5e3 ,null,[[]]],\n"m":{"k\\n" :{"y":[1]},"l":true}, "s": "tex,t", "n":1,"e":[],"f":{}}\n';
    expect(split(text, size)).toEqual({
      problem: null,
      told: [
        'a: list',
        ['', { x: '}]"\\' }],
        ['', 'é€'],
        ['', -1500],
        ['', null],
        ['', [[]]],
        'm: map',
        ['k\n', { y: [1] }],
        ['l', true],
        's: other',
        'n: other',
        'e: list',
        'f: map',
      ],
    });
  });

  it('passes over what is not wanted', () => {
    expect(split('{"a":[{"x":[1]},2],"b":[3]}', 4, (name) => name === 'b')).toEqual({
      problem: null,
      told: ['a: list', 'b: list', ['', 3]],
    });
  });

  it.each([
    ['', 'not-json'],
    ['[1]', 'not-json'],
    ['upstream connect error', 'not-json'],
    ['{"a":[1]', 'cut-off'],
    ['{"a":[{"x":"y', 'cut-off'],
    ['{"a', 'cut-off'],
    ['{"a":[1}', 'not-json'],
    ['{"a":[{"x":1]}]}', 'not-json'],
    ['{"a" [1]}', 'not-json'],
    ['{"a":[1 2]}', 'not-json'],
    ['{"a":[nul]}', 'not-json'],
    ['{"a":}', 'not-json'],
    ['{"a":{1:2}}', 'not-json'],
    ['{"a":{"b"}}', 'not-json'],
    ['{"a":[]}{"b":[]}', 'not-json'],
    [`{"a":["${'x'.repeat(1001)}"]}`, 'too-large'],
    [`{"a":[${'['.repeat(9)}`, 'too-deep'],
    [`{"a":[${'{"x":'.repeat(100_000)}`, 'too-deep'],
  ])('tells what is wrong with %j', (text, problem) => {
    expect(split(text, 500).problem).toBe(problem);
  });

  it('says the same as JSON.parse of the whole', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const section = fc.oneof(fc.array(value), fc.dictionary(fc.string(), value));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), section), fc.integer({ min: 1, max: 50 }), (sections, size) => {
        const text = JSON.stringify(sections, null, size % 3);
        const parsed = JSON.parse(text) as typeof sections;
        const expected = Object.entries(parsed).flatMap(([name, members]) => [
          `${name}: ${Array.isArray(members) ? 'list' : 'map'}`,
          ...Object.entries(members).map(([key, item]) => [Array.isArray(members) ? '' : key, item]),
        ]);
        // The order of keys that are numbers is JavaScript's own in a parsed object.
        const sorted = (told: unknown[]) => told.map((item) => JSON.stringify(item)).sort();
        const found = split(text, size);
        expect(found.problem).toBeNull();
        expect(sorted(found.told)).toEqual(sorted(expected));
      }),
    );
  });
});
