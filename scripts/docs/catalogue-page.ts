/** docs/catalogue.md: every failure of the catalogue with the check that knows it and the scenarios that show it. */
import type { CatalogueEntry } from '../../packages/core/src/checks/catalogue.ts';
import type { Check } from '../../packages/core/src/index.ts';

export interface CatalogueSources {
  readonly catalogue: readonly CatalogueEntry[];
  readonly checks: readonly Check[];
  /** titles by id */
  readonly scenarios: ReadonlyMap<string, string>;
}

const HEAD = `<!-- Generated from packages/core/src/checks/catalogue-rows.ts, the checks and the scenarios by npm run docs. -->
# Catalogue of failures

Every way in which a call can fail that Hopscope knows, in the order of diagnosis. An id leads to what [the check](checks.md)
says of itself. *Fires* is a mesh in which it is found, *near miss* one that looks like it and in which it stays silent; unit
tests ask both of each check.

| No. | Check | Severity | Blame | Tier | Fires | Near miss |
|---|---|---|---|---|---|---|
`;

/** The whole page. */
export function renderCatalogue({ catalogue, checks, scenarios }: CatalogueSources): string {
  const byId = new Map(checks.map((check) => [check.id, check] as const));
  const rows = catalogue.map((entry) => {
    const check = byId.get(entry.id);
    const name = check ? `[${entry.id}](checks.md#${entry.id})` : `${entry.id} (no check yet)`;
    const severity = check?.severity ?? entry.severities.join(' or ');
    const blame = check?.blame ?? entry.blames.join(' or ');
    const file = `../packages/core/scenarios/checks/${entry.stage}/${entry.id}.ts`;
    const shown = [entry.id, `${entry.id}-near`].map((id) => shownBy(scenarios.get(id), file));
    return `| ${[entry.number, name, severity, blame, check?.tier ?? entry.tier, ...shown].join(' | ')} |`;
  });
  const known = catalogue.filter(({ id }) => byId.has(id)).length;
  return `${HEAD}${rows.join('\n')}\n\n${known} of ${catalogue.length} failures have a check.\n`;
}

/** The title of a scenario, leading to its file. */
const shownBy = (title: string | undefined, file: string): string =>
  title === undefined ? '–' : `[${title.replaceAll('|', '\\|')}](${file})`;
