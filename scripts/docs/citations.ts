/** Which functions apply a rule and which tests show it, found in the comments and titles of source files. */
import { parseSync } from 'rolldown/utils';
import { rulesAtStart, rulesIn } from '../../packages/core/src/mesh/rule-citations.ts';

/** One place that names a rule. `other` proves nothing (a type, a header), but what it names must exist. */
export interface Citation {
  rule: string;
  kind: 'function' | 'test' | 'other';
  path: string;
  /** name of the function; '' for the rest */
  name: string;
}

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}
interface Comment {
  value: string;
  start: number;
  end: number;
}

/** All citations of one file; files named `*.test.ts` are tests. */
export function readCitations(path: string, text: string): Citation[] {
  const { program, comments } = parseSync(path, text) as unknown as { program: Node; comments: Comment[] };
  if (/\.test\.\w+$/.test(path)) {
    const titles = stringsOf(program).flatMap(({ value, isTitle }) => (isTitle ? rulesIn(value) : rulesAtStart(value)));
    return unique([...titles, ...comments.flatMap(rulesOf)].map((rule) => ({ rule, kind: 'test', path, name: '' })));
  }
  const functions = functionsOf(program);
  return unique(
    comments.flatMap((comment) => {
      const name = functions.find((candidate) => belongsTo(comment, candidate, text))?.name ?? '';
      return rulesOf(comment).map((rule) => ({ rule, kind: name === '' ? 'other' : 'function', path, name }) as const);
    }),
  );
}

/** A block comment loses the stars at the beginning of its lines. */
const rulesOf = (comment: Comment): string[] => rulesIn(comment.value.replace(/\n\s*\*/g, '\n'));

/** Inside of the function, or right above it. */
function belongsTo(comment: Comment, { start, end }: Declared, text: string): boolean {
  if (comment.start >= start && comment.end <= end) return true;
  return comment.end <= start && text.slice(comment.end, start).trim() === '';
}

interface Declared {
  name: string;
  start: number;
  end: number;
}

/** Functions at the top of a file: declared, or made by an expression that contains one (`perMesh((mesh) => …)`). */
function functionsOf(program: Node): Declared[] {
  return (program['body'] as Node[]).flatMap((statement) => {
    const declaration = (statement['declaration'] as Node | null | undefined) ?? statement;
    const place = { start: statement.start, end: statement.end };
    if (declaration.type === 'FunctionDeclaration') return [{ name: nameOf(declaration['id']), ...place }];
    if (declaration.type !== 'VariableDeclaration') return [];
    const made = (declaration['declarations'] as Node[]).filter((declarator) => isFunction(declarator['init']));
    return made.map((declarator) => ({ name: nameOf(declarator['id']), ...place }));
  });
}

function isFunction(value: unknown): boolean {
  const node = value as Node | null;
  if (node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression') return true;
  return node?.type === 'CallExpression' && (node['arguments'] as Node[]).some(isFunction);
}

const nameOf = (id: unknown): string => String((id as { name?: unknown } | null)?.name ?? '');

/** Texts of a test file; the first argument of `test`, `it`, `describe` and of their `each` is a title. */
function stringsOf(program: Node): { value: string; isTitle: boolean }[] {
  const titles = new Set<Node>();
  const found: { value: string; isTitle: boolean }[] = [];
  visit(program, (node) => {
    if (node.type === 'CallExpression' && isTest(node['callee'] as Node)) titles.add((node['arguments'] as Node[])[0]!);
    const value = textOf(node);
    if (value !== null) found.push({ value, isTitle: titles.has(node) });
  });
  return found;
}

/** `test(…)`, `it.skip(…)`, `describe.each(rows)(…)`. */
function isTest(callee: Node): boolean {
  if (callee.type === 'MemberExpression') return isTest(callee['object'] as Node);
  if (callee.type === 'CallExpression') return isTest(callee['callee'] as Node);
  return callee.type === 'Identifier' && ['test', 'it', 'describe'].includes(nameOf(callee));
}

function textOf(node: Node): string | null {
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node.type !== 'TemplateLiteral') return null;
  return (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…');
}

/** Parents before their children. */
function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  else if (typeof value === 'object' && value !== null) {
    if (typeof (value as Node).type === 'string') see(value as Node);
    for (const child of Object.values(value)) if (typeof child === 'object') visit(child, see);
  }
}

function unique(citations: readonly Citation[]): Citation[] {
  return [...new Map(citations.map((item) => [`${item.rule} ${item.kind} ${item.name}`, item])).values()];
}
