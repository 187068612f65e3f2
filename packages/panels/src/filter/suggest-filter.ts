/** What can be meant by the part of a filter that is being typed. */
import type { MeshReport } from '@hopscope/core';
import { blameWord } from '../marks/blame-words.ts';
import { NO_WAYPOINT, titleOf } from './filter-facts.ts';
import {
  FILTER_BLAMES,
  FILTER_KEYS,
  FILTER_STATES,
  type FilterKey,
  isKey,
  lastPiece,
  writeTerm,
} from './filter-text.ts';

export interface FilterChoice {
  readonly value: string;
  /** what it means, where the value alone does not say it */
  readonly hint: string;
}
export type FilterChoices = Readonly<Record<FilterKey, readonly FilterChoice[]>>;

export interface Suggestion {
  /** the part as it would stand */
  readonly text: string;
  readonly hint: string;
  /** the whole draft with it */
  readonly draft: string;
  /** nothing is missing: it can be set at once. Of a key the value is missing */
  readonly isWhole: boolean;
}

/** Every value that a report has for each key, sorted. */
export function choicesOf(report: MeshReport): FilterChoices {
  const { nodes, links } = report.graph;
  const titles = new Map(nodes.map((node) => [node.id, titleOf(node)]));
  const waypoints = [
    ...nodes.map(({ waypoint }) => waypoint),
    ...Object.values(report.links).map((one) => one.waypoint),
  ];
  const table = (words: object) => Object.entries(words).map(([value, hint]) => ({ value, hint: String(hint) }));
  const causes = new Map(report.causes.map(({ check, blame }) => [check, blameWord(blame)]));
  return {
    ns: plain(nodes.map(({ namespace }) => namespace)),
    state: table(FILTER_STATES),
    cause: [...causes].map(([value, hint]) => ({ value, hint })),
    blame: table(FILTER_BLAMES),
    waypoint: [...plain(waypoints), { value: NO_WAYPOINT, hint: 'passes no waypoint' }],
    from: plain(links.map(({ from }) => titles.get(from) ?? '')),
    to: plain(links.map(({ to }) => titles.get(to) ?? '')),
    node: plain(nodes.flatMap((node) => node.nodes)),
  };
}

function plain(values: readonly string[]): readonly FilterChoice[] {
  const known = [...new Set(values)].filter((value) => value !== '').sort();
  return known.map((value) => ({ value, hint: '' }));
}

const MOST = 12;
/** For words without a key: so many of each key, or one long list hides the others. */
const MOST_OF_A_KEY = 3;
const WITH_KEY = /^(-?)([A-Za-z]+):(.*)$/s;

/** Suggestions for the last part of a draft, the best first. */
export function suggestFilter(draft: string, choices: FilterChoices): readonly Suggestion[] {
  const piece = lastPiece(draft);
  const before = draft.slice(0, draft.length - piece.length);
  const make = (text: string, hint: string, isWhole: boolean) => ({ text, hint, draft: before + text, isWhole });
  const [, minus = '', name = '', rest = ''] = WITH_KEY.exec(piece) ?? [];
  const key = name.toLowerCase();
  if (isKey(key)) {
    const comma = rest.lastIndexOf(',') + 1;
    const head = `${minus}${key}:${rest.slice(0, comma)}`;
    const found = bestOf(choices[key], rest.slice(comma).replace(/^"/, ''), MOST);
    return found.map(({ value, hint }) => make(head + valueText(value), hint, true));
  }
  const sign = piece.startsWith('-') ? '-' : '';
  const word = piece.slice(sign.length).toLowerCase();
  const entries = Object.entries(FILTER_KEYS) as [FilterKey, string][];
  const keys = entries
    .filter(([one]) => one.startsWith(word))
    .map(([one, hint]) => make(`${sign}${one}:`, hint, false));
  if (word.length < 2) return keys;
  const values = entries.flatMap(([one, means]) =>
    bestOf(choices[one], word, MOST_OF_A_KEY).map(({ value, hint }) =>
      make(`${sign}${one}:${valueText(value)}`, hint || means, true),
    ),
  );
  return [...keys, ...values].slice(0, MOST);
}

/** A value as it stands behind a key. */
function valueText(value: string): string {
  return writeTerm({ key: 'ns', values: [value], isNegated: false }).slice('ns:'.length);
}

/** Those that begin with a word, then those that have a part which does, then those that have it anywhere. */
function bestOf(choices: readonly FilterChoice[], typed: string, most: number): readonly FilterChoice[] {
  const word = typed.toLowerCase();
  const ranks: FilterChoice[][] = [[], [], []];
  for (const choice of choices) {
    const at = choice.value.toLowerCase().indexOf(word);
    if (at === 0) ranks[0]!.push(choice);
    else if (at > 0) ranks[/[\w.]/.test(choice.value[at - 1]!) ? 2 : 1]!.push(choice);
  }
  return ranks.flat().slice(0, most);
}
