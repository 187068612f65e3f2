import { describe, expect, it } from 'vitest';
import { denied } from '../../scenarios/agreement/agreement-case.ts';
import { seen } from '../../scenarios/agreement/seen-calls.ts';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { CLIENT, pair, SERVER } from '../../scenarios/checks/pair.ts';
import { scenarios } from '../../scenarios/index.ts';
import type { Mesh } from '../../scenarios/mesh/mesh.ts';
import { whatIf } from '../question/what-if.ts';
import { analyze } from './analyze.ts';
import { explain } from './explain.ts';
import { firstSeenAfter } from './first-seen.ts';

const LINK = 'service:web/client -> service:shop/server:80';
const judged = (inside: Mesh) => {
  const report = analyze(stateOf(inside.bundle()));
  return { report, link: report.links[LINK]! };
};

describe('a link that was seen', () => {
  it('has its traffic, in two digits, and how it goes with the configuration', () => {
    const { link } = judged(seen(pair(), { well: 601, failed: 6 }));
    expect(link.agreement).toBe('confirmed');
    expect(link.traffic).toEqual({
      measure: 'connections',
      reporter: 'source',
      rate: 2,
      failing: 0.0099,
      outcomes: [{ by: 'CONNECT', share: 1 }],
      seconds: 300,
      anyPort: false,
    });
  });

  it('says what the other end gave as the reason', () => {
    const { link } = judged(seen(denied(), { well: 0, failed: 400, reason: 'DENY' }));
    expect(link.traffic).toMatchObject({ rate: 1.3, failing: 1, outcomes: [{ by: 'DENY', share: 1 }] });
  });

  it('is neither well nor failing where the configuration lets it pass and it fails', () => {
    const { link, report } = judged(seen(pair(), { failed: 400, reason: 'DENY' }));
    expect([link.verdict, link.expected]).toEqual(['unknown', 'delivered']);
    expect(link.sentence).toBe(
      'Calls from web/client to shop/server:80 fail: 1.3 calls a second, all refused (DENY). Nothing that was looked at says why, so the cause is outside of what is modelled here, or what was read is out of date.',
    );
    expect(report.cannotJudge).toMatchObject([{ links: 1, gap: { source: 'agreement' } }]);
    expect(report.counts).toMatchObject({ unknown: 1, delivered: 0, disagreements: 0 });
  });

  it('is no failure where calls arrive that ought to be blocked: that counts as our own', () => {
    const { link, report } = judged(seen(denied(), { well: 600 }));
    expect([link.verdict, link.expected, link.causes]).toEqual(['unknown', 'blocked', []]);
    expect(report.counts).toMatchObject({ blocked: 0, unknown: 1, disagreements: 1 });
    expect(report.causes.flatMap(({ links }) => links)).toEqual([]);
  });

  it('is left as it was where nobody has rates', () => {
    expect(judged(pair()).link).not.toHaveProperty('traffic');
    expect(judged(pair()).link).not.toHaveProperty('agreement');
  });
});

describe('since when it is blocked', () => {
  const state = stateOf(seen(denied(), { well: 600 }).bundle());
  const remembered = firstSeenAfter(state);
  const verdictSince = (since: string | null) => {
    const firstSeen = Object.fromEntries(Object.keys(remembered).map((key) => [key, since ?? '']));
    return analyze({ ...state, firstSeen }).links[LINK]!.agreement;
  };
  const ago = (seconds: number): string => new Date(Date.parse(state.takenAt) - seconds * 1000).toISOString();

  it.each([
    ['before anybody looked', null, 'conflict-blocked-succeeding'],
    ['for longer than the time that was looked at, and proxies had the news', ago(400), 'conflict-blocked-succeeding'],
    ['in the time that was looked at', ago(200), undefined],
    ['when the time that was looked at began: proxies may not have had the news', ago(320), undefined],
  ])('%s', (_name, since, expected) => {
    expect(verdictSince(since)).toBe(expected);
  });
});

describe('the answer to a question', () => {
  const ask = (inside: Mesh) => explain(stateOf(inside.bundle()), questionOf(`${CLIENT} -> ${SERVER}`));

  it('lists of a conflict what may be behind it, and how old is what it rests on', () => {
    const { agreement, basis, verdict, blame } = ask(seen(pair(), { failed: 400, reason: 'DENY' }));
    expect([verdict, basis, blame]).toEqual(['unknown', 'observed', null]);
    expect(agreement).toMatchObject({ suspects: ['DENY: a policy refuses them.'] });
    expect(agreement?.inputs[0]).toMatchObject({ source: expect.any(String), at: expect.any(String) });
  });

  it('of a model that is wrong says what it believed', () => {
    const { agreement, firstBlocker } = ask(seen(denied(), { well: 600 }));
    expect(firstBlocker?.detection.check).toBe('ztunnel-default-deny');
    expect(agreement?.suspects).toEqual([expect.stringContaining('ztunnel-default-deny')]);
  });

  it('of what is blocked twice names the other cause', () => {
    const { agreement } = ask(seen(denied(), { failed: 400, flag: 'TLS_FAILURE' }));
    expect(agreement?.suspects).toEqual(['TLS_FAILURE: the two ends do not accept the certificates of each other.']);
  });

  it('is not held against traffic where a part of the request is given, or one pod of several asks', () => {
    const state = stateOf(seen(pair({}, { replicas: 2 }), { well: 600 }).bundle());
    const [pod] = state.pods.filter(({ namespace }) => namespace === 'web');
    expect(explain(state, questionOf(`${CLIENT} -> ${SERVER}`, { method: 'GET' }))).not.toHaveProperty('agreement');
    expect(explain(state, questionOf(`pod:web/${pod!.name} -> ${SERVER}`))).not.toHaveProperty('agreement');
    expect(explain(state, questionOf(`${CLIENT} -> ${SERVER}`))).toHaveProperty('agreement');
  });

  it('is the same as that of the link', () => {
    for (const { id, bundle } of scenarios.filter((one) => one.id.startsWith('agreement-'))) {
      const state = stateOf(bundle());
      const report = analyze(state);
      for (const { id: link, query } of report.graph.links) {
        const { verdict, agreement } = explain(state, query);
        const { verdict: ofLink, agreement: kind } = report.links[link]!;
        expect([id, verdict, agreement?.kind]).toEqual([id, ofLink, kind]);
      }
    }
  });
});

it('a change that is only thought of is not held against what was seen before', () => {
  const state = stateOf(seen(pair(), { well: 600 }).bundle());
  const policy = denied()
    .bundle()
    .objects.find(({ kind }) => kind === 'AuthorizationPolicy')!;
  const { answer } = whatIf(state, { objects: [{ raw: policy, kind: 'AuthorizationPolicy' } as never], without: [] });
  expect(answer.links.map(({ before, after }) => [before, after])).toEqual([['delivered', 'blocked']]);
});
