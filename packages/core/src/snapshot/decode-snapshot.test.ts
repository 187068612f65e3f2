import { describe, expect, it } from 'vitest';
import { sampleSnapshot } from '../../scenarios/snapshot-sample.ts';
import { canonicalJson } from './canonical-json.ts';
import { decodeSnapshot, encodeSnapshotFile, looksLikeSnapshot } from './decode-snapshot.ts';
import type { SnapshotDocument } from './snapshot-document.ts';

const document = sampleSnapshot('waypoint', 'full');
const fileOf = (value: unknown): string => encodeSnapshotFile(canonicalJson(value), 'abc', null);
const bend = (change: (copy: SnapshotDocument) => void): string => {
  const copy = structuredClone(document);
  change(copy);
  return fileOf(copy);
};

describe('decodeSnapshot', () => {
  it('gives back what was written', () => {
    const text = fileOf(document);
    expect(looksLikeSnapshot(text)).toBe(true);
    const read = decodeSnapshot(text);
    expect(read).toMatchObject({ ok: true, snapshot: { digest: 'abc', signature: null } });
    expect(read.ok && canonicalJson(read.snapshot.document)).toBe(canonicalJson(document));
    expect(read.ok && read.snapshot.canonical).toBe(canonicalJson(document));
  });

  it('says of a newer version what to do', () => {
    const read = decodeSnapshot(fileOf(document).replace('"hopscopeSnapshot":1', '"hopscopeSnapshot":7'));
    expect(read).toMatchObject({
      ok: false,
      code: 'newer',
      reason: expect.stringContaining('open it with a newer one'),
    });
  });

  it.each<[string, string, string]>([
    ['what is cut off', fileOf(document).slice(0, -40), 'no-json'],
    ['something else', '{"hopscopeBundle":1}', 'no-snapshot'],
    ['null', 'null', 'no-snapshot'],
    ['a document that is a text', fileOf('x'), 'damaged'],
    ['an unknown field', bend((copy) => Object.assign(copy, { extra: 1 })), 'damaged'],
    ['an unknown field deep down', bend((copy) => Object.assign(copy.sources[0]!, { extra: 1 })), 'damaged'],
    [
      'an index out of range',
      bend((copy) => {
        copy.graph.nodes.id[0] = 999_999;
      }),
      'damaged',
    ],
    [
      'a negative index',
      bend((copy) => {
        copy.graph.nodes.name[0] = -1;
      }),
      'damaged',
    ],
    [
      'a reference out of range',
      bend((copy) => {
        copy.graph.nodes.ref[0] = 999_999;
      }),
      'damaged',
    ],
    [
      'columns of different length',
      bend((copy) => {
        copy.graph.links.port.pop();
      }),
      'damaged',
    ],
    [
      'a query that cannot be read',
      bend((copy) => {
        copy.graph.strings[copy.graph.links.queryTo[0]!] = '%%';
      }),
      'damaged',
    ],
    [
      'a cause of links that are not there',
      bend((copy) => {
        copy.causes[0]!.links.push(1_000_000);
      }),
      'damaged',
    ],
    [
      'a node called __proto__',
      bend((copy) => {
        copy.graph.strings[copy.graph.nodes.id[0]!] = '__proto__';
      }),
      'damaged',
    ],
    ['a key __proto__', fileOf(document).replace('"ids":{', '"ids":{"__proto__":"x"'), 'damaged'],
    [
      'a key constructor',
      fileOf(document).replace('"queries":{', '"queries":{"constructor":{"prototype":1}'),
      'damaged',
    ],
    ['lists in lists', `${'['.repeat(5000)}${']'.repeat(5000)}`, 'damaged'],
    [
      'objects in objects in a document',
      fileOf(document).replace('"viewer":{', `"viewer":{"a":${'{"a":'.repeat(200)}1${'}'.repeat(200)},`),
      'damaged',
    ],
  ])('refuses %s', (_what, text, code) => {
    expect(decodeSnapshot(text)).toMatchObject({ ok: false, code });
    expect(({} as Record<string, unknown>)['extra']).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('x');
  });

  it('refuses what is too large before it reads it', () => {
    expect(decodeSnapshot('x'.repeat(101), { characters: 100, depth: 5 })).toMatchObject({
      ok: false,
      code: 'too-large',
    });
  });

  it('is not fooled by brackets in names', () => {
    const text = bend((copy) => {
      copy.headline.sentence = `${'[{"'.repeat(300)}\\"`;
    });
    expect(decodeSnapshot(text)).toMatchObject({ ok: true });
  });
});
