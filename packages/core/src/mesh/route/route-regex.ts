/**
 * Regular expressions of routes. They are other people's, and so is the text: a back-tracking engine could be made to hang
 * the server. This one keeps the set of places it can be at, so its time is bounded by pattern times text, as with Envoy's.
 */
import { NotUnderstood, parsePattern, type Test, type Tree } from './route-regex-syntax.ts';

/** A place of the automaton: a character to read, or places to go on to without reading. */
type Place = { kind: 'read'; test: Test; next: number } | { kind: 'jump'; to: number[] } | { kind: 'end' };

const MOST_PLACES = 2000;

/** Whether the pattern matches the whole text; null where the pattern is none that is understood here. */
export function matchesWhole(pattern: string, text: string): boolean | null {
  const program = compile(pattern);
  return program === null ? null : run(program, text);
}

interface Program {
  places: Place[];
  start: number;
}

function compile(pattern: string): Program | null {
  try {
    const places: Place[] = [{ kind: 'end' }];
    return { places, start: build(places, parsePattern(pattern), 0) };
  } catch (error) {
    if (error instanceof NotUnderstood) return null;
    throw error;
  }
}

function run({ places, start }: Program, text: string): boolean {
  let here = closure(places, [start]);
  for (const char of text) {
    const next: number[] = [];
    for (const at of here) {
      const place = places[at]!;
      if (place.kind === 'read' && place.test(char)) next.push(place.next);
    }
    if (next.length === 0) return false;
    here = closure(places, next);
  }
  return here.has(0);
}

function closure(places: readonly Place[], from: readonly number[]): Set<number> {
  const seen = new Set<number>();
  const open = [...from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const place = places[at]!;
    if (place.kind === 'jump') open.push(...place.to);
  }
  return seen;
}

/** Appends the places of a tree that go on to `next`, from the end to the start; gives the first. */
function build(places: Place[], tree: Tree, next: number): number {
  switch (tree.kind) {
    case 'test':
      return place(places, { kind: 'read', test: tree.test, next });
    case 'row':
      return tree.parts.reduceRight((after, part) => build(places, part, after), next);
    case 'either':
      return place(places, { kind: 'jump', to: tree.parts.map((part) => build(places, part, next)) });
    default:
      return repeat(places, tree, next);
  }
}

function repeat(places: Place[], tree: Extract<Tree, { kind: 'repeat' }>, next: number): number {
  let after = next;
  if (tree.most === Number.POSITIVE_INFINITY) {
    const loop: Extract<Place, { kind: 'jump' }> = { kind: 'jump', to: [next] };
    after = place(places, loop);
    loop.to.push(build(places, tree.part, after));
  } else {
    for (let i = tree.least; i < tree.most; i += 1)
      after = place(places, { kind: 'jump', to: [next, build(places, tree.part, after)] });
  }
  for (let i = 0; i < tree.least; i += 1) after = build(places, tree.part, after);
  return after;
}

function place(places: Place[], added: Place): number {
  if (places.length >= MOST_PLACES) throw new NotUnderstood();
  return places.push(added) - 1;
}
