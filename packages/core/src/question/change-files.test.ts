import { describe, expect, it } from 'vitest';
import { readChange } from './change-files.ts';

const read = (text: string, path = 'change.yaml') => readChange([{ path, text }]);
const policy = (spec: string) =>
  `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: p, namespace: shop}\nspec:\n${spec}`;

describe('readChange', () => {
  it('reads documents and lists', () => {
    const { objects, problems } = read(
      `# a comment\n---\n${policy('  action: ALLOW')}\n---\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Namespace, metadata: {name: a}}\n- {apiVersion: v1, kind: Namespace, metadata: {name: b}}\n---\n`,
    );
    expect(problems).toEqual([]);
    expect(objects.map(({ kind, place }) => [kind, place])).toEqual([
      ['AuthorizationPolicy', 'change.yaml, document 1'],
      ['Namespace', 'change.yaml, document 2, item 1'],
      ['Namespace', 'change.yaml, document 2, item 2'],
    ]);
  });

  it('reads JSON', () => {
    expect(read('{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}', 'a.json').objects).toHaveLength(1);
  });

  it('takes null for a field that is not there', () => {
    expect(read(policy('  rules:\n  action: DENY')).problems).toEqual([]);
  });

  it.each([
    ['a: [1', /^change\.yaml, document 1: it is not valid YAML \(line 1: .+\)\.$/],
    ['', /^change\.yaml: there is no object in it\.$/],
    ['just words', /^change\.yaml, document 1: it is no object/],
    ['a: 1', /^change\.yaml, document 1: it has no kind/],
    ['a: *nowhere', /^change\.yaml, document 1: it is not valid YAML/],
    [
      'apiVersion: v1\nkind: Namespace\nmetadata: {}',
      /^change\.yaml, document 1: Namespace has no metadata\.name \(line 3\)\.$/,
    ],
    ['apiVersion: v1\nkind: Namespace', /^change\.yaml, document 1: Namespace: it lacks metadata\.$/],
    [
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels:\n    x: true',
      /^change\.yaml, document 1: Namespace: metadata\.labels\.x must be text \(quote it\) \(line 6\)\.$/,
    ],
    [
      `---\n${policy('  rules:\n  - from:\n    - source: {principals: web}')}`,
      /^change\.yaml, document 1: AuthorizationPolicy: spec\.rules\[0\]\.from\[0\]\.source\.principals must be a list \(line 8\)\.$/,
    ],
    [
      policy('  action: allow'),
      /AuthorizationPolicy: spec\.action must be one of ALLOW, DENY, AUDIT, CUSTOM \(line 5\)\.$/,
    ],
    [
      'apiVersion: security.istio.io/v1\nkind: AuthorisationPolicy\nmetadata: {name: x}',
      /there is no kind AuthorisationPolicy \(security\.istio\.io\/v1\) that could be applied here\.$/,
    ],
  ])('refuses %j', (text, sentence) => {
    const { objects, problems } = read(text);
    expect(objects).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
  });

  it.each([
    'apiVersion: v1\nkind: Secret\nmetadata: {name: x}',
    'apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: x}',
    'apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: x}',
  ])('leaves out what no rule reads, and says so: %j', (text) => {
    const { objects, problems, notes } = read(text);
    expect([objects, problems]).toEqual([[], []]);
    expect(notes[0]).toMatch(/^change\.yaml, document 1: .* is left out; objects of this kind are not read\.$/);
  });

  it('does not let aliases multiply', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.replace(/./g, (c) => `${c}: &${c} [${Array(9).fill(`*${String.fromCharCode(c.charCodeAt(0) - 1)}`)}]\n`)}`;
    expect(read(bomb).problems[0]).toContain('alias');
  });
});
