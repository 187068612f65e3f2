import { describe, expect, it } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { LONG, pair } from '../../scenarios/checks/pair.ts';
import { withoutSource } from '../../scenarios/unread.ts';
import type { Check } from '../checks/check.ts';
import { CHECKS } from '../checks/index.ts';
import { indexMesh } from '../mesh/mesh.ts';
import { isAnywhereReadable, runChecks } from './mesh-findings.ts';

const crashing = stateOf(
  pair()
    .fault('istio-system/ztunnel', { state: 'crash', since: LONG, on: ['node-1'] })
    .bundle(),
);
const crashloop = CHECKS.find((check) => check.id === 'ztunnel-crashloop')!;

describe('runChecks', () => {
  it('finds by subject', () => {
    const { all, on, notEvaluated } = runChecks(indexMesh(crashing), [crashloop]);
    expect(all.map((found) => [found.check, found.severity, found.subject.kind])).toEqual([
      ['ztunnel-crashloop', 'broken', 'Pod'],
    ]);
    expect(on(all[0]!.subject)).toEqual(all);
    expect(notEvaluated).toEqual([]);
  });

  it('leaves a check that fails not evaluated, with its message, and runs the others', () => {
    const bad: Check = {
      ...crashloop,
      id: 'bad',
      detect() {
        throw new Error('out of cheese');
      },
    };
    const { all, notEvaluated } = runChecks(indexMesh(crashing), [bad, crashloop]);
    expect(notEvaluated).toEqual([{ check: 'bad', reason: 'the check failed: out of cheese', missing: [] }]);
    expect(all.map((found) => found.check)).toEqual(['ztunnel-crashloop']);
  });

  it('says which input is missing, and why', () => {
    const { notEvaluated, judging } = runChecks(indexMesh(withoutSource(crashing, 'Pod')), CHECKS);
    const entry = notEvaluated.find((item) => item.check === 'ztunnel-crashloop');
    expect(entry).toEqual({ check: 'ztunnel-crashloop', reason: 'Pod objects may not be listed', missing: ['Pod'] });
    expect(judging.some((check) => check.needs.includes('Pod'))).toBe(false);
  });

  it('goes on where at least one namespace could be read', () => {
    const pods = crashing.sources.find((status) => status.source === 'Pod')!;
    const status = { ...pods, state: 'forbidden' as const, count: 0 };
    const inOne = { ...pods, scope: 'istio-system' };
    const mesh = indexMesh({ ...crashing, sources: [status, inOne] });
    expect(isAnywhereReadable(mesh, 'Pod')).toBe(true);
    expect(runChecks(mesh, [crashloop]).all).toHaveLength(1);
  });
});
