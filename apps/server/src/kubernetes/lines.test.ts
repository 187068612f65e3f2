import { describe, expect, it } from 'vitest';
import { createLineSplitter } from './lines.ts';

describe('createLineSplitter', () => {
  it('gives the same lines however the bytes are cut, also within a character', () => {
    const bytes = Buffer.from('{"a":"ü€😀"}\n\n{"b":2}\r\n{"c":');
    for (let size = 1; size <= bytes.length; size++) {
      const splitter = createLineSplitter();
      const lines: string[] = [];
      for (let at = 0; at < bytes.length; at += size) lines.push(...splitter.push(bytes.subarray(at, at + size)));
      expect(lines.map((line) => line.trim())).toEqual(['{"a":"ü€😀"}', '{"b":2}']);
      expect(splitter.pending()).toBe(5);
    }
  });
});
