/** docs/checks.md: every check as it describes itself. */
import { CATALOGUE } from '../../packages/core/src/checks/catalogue.ts';
import { type Check, persistenceOf, STAGES, type Stage } from '../../packages/core/src/index.ts';
import { rulesIn } from '../../packages/core/src/mesh/rule-citations.ts';
import { isInferred } from '../../packages/core/src/mesh/rules.ts';
import { sectionLink } from './rules-page.ts';

const HEAD = `<!-- Generated from packages/core/src/checks by npm run docs. Change the check, not this page. -->
# Checks

Each check knows one way in which a call fails. Its id is the cause code that reports, the API and the command line use, and
the heading to look for here; the number is its place in the failure catalogue. Checks are grouped by stage, in the order of
diagnosis: what is sick in an early stage explains much of what looks sick below it.

- **Severity**: \`broken\` stops traffic, \`degraded\` lets it through but not as asked, \`latent\` works now and breaks at the
  next change. It is the usual one; a check may say less where the evidence says less.
- **Blame**: whose it is. \`kubernetes\`, \`application\`, \`istio\` (a running component of Istio) or \`configuration\`.
- **Hops**: where on the path it can show, the usual place first. [The user guide](user-guide.md#hops) explains them.
- **Holds**: how long it must have held to count, by the transition times of objects and by what the server remembers. Until
  then a way is *unknown* and not *blocked*, so that a rollout does not show as an outage. A single look at objects that tell
  no time takes it as lasting. Logs and metrics must show it often enough instead, which holds 0 s.
- **Tier**: the lowest evidence that it works with. 0 is Kubernetes objects, 1 answers of pods, 2 dumps of ztunnel and istiod.
- **Needs**: what must have been read. With a need that was read nowhere the check is *not evaluated*, which never counts as
  healthy; one that was read in some namespaces only leaves the hops of the others unknown.
- **Explains**: symptoms that are no causes of their own where this one holds.
- **Rests on**: [rules of the mesh](rules.md). Where one of them is only inferred, a finding is *likely* at most, however plain
  its evidence; a finding may also rest on an inferred rule of its own, and is then likely too.
- **Source**: \`istio:\` and \`ztunnel:\` are files of those projects; \`IST0171\` and \`KIA1313\` are what \`istioctl analyze\` and
  Kiali call it.
`;

/** The whole page. */
export function renderChecks(checks: readonly Check[]): string {
  const groups = (Object.keys(STAGES) as Stage[]).map((stage) => ({
    stage,
    members: checks.filter((check) => check.stage === stage).sort((a, b) => a.number - b.number),
  }));
  const present = groups.filter(({ members }) => members.length > 0);
  const empty = groups
    .filter(({ members }) => members.length === 0)
    .map(({ stage }) => STAGES[stage].title.toLowerCase());
  const nothing = empty.length === 0 ? '' : `\nNo check of this version is about: ${empty.join(', ')}.\n`;
  const contents = present.map(({ stage, members }) => [
    `- [${STAGES[stage].title}](#${slugOf(STAGES[stage].title)})`,
    ...members.map(({ id, title }) => `  - [${title}](#${id})`),
  ]);
  const sections = present.map(({ stage, members }) => {
    const { title, what } = STAGES[stage];
    return [`## ${title}`, '', what, ...members.flatMap((check) => ['', ...renderCheck(check)])].join('\n');
  });
  const total = `${checks.length} checks in ${present.length} stages:`;
  return `${[HEAD, total, '', contents.flat().join('\n'), nothing, sections.join('\n\n')].join('\n')}\n`;
}

function renderCheck(check: Check): string[] {
  const {
    id,
    title,
    number,
    severity,
    blame,
    hops,
    tier,
    why,
    notProof,
    needs,
    needsOneOf = [],
    uses = [],
    explains = [],
    cite,
  } = check;
  const facts = `No. ${NUMBERS.get(id) ?? number} · ${severity} · blame: ${blame} · hops: ${hops.join(', ')} · from tier ${tier} · holds ${persistenceOf(check)} s`;
  return [
    `### ${id}`,
    '',
    `**${title}.** ${facts}`,
    '',
    escaped(why),
    '',
    `- What looks like it and is not: ${escaped(notProof)}`,
    `- Needs: ${codes(needs)}${needsOneOf.length === 0 ? '' : `, and one of ${codes(needsOneOf)}`}${uses.length === 0 ? '' : `; sharper with ${codes(uses)}`}`,
    ...(explains.length === 0 ? [] : [`- Explains: ${explains.map((other) => `[${other}](#${other})`).join(', ')}`]),
    ...restsOn(cite),
    ...(sourceIn(cite) === '' ? [] : [`- Source: ${escaped(sourceIn(cite))}`]),
  ];
}

function restsOn(cite: string): string[] {
  const rules = rulesIn(cite);
  const links = rules.map((id) => `[${id}](${sectionLink(id)})${isInferred(id) ? ' (inferred: likely at most)' : ''}`);
  return rules.length === 0 ? [] : [`- Rests on: ${links.join(', ')}`];
}

/** What a citation names besides rules. */
function sourceIn(cite: string): string {
  return cite
    .split('; ')
    .filter((part) => rulesIn(`(${part})`).length === 0)
    .join('; ');
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

const NUMBERS = new Map(CATALOGUE.map(({ id, number }) => [id, number] as const));

function slugOf(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}

/** What Markdown would take for markup. */
function escaped(text: string): string {
  return text.replace(/[<>*_[\]]/g, '\\$&');
}
