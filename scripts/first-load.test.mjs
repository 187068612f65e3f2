import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { complainOf, firstLoadOf, MOST_BYTES } from './first-load.mjs';

/** Text that does not compress. */
const noise = (bytes) => randomBytes(bytes).toString('latin1');

const chunk = (fileName, more = {}) => ({ fileName, isEntry: false, imports: [], code: '', modules: {}, ...more });

describe('firstLoadOf', () => {
  const chunks = [
    chunk('entry.js', {
      isEntry: true,
      imports: ['shared.js'],
      modules: { '/repo/apps/web/src/main.tsx': { renderedLength: 10 } },
    }),
    chunk('shared.js', {
      imports: ['entry.js'],
      code: noise(5000),
      modules: {
        '/repo/node_modules/.pnpm/@scope+lib@1/node_modules/@scope/lib/build/a.mjs': { renderedLength: 20 },
        '/repo/node_modules/.pnpm/@scope+lib@1/node_modules/@scope/lib/build/b.mjs': { renderedLength: 5 },
        '/repo/apps/web/src/unused.ts': { renderedLength: 0 },
      },
    }),
    chunk('lazy.js', { code: noise(50_000), modules: { '/repo/apps/web/src/lazy.ts': { renderedLength: 99 } } }),
  ];

  it('counts the entry and what it imports statically, once, and nothing that comes later', () => {
    const { bytes, parts } = firstLoadOf(chunks, '/repo');
    expect(bytes).toBeGreaterThan(5000);
    expect(bytes).toBeLessThan(15_000);
    expect(parts).toEqual({ 'apps/web/src': 10, '@scope/lib': 25 });
  });
});

describe('complainOf', () => {
  it('is silent up to the limit', () => {
    expect(complainOf({ bytes: MOST_BYTES, parts: { typebox: 9 } }, {})).toBe('');
  });

  it('names what has grown, the most first', () => {
    const parts = { typebox: 130_000, 'apps/web/src': 20_000, react: 17_000 };
    const complaint = complainOf({ bytes: MOST_BYTES + 1, parts }, { react: 17_000, 'apps/web/src': 10_000 });
    expect(complaint).toContain('at most 150 KB');
    expect(complaint.split('\n').filter((line) => line.startsWith('  +'))).toEqual([
      '  +127.0 KB  typebox',
      '  +9.8 KB  apps/web/src',
    ]);
  });
});
