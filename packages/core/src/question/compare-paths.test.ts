import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { guarded, onServer, pair, withOutsider } from '../../scenarios/checks/pair.ts';
import type { Mesh } from '../../scenarios/mesh/mesh.ts';
import { scenarios } from '../../scenarios/scenarios.ts';
import { explain } from '../report/explain.ts';
import { comparePaths, PathComparison } from './compare-paths.ts';

const compare = (m: Mesh, a: string, b: string) => {
  const state = stateOf(m.bundle());
  const comparison = comparePaths(explain(state, questionOf(a)), explain(state, questionOf(b)));
  expect([...Value.Errors(PathComparison, comparison)]).toEqual([]);
  return comparison;
};

const fromNamespaces = (...namespaces: string[]) => ({ from: [{ source: { namespaces } }] });

describe('comparePaths', () => {
  it('says at which hop two callers part, and why each fares as it does', () => {
    const m = pair()
      .namespace('ops', { ambient: true })
      .app('ops/cron', { nodes: ['node-1'] })
      .authorizationPolicy('shop/allow-web', onServer([fromNamespaces('web')]));
    const { sentence, partsAt, rows, differences } = compare(
      m,
      'web/client -> shop/server:80',
      'ops/cron -> shop/server:80',
    );
    expect(rows[partsAt!]!.kind).toBe('destination-ztunnel');
    expect(sentence).toMatch(
      /^They part at hop \d, ztunnel on node-2: `web\/client` passes, because let through by rule 1 of `shop\/allow-web`; no DENY rule matches; `ops\/cron` stops, because `shop\/server` admits only listed callers, and `ops\/cron` is not among them/,
    );
    expect(differences).toContainEqual({
      what: 'namespace of the caller',
      left: 'web',
      right: 'ops',
    });
    expect(differences.map(({ what }) => what)).toContain('identity of the caller');
    expect(differences.map(({ what }) => what)).not.toContain('node of the receiver');
  });

  it('lines up ways that do not have the same hops', () => {
    const m = withOutsider().peerAuthentication('shop/default', 'STRICT');
    const { rows, differences } = compare(m, 'web/client -> shop/server:80', 'legacy/outsider -> shop/server:80');
    const ztunnel = rows.find(({ kind }) => kind === 'source-ztunnel')!;
    expect([ztunnel.left === null, ztunnel.right === null]).toEqual([false, true]);
    expect(differences).toContainEqual({ what: 'enrolment of the caller', left: 'ambient', right: 'unmeshed' });
    expect(differences).toContainEqual({ what: 'protocol of hop 4', left: 'HBONE', right: 'TCP' });
  });

  it('says where nothing parts them', () => {
    const m = guarded().app('web/second', { nodes: ['node-1'] });
    const same = compare(m, 'web/client -> shop/server:80', 'web/second -> shop/server:80');
    expect([same.partsAt, same.sentence]).toEqual([null, 'Nothing parts them: both arrive.']);
    const stopped = guarded({ replicas: 0 }).app('web/second', { nodes: ['node-1'] });
    expect(compare(stopped, 'web/client -> shop/server:80', 'web/second -> shop/server:80').sentence).toMatch(
      /^Nothing parts them: both stop at the same place, for the same reason\. /,
    );
  });

  it('holds for all questions of all scenarios: an answer beside itself parts nowhere, and every hop has its row', () => {
    for (const scenario of scenarios) {
      const state = stateOf(scenario.bundle());
      const answers = scenario.asks.map((ask) => explain(state, questionOf(`${ask.from} -> ${ask.to}`, ask.http)));
      for (const answer of answers) {
        const { partsAt, differences, rows } = comparePaths(answer, answer);
        expect([partsAt, differences]).toEqual([null, []]);
        const telling = answer.traces.find(({ verdict }) => verdict !== 'delivered') ?? answer.traces[0];
        expect(rows.length).toBe(telling?.hops.length ?? 0);
      }
    }
  });
});
