import { describe, expect, it } from 'vitest';
import { scenarios } from './scenarios.ts';

describe('scenarios', () => {
  it('have ids of their own', () => {
    const ids = scenarios.map((scenario) => scenario.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('never ask for what they forbid', () => {
    for (const { id, fires = [], silent = [], asks } of scenarios) {
      expect(
        fires.filter((check) => silent.includes(check)),
        id,
      ).toEqual([]);
      for (const { expect: wanted } of asks) {
        expect(wanted.notCauses ?? [], id).not.toContain(wanted.cause);
        expect(wanted.notBlame ?? [], id).not.toContain(wanted.blame);
      }
    }
  });
});

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_id, scenario) => {
  it('builds the same plain data twice, with no object twice', () => {
    const bundle = scenario.bundle();
    expect(JSON.parse(JSON.stringify(scenario.bundle()))).toEqual(bundle);
    const keys = bundle.objects.map(
      (one) => `${one.apiVersion}/${one.kind}/${one.metadata.namespace}/${one.metadata.name}`,
    );
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it('asks about what is there', () => {
    const { objects } = scenario.bundle();
    const has = (kind: string, ref: string) =>
      objects.some((one) => one.kind === kind && `${one.metadata.namespace}/${one.metadata.name}` === ref);
    for (const { from, to } of scenario.asks) {
      const source = from.replace(/^(workload|pod|gateway):/, '');
      const kinds = from.startsWith('pod:')
        ? ['Pod']
        : from.startsWith('gateway:')
          ? ['Gateway']
          : ['Deployment', 'StatefulSet'];
      if (source.includes('/'))
        expect(
          kinds.some((kind) => has(kind, source)),
          from,
        ).toBe(true);
      const target = to.replace(/:\d+$/, '');
      const isPod = target.startsWith('pod:');
      expect(has(isPod ? 'Pod' : 'Service', target.replace(/^(pod|service):/, '')), to).toBe(true);
    }
  });
});
