/** docs/rules.md: every rule of the mesh, who applies it and which test shows it; and what is wrong with the citations. */
import type { Check } from '../../packages/core/src/index.ts';
import { rulesIn } from '../../packages/core/src/mesh/rule-citations.ts';
import { RULE_SECTIONS, type Rule, ruleOf } from '../../packages/core/src/mesh/rules.ts';
import type { Citation } from './citations.ts';

const HEAD = `<!-- Generated from the comments of packages/core/src and the titles of tests by npm run docs. -->
# Rules of the mesh

How Istio's ambient mode treats a request, rule by rule, and where Hopscope applies each. The rules are listed in
\`packages/core/src/mesh/rules.ts\`; the rest of this page is read from the code: a function applies the rules that its comment
names, and a test shows those that its titles name. \`npm run check\` fails where a rule has neither a function nor a reason,
and where it has a function and no test.

- **Known from**: \`code\` was read in the source of Istio or ztunnel, \`observed\` was seen on a real mesh, \`inferred\` follows
  from code that was read and was not seen to happen. A finding that rests on an inferred rule is never more than *likely*.
- **Applied by**: functions, and [checks](checks.md) that tell of it. A rule that nothing applies says why.
- **Shown by**: tests. The scenario of a check fires it, and a near miss leaves it silent.
`;

/** What the page is made from. */
export interface RuleSources {
  rules: readonly Rule[];
  /** why no function applies a rule, by its id */
  reasons: Readonly<Record<string, string>>;
  citations: readonly Citation[];
  checks: readonly Pick<Check, 'id' | 'stage' | 'cite'>[];
}

interface Row {
  rule: Rule;
  functions: readonly Citation[];
  checks: readonly Pick<Check, 'id' | 'stage'>[];
  tests: readonly string[];
  reason: string;
}

/** The whole page. */
export function renderRules(sources: RuleSources): string {
  const rows = rowsOf(sources);
  const applied = rows.filter(({ reason }) => reason === '').length;
  const total = `${rows.length} rules: ${applied} are applied, ${rows.length - applied} need nothing or are not applied yet, each with its reason.`;
  const sections = RULE_SECTIONS.map(({ title }, i) => {
    const members = rows.filter(({ rule }) => rule.section === i + 1).map(renderRow);
    return [`## ${title}`, '', ...TABLE, ...members].join('\n');
  });
  return `${[HEAD, total, '', sections.join('\n\n')].join('\n')}\n`;
}

/** Where a page beside this one finds a rule. */
export function sectionLink(id: string): string {
  const title = RULE_SECTIONS[(ruleOf(id)?.section ?? 1) - 1]!.title;
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9 ]/g, '')
    .replaceAll(' ', '-');
  return `rules.md#${slug}`;
}

const TABLE = ['| Rule | | Known from | Applied by | Shown by |', '|---|---|---|---|---|'];

function renderRow({ rule, functions, checks, tests, reason }: Row): string {
  const applied = [
    ...functions.map(({ name, path }) => `[\`${name}\`](../${path})`),
    ...checks.map(({ id }) => `check [${id}](checks.md#${id})`),
  ];
  const shown = [
    ...tests.map((path) => `[${stemOf(path).replace('.test', '')}](../${path})`),
    ...checks.map((check) => `scenario [${check.id}](../${scenarioOf(check)})`),
  ];
  const who = applied.length > 0 ? applied.join(', ') : `*${reason}*`;
  return `| ${rule.id} | ${rule.title} | ${rule.basis} | ${who} | ${shown.join(', ')} |`;
}

const scenarioOf = ({ stage, id }: Pick<Check, 'id' | 'stage'>): string =>
  `packages/core/scenarios/checks/${stage}/${id}.ts`;

function rowsOf({ rules, reasons, citations, checks }: RuleSources): Row[] {
  return rules.map((rule) => {
    const own = citations.filter((citation) => citation.rule === rule.id);
    const inChecks = own
      .filter(({ path }) => checks.some(({ id }) => id === stemOf(path)))
      .map(({ path }) => stemOf(path));
    const functions = own
      .filter(({ kind, path }) => kind === 'function' && !inChecks.includes(stemOf(path)))
      .sort(byPlace);
    const tests = [...new Set(own.filter(({ kind }) => kind === 'test').map(({ path }) => path))].sort();
    const telling = checks.filter(({ id, cite }) => inChecks.includes(id) || rulesIn(cite).includes(rule.id));
    return { rule, functions, checks: telling, tests, reason: reasons[rule.id] ?? '' };
  });
}

const stemOf = (path: string): string =>
  path
    .split('/')
    .at(-1)!
    .replace(/\.\w+$/, '');

const byPlace = (a: Citation, b: Citation): number => (`${a.path} ${a.name}` < `${b.path} ${b.name}` ? -1 : 1);

/** One line for each problem: an id that is none, a rule without function and reason, a function without a test. */
export function findRuleProblems(sources: RuleSources): string[] {
  const ids = new Set(sources.rules.map(({ id }) => id));
  const unknown = sources.citations
    .filter(({ rule }) => !ids.has(rule))
    .map(({ rule, path }) => `${path} names the rule ${rule}, which packages/core/src/mesh/rules.ts does not list`);
  const misplaced = Object.keys(sources.reasons)
    .filter((id) => !ids.has(id))
    .map((id) => `A reason is given for the rule ${id}, which is none`);
  return [...unknown, ...misplaced, ...rowsOf(sources).flatMap(problemsOf)];
}

function problemsOf({ rule, functions, checks, tests, reason }: Row): string[] {
  const isApplied = functions.length + checks.length > 0;
  if (!isApplied && reason === '')
    return [
      `No function names the rule ${rule.id} (${rule.title}) in its comment, and scripts/docs/unapplied-rules.ts gives no reason`,
    ];
  if (isApplied && reason !== '')
    return [
      `scripts/docs/unapplied-rules.ts says why ${rule.id} is not applied, and ${functions[0]?.name ?? checks[0]?.id} applies it: take the reason out`,
    ];
  if (functions.length > 0 && tests.length === 0)
    return [`${functions[0]!.path} applies the rule ${rule.id} (${rule.title}), and no test names it in its title`];
  return [];
}
