import { describe, expect, it } from 'vitest';
import { chooseEncoding } from './reply.ts';

describe('chooseEncoding', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['GZIP;q=0.5, br;q=0', 'gzip'],
    ['br;q=0.0, gzip; q=0', 'identity'],
    ['zstd, *', 'identity'],
  ])('chooses for %j %s', (header, expected) => {
    expect(chooseEncoding(header)).toBe(expected);
  });
});
