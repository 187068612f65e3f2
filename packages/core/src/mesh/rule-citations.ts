/** Ids of rules (`W8`, `A9.port`) in comments, titles of tests and sources of checks. */

const ID = String.raw`(?:MC|CP|ST|[ACDEGLMNPRSWXZ])\d{1,2}(?:\.[a-z]+)?`;
const ONE_OR_RANGE = new RegExp(String.raw`(?<![\w.-])(${ID})(?:(?:-|–)(${ID}))?(?![\w-])`, 'g');
const LIST = `${ID}(?:[-–]${ID})?(?:(?:, ?| and |,? )${ID}(?:[-–]${ID})?)*`;
const AT_START = new RegExp(String.raw`^[*\s]*(${LIST})(?=[:;,]|$)`);
const IN_BRACKETS = new RegExp(String.raw`\((${LIST})(?=[);:,])`, 'g');
/** Layers of the network are called so too: they are rules only in a list of rules. */
const LAYERS: ReadonlySet<string> = new Set(['L4', 'L7']);
/** The rules of the house for code have ids like those of HTTP. */
const OF_THE_HOUSE = /house rules? R\d+/gi;

/** Every rule that a text cites, once: single ids, lists and ranges (`W8-W10`). Whether they exist is not asked. */
export function rulesIn(text: string): string[] {
  const own = text.replace(OF_THE_HOUSE, '');
  const lists = [AT_START.exec(own)?.[1] ?? '', ...[...own.matchAll(IN_BRACKETS)].map((match) => match[1]!)];
  const listed = new Set(lists.flatMap((list) => citationsIn(list).flat()));
  const counts = (ids: readonly string[]) => ids.length > 1 || !LAYERS.has(ids[0]!) || listed.has(ids[0]!);
  return [...new Set(citationsIn(own).filter(counts).flat())];
}

/** The rules that a text begins with, as the title of a test does: `E1, E2: …`, `E10 finished`. */
export function rulesAtStart(text: string): string[] {
  const list = new RegExp(`^(${LIST})(?=[:; ]|$)`).exec(text)?.[1] ?? '';
  return rulesIn(list === text ? `${list}:` : text.slice(0, list.length + 1));
}

/** The ids of each single mention or range. */
const citationsIn = (text: string): string[][] =>
  [...text.matchAll(ONE_OR_RANGE)].map(([, first, last]) => idsBetween(first!, last ?? first!));

function idsBetween(first: string, last: string): string[] {
  const [, prefix, low] = PARTS.exec(first)!;
  const [, other, high] = PARTS.exec(last)!;
  const count = Number(high) - Number(low) + 1;
  if (prefix !== other || count <= 1) return first === last ? [first] : [first, last];
  return Array.from({ length: count }, (_, i) => `${prefix}${Number(low) + i}`);
}

const PARTS = /^([A-Z]+)(\d+)/;
