import { analyze, explain, type MeshReport, parseAsk, type Verdict } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import { demoState } from '../routes/serve-scenario.ts';
import { badgeWords } from './badge-words.ts';

const rest = analyze(demoState('rest'));
const badge = (report: MeshReport, title = '') => badgeWords({ kind: 'map', report, title, about: [] });

/** The mesh at rest, its links judged so, one after the other. */
function judged(verdicts: readonly Verdict[], causes: MeshReport['causes'] = []): MeshReport {
  const links = rest.graph.links.slice(0, verdicts.length);
  const states = links.map(({ id }, index) => [id, { ...rest.links[id]!, verdict: verdicts[index]! }]);
  return { ...rest, causes, graph: { ...rest.graph, links }, links: Object.fromEntries(states) };
}

describe('badgeWords', () => {
  it.each<[Verdict[], string, string]>([
    [['delivered', 'delivered'], 'works', 'ok'],
    [['blocked', 'varies', 'degraded', 'delivered'], '2 broken', 'blocked'],
    [['degraded', 'delivered', 'unknown'], '1 degraded', 'degraded'],
    [['delivered', 'delivered', 'unknown'], '2 work, 1 unknown', 'ok'],
    [['delivered', 'unknown', 'unknown'], '1 work, 2 unknown', 'unknown'],
    [['unknown', 'unknown'], 'cannot be judged', 'unknown'],
    [[], 'no calls known', 'unknown'],
  ])('%j is told as %s', (verdicts, status, state) => {
    expect(badge(judged(verdicts))).toMatchObject({ label: 'mesh', status, state });
  });

  it('what is broken is told also where no call is known to fail', () => {
    const [cause] = analyze(demoState('waypoint')).causes;
    expect(badge(judged(['delivered'], [cause!]))).toMatchObject({
      status: '1 broken, no call fails',
      state: 'degraded',
    });
    const latent = { ...cause!, severity: 'latent' as const };
    expect(badge(judged(['delivered'], [latent]))).toMatchObject({ status: 'works' });
  });

  it('tells a path by its verdict and its sentence', () => {
    const query = parseAsk('web/frontend -> shop/cart:80');
    if (!query.ok) throw new Error(query.reason);
    const path = explain(demoState('waypoint'), query.value);
    expect(badgeWords({ kind: 'path', path, cluster: '' })).toEqual({
      label: 'web/frontend -> shop/cart:80',
      status: 'blocked',
      state: 'blocked',
      spoken: path.sentence,
    });
  });
});
