import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { mesh } from '../../scenarios/mesh/mesh.ts';
import { readExpectations } from './expectation-file.ts';
import { checkExpectations, ExpectationReport } from './expectations.ts';

const state = stateOf(
  mesh()
    .namespace('web', { ambient: true })
    .namespace('shop', { ambient: true, waypoint: 'waypoint' })
    .namespace('data', { ambient: true })
    .namespace('plain')
    .waypoint('shop/waypoint')
    .app('shop/cart')
    .app('data/db')
    .app('web/front')
    .app('web/other')
    .app('plain/old')
    .peerAuthentication('data/strict', 'STRICT')
    .authorizationPolicy('data/db', { rules: [{ from: [{ source: { namespaces: ['web'] } }] }] })
    .bundle(),
);

const judge = (yaml: string) => {
  const { expectations, problems } = readExpectations({ path: 'expectations.yaml', text: yaml });
  expect(problems).toEqual([]);
  const report = checkExpectations(state, expectations);
  expect(Value.Check(ExpectationReport, report)).toBe(true);
  return report;
};

describe('checkExpectations', () => {
  it.each([
    ['{from: web/front, to: "shop/cart:80", expect: delivered}', 'met'],
    ['{from: web/front, to: "shop/cart:80", expect: [degraded, delivered], via: shop/waypoint}', 'met'],
    ['{from: web/front, to: "shop/cart:80", expect: delivered, via: none}', 'not-met'],
    ['{from: plain/old, to: "shop/cart:80", expect: delivered, via: shop/waypoint}', 'not-met'],
    ['{from: plain/old, to: "data/db:80", expect: blocked}', 'met'],
    ['{from: plain/old, to: "data/db:80", expect: blocked, because: strict-mtls-rejects-plaintext}', 'met'],
    ['{from: plain/old, to: "data/db:80", expect: blocked, because: waypoint-no-pods}', 'not-met'],
    ['{from: plain/old, to: "data/db:80", expect: delivered}', 'not-met'],
    ['{from: web/front, to: "data/db:80", expect: blocked}', 'not-met'],
    // A name that is not there proves no rule.
    ['{from: web/front, to: "data/nope:80", expect: blocked}', 'unknown'],
    ['{from: web/nope, to: "data/db:80", expect: blocked}', 'unknown'],
    ['{from: web/nope, to: "data/db:80", expect: delivered}', 'not-met'],
    ['{only: ["web/*", apiserver], to: "data/db:80"}', 'met'],
    ['{only: [web/front], to: "data/db:80"}', 'not-met'],
    ['{only: [], to: "data/nope:80"}', 'unknown'],
  ])('%s is %s', (entry, status) => {
    const { results } = judge(`- ${entry}`);
    expect(results[0]).toMatchObject({ status, entry: 1, line: 1, file: 'expectations.yaml' });
  });

  it('names who gets through besides those listed', () => {
    const { results } = judge('- {only: [web/front], to: "data/db:80"}');
    expect(results[0]).toMatchObject({ others: ['web/other'], sentence: 'Also web/other gets through to data/db:80.' });
  });

  it('is unknown where what decides was not read', () => {
    const blind = stateOf(
      mesh()
        .namespace('web', { ambient: true })
        .app('web/a')
        .app('web/b')
        .unread('AuthorizationPolicy', null, 'no')
        .bundle(),
    );
    const { expectations } = readExpectations({
      path: 'e.yaml',
      text: '- {from: web/a, to: "web/b:80", expect: delivered}\n- {from: web/a, to: "web/b:80", expect: blocked}\n- {only: [], to: "web/b:80"}',
    });
    expect(checkExpectations(blind, expectations).results.map(({ status }) => status)).toEqual([
      'unknown',
      'unknown',
      'unknown',
    ]);
  });

  it('R6: knows of nobody it could not see', () => {
    const partly = mesh()
      .namespace('web', { ambient: true })
      .namespace('dark', { ambient: true })
      .app('web/a')
      .app('web/b');
    partly.authorizationPolicy('web/only', { rules: [{ from: [{ source: { namespaces: ['web'] } }] }] });
    const text = '- {only: ["web/*"], to: "web/b:80"}';
    const { expectations } = readExpectations({ path: 'e.yaml', text });
    const statusIn = (m: typeof partly) => checkExpectations(stateOf(m.bundle()), expectations).results[0]!.status;
    expect(statusIn(partly)).toBe('met');
    expect(statusIn(partly.unread('Pod', 'dark', 'no'))).toBe('unknown');
  });

  it('counts, and knows the line of each entry', () => {
    const report = judge(
      'expectations:\n  - name: one\n    from: web/front\n    to: shop/cart:80\n    expect: delivered\n\n  - from: plain/old\n    to: data/db:80\n    expect: delivered\n',
    );
    expect(report.sentence).toBe('1 of 2 expectations is met; 1 is not.');
    expect(report.results.map(({ line, name }) => [line, name])).toEqual([
      [2, 'one'],
      [7, ''],
    ]);
  });
});

describe('readExpectations', () => {
  it('reads the HTTP part', () => {
    const { expectations } = readExpectations({
      path: 'e.yaml',
      text: '- {from: a/b, to: "c/d:80", expect: blocked, http: {method: post, path: /x, headers: {Host: h}}}',
    });
    expect(expectations[0]!.http).toEqual({ method: 'POST', path: '/x', headers: { host: 'h' } });
  });

  it.each([
    ['a: [', /^e\.yaml \(line \d+\): it is not valid YAML\.$/],
    ['other: 1', /^e\.yaml: it holds no list of expectations/],
    ['[]', /^e\.yaml: its list of expectations is empty\.$/],
    ['- 1', /^e\.yaml, entry 1 \(line 1\): it is no object/],
    ['- {form: a/b, to: "c/d:80"}', /there is no field `form`; there are name, from, only/],
    ['- {from: a/b, expect: delivered}', /entry 1 \(line 1\): it needs `to`\.$/],
    ['- {from: a/b, to: c/d, expect: delivered}', /`to`: "c\/d" cannot be read/],
    ['- {from: b, to: "c/d:80", expect: delivered}', /`from`: "b" cannot be read/],
    ['- {from: a/b, to: "c/d:80"}', /it needs `expect`/],
    ['- {to: "c/d:80"}', /it needs `from` and `expect`, or `only`/],
    ['- {from: a/b, to: "c/d:80", expect: allowed}', /`expect` is delivered, degraded, varies or blocked/],
    ['- {from: a/b, to: "c/d:80", expect: delivered, via: waypoint}', /`via` is NAMESPACE\/NAME/],
    ['- {from: a/b, to: "c/d:80", expect: blocked, because: policy}', /there is no cause code "policy"/],
    ['- {from: a/b, to: "c/d:80", expect: delivered, because: waypoint-no-pods}', /`expect` says delivered/],
    ['- {only: [a/b], from: a/c, to: "c/d:80"}', /`only` stands alone/],
    ['- {only: ["pod:a/b"], to: "c/d:80"}', /one pod or address/],
    [
      '\n\n- {from: a/b, to: "c/d:80", expect: delivered}\n- {from: a/b, to: 1, expect: delivered}',
      /entry 2 \(line 4\)/,
    ],
  ])('refuses %j', (text, sentence) => {
    const { problems } = readExpectations({ path: 'e.yaml', text });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
  });
});
