import { analyze } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import { demoState } from '../routes/serve-scenario.ts';
import { fingerprintOf } from './fingerprint.ts';

describe('fingerprintOf', () => {
  const report = analyze(demoState('rest'));

  it('does not mind when it was and how old the sources are', () => {
    const later = {
      ...report,
      asOf: '2027-01-01T00:00:00Z',
      sources: report.sources.map((source) => ({ ...source, at: 'x', count: 7 })),
    };
    expect(fingerprintOf(later).hash).toBe(fingerprintOf(report).hash);
  });

  it('minds a source that can no longer be read, and a headline', () => {
    const [first, ...rest] = report.sources;
    const print = fingerprintOf({ ...report, sources: [{ ...first!, state: 'stale' }, ...rest] });
    expect(print.sources).not.toBe(fingerprintOf(report).sources);
    expect(print.hash).not.toBe(fingerprintOf(report).hash);
    const other = fingerprintOf({ ...report, headline: { ...report.headline, sentence: 'x' } });
    expect(other.hash).not.toBe(fingerprintOf(report).hash);
  });
});
