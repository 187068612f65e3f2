/** Text forms of the ends of questions: each text is read back once, for a caller has many links. */
import { formatFrom, formatTo, type PathQuery, parseFrom, parseTo } from '../state/path-query.ts';

export interface EndTexts {
  from: string;
  to: string;
}

/** Gives the texts of a question's ends; null where reading them does not give the same question again, as of a wildcard host. */
export function createEndWriter(): (query: PathQuery) => EndTexts | null {
  const readFrom = createReader(parseFrom);
  const readTo = createReader(parseTo);
  return ({ from, to, http }) => {
    if (http !== null) return null;
    const texts = { from: formatFrom(from), to: formatTo(to) };
    return sameFields(readFrom(texts.from), from) && sameFields(readTo(texts.to), to) ? texts : null;
  };
}

/** null of a text that is no end. */
function createReader<T>(parse: (text: string) => { ok: true; value: T } | { ok: false }): (text: string) => T | null {
  const known = new Map<string, T | null>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const read = parse(text);
    const value = read.ok ? read.value : null;
    known.set(text, value);
    return value;
  };
}

function sameFields(a: object | null, b: object): boolean {
  if (a === null) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => left[key] === right[key]);
}
