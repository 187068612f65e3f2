/** What a policy asks for and what a call has, in words that need no manual. */
import type { Asked, Clause, Pattern } from '../mesh/policy/asked.ts';
import { clauseTruth, truthOf } from '../mesh/policy/asked.ts';
import type { Truth } from '../mesh/truth.ts';
import { accountOf, parsePrincipal } from '../state/refs.ts';
import type { AskedLine, ClauseReading, ReadingResult, RuleReading } from './policy-reading.ts';

/** Names, alternatives and rules that are listed of one thing. */
const MOST_NAMES = 6;
const MOST_ALTERNATIVES = 12;

export const resultOf = (truth: Truth): ReadingResult => (truth === 'undecided' ? 'open' : truth ? 'matches' : 'no');

/** What the field is called, what the call does with it, and what it is without one. */
interface Words {
  thing: string;
  verb: string;
  without: string;
}

const WORDS: Readonly<Record<string, Words>> = {
  principals: { thing: 'identity', verb: 'comes as', without: 'comes without an identity' },
  namespaces: {
    thing: 'namespace',
    verb: 'comes from namespace',
    without: 'comes without an identity, so from no namespace',
  },
  serviceAccounts: { thing: 'service account', verb: 'comes from account', without: 'comes without an identity' },
  ipBlocks: { thing: 'address', verb: 'comes from', without: 'comes from an address that is not known' },
  remoteIpBlocks: { thing: 'first address of the caller', verb: 'comes from', without: 'comes from somewhere' },
  requestPrincipals: { thing: 'token of', verb: 'carries a token of', without: 'carries no token that is read' },
  'destination.ip': { thing: 'destination address', verb: 'goes to', without: 'goes to no known address' },
  ports: { thing: 'port', verb: 'goes to port', without: 'goes to no known port' },
  methods: { thing: 'method', verb: 'is a', without: 'has no method' },
  paths: { thing: 'path', verb: 'asks for', without: 'has no path' },
  hosts: { thing: 'host', verb: 'is for', without: 'names no host' },
  http: { thing: 'HTTP', verb: 'shows', without: 'shows ztunnel no HTTP' },
};

/** Keys of conditions that mean what a field means. */
const SAME: Readonly<Record<string, string>> = {
  'source.principal': 'principals',
  'source.namespace': 'namespaces',
  'source.ip': 'ipBlocks',
  'destination.port': 'ports',
};

function wordsOf(field: string): Words {
  const known = WORDS[SAME[field] ?? field];
  if (known) return known;
  const header = /^request\.headers\[(.+)\]$/.exec(field)?.[1];
  const thing = header ? `header ${header}` : field;
  return { thing, verb: `has ${thing}`, without: `has no ${thing}` };
}

/** `asks for …; this call …` of one attribute. */
export function lineOf(asked: Asked): AskedLine {
  const { field, wants, not, has, truth } = isOfIdentity(asked.field) ? shortened(asked) : asked;
  const { thing, verb, without } = wordsOf(field);
  const positive = wants.length > 0 ? `${thing} ${listOf(wants)}` : `any ${thing}`;
  const asks = not.some(isPresence) ? `no ${thing}` : not.length > 0 ? `${positive} but not ${listOf(not)}` : positive;
  const notKnown = truth === 'undecided' ? `was asked about without its ${thing}` : without;
  return { asks, has: has === null ? notKnown : has === '' ? without : `${verb} ${has}`, result: resultOf(truth) };
}

const isOfIdentity = (field: string): boolean => field === 'principals' || field === 'source.principal';
const isPresence = (pattern: Pattern): boolean =>
  pattern === '*' || (typeof pattern === 'object' && pattern.kind === 'Presence');

/** Identities of one trust domain are told by their accounts: the rest is the same in all of them, and hides what differs. */
function shortened(asked: Asked): Asked {
  const texts = [...asked.wants, ...asked.not].map((pattern) =>
    typeof pattern === 'object' ? (pattern.kind === 'Exact' ? pattern.value : '') : String(pattern),
  );
  const all = [...texts, ...(asked.has ? [asked.has] : [])].map(parsePrincipal);
  const domains = new Set(all.map((one) => one?.trustDomain));
  if (domains.size !== 1 || domains.has(undefined)) return asked;
  const short = (pattern: Pattern): string => accountOf(typeof pattern === 'object' ? pattern.value : String(pattern));
  return { ...asked, wants: asked.wants.map(short), not: asked.not.map(short), has: asked.has && short(asked.has) };
}

const listOf = (patterns: readonly Pattern[]): string => {
  const shown = patterns.slice(0, MOST_NAMES).map(patternText);
  const more = patterns.length - shown.length;
  return more > 0 ? `${shown.join(', ')} or ${more} more` : shown.join(' or ');
};

/** As people write it: `*` any, `x*` a beginning, `*x` an end. */
function patternText(pattern: Pattern): string {
  if (typeof pattern !== 'object') return String(pattern);
  const { kind, value } = pattern;
  return { Prefix: `${value}*`, Suffix: `*${value}`, Presence: '* (any)' }[kind] ?? value;
}

/** A part of a rule; those alternatives first that hold. */
export function clauseReading({ part, alternatives }: Clause): ClauseReading {
  const rank = (asked: readonly Asked[]): number => [true, 'undecided', false].indexOf(truthOf(asked));
  const shown = [...alternatives].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_ALTERNATIVES);
  return {
    part,
    result: resultOf(clauseTruth({ part, alternatives })),
    alternatives: shown.map((asked) => asked.map(lineOf)),
    more: alternatives.length - shown.length,
  };
}

/** A rule in words: what decides comes first. */
export function ruleReading(number: number, clauses: readonly ClauseReading[], truth: Truth, note = ''): RuleReading {
  const told = clauses.filter(({ alternatives }) => alternatives.some((lines) => lines.length > 0));
  const result = resultOf(truth);
  return { number, result, sentence: `Rule ${number} ${whyOf(told, result)}${note}.`, clauses: told };
}

function whyOf(clauses: readonly ClauseReading[], result: ReadingResult): string {
  if (result === 'matches')
    return clauses.length === 0 ? 'matches: it asks for nothing' : `matches: ${matching(clauses)}`;
  const telling = clauses.find((clause) => clause.result === result);
  const lines = telling?.alternatives.flatMap((asked) => asked.filter((line) => line.result === result)) ?? [];
  const [first] = lines;
  if (!first) return result === 'no' ? 'matches nothing' : 'may match';
  const asks = [...new Set(lines.map((line) => line.asks))].slice(0, 3).join(', or ');
  return `${result === 'no' ? 'does not match' : 'may match'}: it asks for ${asks}; this call ${first.has}`;
}

const matching = (clauses: readonly ClauseReading[]): string =>
  clauses
    .flatMap(
      ({ alternatives }) => alternatives.find((lines) => lines.every(({ result }) => result === 'matches')) ?? [],
    )
    .map(({ has }) => has)
    .filter((has, i, all) => all.indexOf(has) === i)
    .map((has, i) => (i === 0 ? `this call ${has}` : has))
    .join(', and ');
