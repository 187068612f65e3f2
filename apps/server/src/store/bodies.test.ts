import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { createBodies, createBody } from './bodies.ts';

describe('createBodies', () => {
  it('makes a body once a revision and key', () => {
    const make = vi.fn(() => ({ a: 1 }));
    const bodies = createBodies();
    expect(bodies.at(1, 'mesh', make)).toBe(bodies.at(1, 'mesh', make));
    expect(make).toHaveBeenCalledTimes(1);
    bodies.at(1, 'graph', make);
    bodies.at(2, 'mesh', make);
    expect(make).toHaveBeenCalledTimes(3);
  });

  it('forgets the least lately used first', () => {
    const make = vi.fn(() => 1);
    const bodies = createBodies(2);
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) bodies.at(1, key, make);
    expect(make).toHaveBeenCalledTimes(4);
  });
});

describe('createBody', () => {
  it('compresses, once, what is worth it', async () => {
    const text = JSON.stringify(Array.from({ length: 1000 }, (_, i) => `service-${i % 9}`));
    const body = createBody(Buffer.from(text));
    expect(brotliDecompressSync(await body.bytes('br')).toString()).toBe(text);
    expect(gunzipSync(await body.bytes('gzip')).toString()).toBe(text);
    expect((await body.bytes('br')).length).toBeLessThan(text.length / 4);
    expect(await body.bytes('br')).toBe(await body.bytes('br'));
    const small = createBody(Buffer.from('{}'));
    expect((await small.bytes('gzip')).toString()).toBe('{}');
  });
});
