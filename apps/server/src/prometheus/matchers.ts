/** Label matchers that every query carries: a shared Prometheus holds several clusters. */
import { failure, type Outcome, success } from '../kubernetes/outcome.ts';

export interface Matcher {
  label: string;
  operator: '=' | '!=' | '=~' | '!~';
  value: string;
}

const MOST = 20;
const LONGEST = 1000;
const ONE = /\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*"((?:[^"\\\n]|\\.)*)"\s*(,|$)/y;

/**
 * Reads `cluster="east",env=~"prod.*"`, as in a selector of PromQL but without its braces; '' is none. Fails with reason
 * `config` where it is anything else, so that nothing but matchers can get into a query.
 */
export function readMatchers(text: string): Outcome<Matcher[]> {
  const matchers: Matcher[] = [];
  let at = 0;
  while (at < text.trimEnd().length) {
    ONE.lastIndex = at;
    const [whole, label, operator, value] = ONE.exec(text) ?? [];
    if (whole === undefined || label === '__name__' || matchers.length >= MOST || value!.length > LONGEST)
      return failure('config', `The label matchers ${shown(text)} cannot be read: ${HINT}`);
    matchers.push({ label: label!, operator: operator as Matcher['operator'], value: unescaped(value!) });
    at = ONE.lastIndex;
  }
  return success(matchers);
}

const HINT = `write them as cluster="east",env=~"prod.*", at most ${MOST}, and none of the metric's name.`;
const shown = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
const unescaped = (text: string): string => text.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));

/** The matchers as they stand inside the braces of a selector; '' for none. */
export function formatMatchers(matchers: readonly Matcher[]): string {
  return matchers.map(({ label, operator, value }) => `${label}${operator}${quoted(value)}`).join(',');
}

/** A string of PromQL. */
export function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
