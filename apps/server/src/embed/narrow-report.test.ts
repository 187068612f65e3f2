import { analyze } from '@hopscope/core';
import { DEMO_STORY } from '@hopscope/core/scenarios';
import { describe, expect, it } from 'vitest';
import { demoState } from '../routes/serve-scenario.ts';
import { narrowReport } from './narrow-report.ts';

const CHAPTERS = DEMO_STORY.map(({ id }) => id);
const NAMESPACES = ['edge', 'web', 'shop', 'payments', 'data', 'platform', 'partner', 'legacy'];

describe('narrowReport', () => {
  it('leaves a report as it is where nothing is locked', () => {
    const state = demoState('rest');
    const report = analyze(state);
    expect(narrowReport(report, state, null).report).toBe(report);
  });

  it.each(CHAPTERS)('tells in chapter %s of no other namespace, whichever is locked', (chapter) => {
    const state = demoState(chapter);
    const report = analyze(state);
    for (const own of NAMESPACES) {
      const text = JSON.stringify(narrowReport(report, state, [own]).report);
      for (const { namespace, name } of state.services) {
        if (namespace === own || !NAMESPACES.includes(namespace)) continue;
        expect(text).not.toContain(`${namespace}/${name}`);
        expect(text).not.toContain(`${name}.${namespace}`);
        expect(text).not.toContain(`"namespace":"${namespace}"`);
      }
    }
  });

  it('counts what crosses the border, and says that it is not shown', () => {
    const state = demoState('waypoint');
    const whole = analyze(state);
    const { report, crossing } = narrowReport(whole, state, ['web']);
    const isWeb = (id: string) => whole.graph.nodes.find((node) => node.id === id)?.namespace === 'web';
    const expected = whole.graph.links.filter(({ from, to }) => isWeb(from) !== isWeb(to)).length;
    expect(crossing.links).toBe(expected);
    expect(expected).toBeGreaterThan(0);
    expect(report.headline.second).toContain('other namespaces are not shown here');
    expect(report.counts.links).toBe(report.graph.links.length);
  });

  it('never makes a verdict better', () => {
    for (const chapter of CHAPTERS) {
      const state = demoState(chapter);
      const whole = analyze(state);
      const { report } = narrowReport(whole, state, ['shop', 'web']);
      for (const [id, { verdict }] of Object.entries(report.links)) expect(verdict).toBe(whole.links[id]?.verdict);
      for (const [id, { state: own }] of Object.entries(report.nodes)) expect(own).toBe(whole.nodes[id]?.state);
    }
  });

  it('keeps links that fail together with their causes', () => {
    const state = demoState('waypoint');
    const { report } = narrowReport(analyze(state), state, ['shop', 'web']);
    const keys = new Set([...report.causes, ...report.symptoms].map(({ key }) => key));
    const failing = Object.values(report.links).filter(({ verdict }) => verdict === 'blocked');
    expect(failing.length).toBeGreaterThan(0);
    for (const { causes } of failing) for (const key of causes) expect(keys).toContain(key);
  });
});
