import { describe, expect, it } from 'vitest';
import { hasColor, painterOf, printable } from './terminal.ts';

describe('hasColor', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
  ])('at a terminal %s with %j: %s', (isTTY, env, expected) => {
    expect(hasColor(isTTY, env)).toBe(expected);
  });
});

describe('painterOf', () => {
  it('colours or leaves the text alone', () => {
    expect(painterOf({ color: true })('red', 'x')).toBe('\u001b[31mx\u001b[39m');
    expect(painterOf({ color: false })('red', 'x')).toBe('x');
  });
});

describe('printable', () => {
  it('takes out what would steer a terminal', () => {
    expect(printable('a\u001b[2Jb\u0007\rc\td\ne')).toBe('a [2Jb  c\td\ne');
  });
});
