import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { DEMO_STORY } from '../../scenarios/index.ts';
import { sampleSnapshot, sampleState } from '../../scenarios/snapshot-sample.ts';
import { analyze } from '../report/analyze.ts';
import { buildSnapshot } from './build-snapshot.ts';
import { canonicalJson } from './canonical-json.ts';
import { reportOfSnapshot } from './report-of-snapshot.ts';
import { SnapshotDocument } from './snapshot-document.ts';

describe('buildSnapshot', () => {
  it.each(DEMO_STORY.map(({ id }) => id))('%s in full gives the report back, as it was', (chapter) => {
    const state = sampleState(chapter);
    const report = analyze(state);
    const back = reportOfSnapshot(sampleSnapshot(chapter, 'full', { state, report }));
    expect(back).toEqual({ ...report, settling: report.settling ?? [] });
  });

  it.each(['full', 'team', 'shape'] as const)(
    '%s fits the closed schema, whatever else hangs on the report',
    (profile) => {
      const state = sampleState('waypoint');
      const report = structuredClone(analyze(state)) as unknown as Record<string, unknown>;
      const secret = 'hunter2-token';
      report['password'] = secret;
      (report['causes'] as Record<string, unknown>[])[0]!['rawLog'] = secret;
      ((report['graph'] as Record<string, unknown>)['nodes'] as Record<string, unknown>[])[0]!['env'] = { KEY: secret };
      const sources = report['sources'] as Record<string, unknown>[];
      sources[0]!['annotations'] = secret;
      const document = sampleSnapshot('waypoint', profile, { report: report as never });
      expect([...Value.Errors(SnapshotDocument, document)]).toEqual([]);
      expect(canonicalJson(document)).not.toContain(secret);
    },
  );

  it('refuses by schema what it would not write', () => {
    const document = sampleSnapshot('waypoint', 'full');
    expect(Value.Check(SnapshotDocument, { ...document, env: {} })).toBe(false);
    expect(Value.Check(SnapshotDocument, { ...document, paths: [{ ...document.paths[0]!, log: 'x' }] })).toBe(false);
  });

  it('is the same twice, and does not touch its input', () => {
    const state = sampleState('waypoint');
    const report = analyze(state);
    const before = JSON.stringify(report);
    const one = sampleSnapshot('waypoint', 'shape', { state, report });
    expect(canonicalJson(sampleSnapshot('waypoint', 'shape', { state, report }))).toBe(canonicalJson(one));
    expect(JSON.stringify(report)).toBe(before);
  });

  it('tells releases, policies and the window of its readings', () => {
    const { versions, policies, window, asOf } = sampleSnapshot('waypoint', 'full');
    expect(versions).toContainEqual({ component: 'istiod', version: expect.stringMatching(/^\d+\.\d+/) });
    expect(policies.map(({ ref }) => ref.kind)).toContain('AuthorizationPolicy');
    expect(Date.parse(window.to!)).toBeLessThanOrEqual(Date.parse(asOf));
    expect(buildSnapshot).toBeTypeOf('function');
  });
});
