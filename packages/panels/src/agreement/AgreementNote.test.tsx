import type { Agreement, AgreementKind } from '@hopscope/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { LOOKS, lookOf } from '../map/link-look.ts';
import { SAMPLE_MESH } from '../map/sample-mesh.ts';
import { PathVerdict } from '../path/PathVerdict.tsx';
import { unknownWord, whereWord } from '../path/path-words.ts';
import { blocked, delivered } from '../path/sample-paths.ts';
import { AgreementNote } from './AgreementNote.tsx';
import { AGREEMENT_LOOKS } from './agreement-look.ts';

const agreement: Agreement = {
  kind: 'conflict-blocked-succeeding',
  sentence: 'Conflict: by our reckoning it is blocked, and calls arrive.',
  suspects: ['This is not so: `shop/policy` lists another caller.'],
  inputs: [{ source: 'ztunnel-config', scope: 'istio-system/ztunnel-a', at: '2026-11-20T14:20:00Z' }],
};
const conflict = { ...blocked, verdict: 'unknown' as const, agreement };

describe('AgreementNote', () => {
  it('says a conflict by word and shape, what may be behind it, and how old its grounds are', () => {
    const markup = renderToStaticMarkup(<AgreementNote agreement={agreement} asOf="2026-11-20T14:23:00Z" />);
    for (const part of [
      'model disagreement',
      'data-state="conflict"',
      'shop/policy',
      'istio-system/ztunnel-a',
      '3 min',
    ])
      expect(markup).toContain(part);
  });

  it('is short where both agree', () => {
    const plain: Agreement = { kind: 'confirmed', sentence: 'Confirmed by traffic.', suspects: [], inputs: [] };
    const markup = renderToStaticMarkup(<AgreementNote agreement={plain} asOf="2026-11-20T14:23:00Z" />);
    expect(markup).not.toMatch(/<ul|rests on/);
  });
});

describe('a path that traffic contradicts', () => {
  it('has the mark of a conflict, and no hop at which it would fail', () => {
    const markup = renderToStaticMarkup(<PathVerdict result={conflict} />);
    expect(markup).toContain('data-state="conflict"');
    expect(whereWord(conflict)).toBe('');
    expect(unknownWord(conflict)).toBe('');
    expect(renderToStaticMarkup(<PathVerdict result={delivered} />)).not.toContain('hs-agreement');
  });
});

describe('a link that traffic contradicts', () => {
  const [link] = SAMPLE_MESH.graph.links;
  const look = (kind: AgreementKind) =>
    lookOf({ ...SAMPLE_MESH.links[link!.id]!, verdict: 'unknown', expected: 'blocked', agreement: kind });

  it('is never drawn as failing', () => {
    expect(look('conflict-blocked-succeeding')).toBe('conflict');
    expect(look('conflict-passes-failing')).toBe('conflict');
    expect(look('observation-only')).toBe('would-block');
    expect(LOOKS.conflict.word).toBe('contradicted by traffic');
  });

  it('every agreement has its shape and words', () => {
    expect(new Set(Object.values(AGREEMENT_LOOKS).map(({ mark, word }) => `${mark} ${word}`)).size).toBeGreaterThan(5);
  });
});
