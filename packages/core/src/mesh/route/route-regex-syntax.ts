/** The syntax of regular expressions in routes: what RE2 and ECMAScript have in common. */

export type Test = (char: string) => boolean;

/** The pattern uses something that is not understood here: what it decides stays open. */
export class NotUnderstood extends Error {}

export type Tree =
  | { kind: 'test'; test: Test }
  | { kind: 'row'; parts: Tree[] }
  | { kind: 'either'; parts: Tree[] }
  | { kind: 'repeat'; part: Tree; least: number; most: number };

const MOST_REPEATS = 1000;

/** Parses a pattern; a leading `(?i)` compares without regard to case. Throws `NotUnderstood`. */
export function parsePattern(source: string): Tree {
  return source.startsWith('(?i)')
    ? new Parser(source.slice(4), anyCase).parse()
    : new Parser(source, (test) => test).parse();
}

const anyCase =
  (test: Test): Test =>
  (char) =>
    test(char.toLowerCase()) || test(char.toUpperCase());

const isWord: Test = (char) => /^\w$/.test(char);
const isDigit: Test = (char) => char >= '0' && char <= '9';
const isSpace: Test = (char) => /^\s$/.test(char);
const not =
  (test: Test): Test =>
  (char) =>
    !test(char);
const CLASSES: Readonly<Record<string, Test>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
};
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' };

/** Reads the syntax that RE2 and ECMAScript share; anything else is not understood. */
class Parser {
  private at = 0;
  private depth = 0;

  private readonly source: string;
  private readonly adapt: (test: Test) => Test;

  constructor(source: string, adapt: (test: Test) => Test) {
    this.source = source;
    this.adapt = adapt;
  }

  parse(): Tree {
    // The whole text must match in any case, so that the outer anchors add nothing.
    if (this.peek() === '^') this.at += 1;
    const tree = this.either();
    if (this.at < this.source.length) throw new NotUnderstood();
    return tree;
  }

  private peek(): string | undefined {
    return this.source[this.at];
  }

  private take(): string {
    const char = this.source[this.at];
    if (char === undefined) throw new NotUnderstood();
    this.at += 1;
    return char;
  }

  private takeIf(char: string): boolean {
    if (this.peek() !== char) return false;
    this.at += 1;
    return true;
  }

  private either(): Tree {
    this.depth += 1;
    if (this.depth > 100) throw new NotUnderstood();
    const parts = [this.row()];
    while (this.takeIf('|')) parts.push(this.row());
    this.depth -= 1;
    return parts.length === 1 ? parts[0]! : { kind: 'either', parts };
  }

  private row(): Tree {
    const parts: Tree[] = [];
    for (let char = this.peek(); char !== undefined && char !== '|' && char !== ')'; char = this.peek()) {
      if (char === '$' && this.at === this.source.length - 1) this.at += 1;
      else parts.push(this.repeated());
    }
    return { kind: 'row', parts };
  }

  private repeated(): Tree {
    let part = this.atom();
    for (let bounds = this.bounds(); bounds; bounds = this.bounds()) {
      part = { kind: 'repeat', part, ...bounds };
      // Lazy or greedy, the same texts match.
      this.takeIf('?');
    }
    return part;
  }

  private bounds(): { least: number; most: number } | null {
    if (this.takeIf('*')) return { least: 0, most: Number.POSITIVE_INFINITY };
    if (this.takeIf('+')) return { least: 1, most: Number.POSITIVE_INFINITY };
    if (this.takeIf('?')) return { least: 0, most: 1 };
    const counted = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.source.slice(this.at, this.at + 12));
    if (!counted) return null;
    this.at += counted[0].length;
    const least = Number(counted[1]);
    const most = counted[2] === undefined ? least : counted[3] ? Number(counted[3]) : Number.POSITIVE_INFINITY;
    if (least > MOST_REPEATS || (most !== Number.POSITIVE_INFINITY && (most > MOST_REPEATS || most < least)))
      throw new NotUnderstood();
    return { least, most };
  }

  private atom(): Tree {
    const char = this.take();
    if (char === '(') return this.group();
    if ('*+?{}^$'.includes(char)) throw new NotUnderstood();
    return { kind: 'test', test: this.adapt(this.single(char)) };
  }

  private single(char: string): Test {
    if (char === '[') return this.set();
    if (char === '.') return (one) => one !== '\n';
    if (char === '\\') return this.escaped();
    return (one) => one === char;
  }

  private group(): Tree {
    if (this.takeIf('?')) {
      if (this.takeIf('P')) this.name();
      else if (!this.takeIf(':')) throw new NotUnderstood();
    }
    const tree = this.either();
    if (this.take() !== ')') throw new NotUnderstood();
    return tree;
  }

  private name(): void {
    const name = /^<\w+>/.exec(this.source.slice(this.at));
    if (!name) throw new NotUnderstood();
    this.at += name[0].length;
  }

  private escaped(): Test {
    const char = this.take();
    const known = CLASSES[char];
    if (known) return known;
    const literal = ESCAPES[char] ?? char;
    if (ESCAPES[char] === undefined && /[A-Za-z0-9]/.test(char)) throw new NotUnderstood();
    return (one) => one === literal;
  }

  private set(): Test {
    const isNegative = this.takeIf('^');
    const tests: Test[] = [];
    do tests.push(this.member());
    while (this.peek() !== ']');
    this.take();
    const any: Test = (char) => tests.some((test) => test(char));
    return isNegative ? not(any) : any;
  }

  private member(): Test {
    const char = this.take();
    if (char === '[' && this.peek() === ':') throw new NotUnderstood();
    if (char === '\\') return this.escaped();
    const isRange = this.peek() === '-' && this.source[this.at + 1] !== ']' && this.source[this.at + 1] !== undefined;
    if (!isRange) return (one) => one === char;
    this.take();
    const last = this.take();
    if (last === '\\' || last === '[') throw new NotUnderstood();
    return (one) => one >= char && one <= last;
  }
}
