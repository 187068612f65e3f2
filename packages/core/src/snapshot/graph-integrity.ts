/** Whether columns of a stranger can be decoded: every column as long as the others, every index within its table, every word known. */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { LinkBasis, NodeKind } from '../graph/mesh-graph.ts';
import { Verdict } from '../path/hop-kind.ts';
import { decodeGraph } from '../report/decode-graph.ts';
import { GraphColumns } from '../report/graph-columns.ts';
import { MeshReport, NodeState } from '../report/mesh-report.ts';

/** True for columns in the form that the schema has. The schema's own check would take seconds for a large mesh. */
export function hasColumnForm(value: unknown): value is GraphColumns {
  const columns = value as GraphColumns;
  const { nodes, links, refs, ...rest } = GraphColumns.properties;
  return (
    isRecord(value) &&
    hasKeys(value, Object.keys(GraphColumns.properties)) &&
    [[nodes, columns.nodes] as const, [links, columns.links] as const, [refs, columns.refs] as const].every(
      ([schema, group]) => isGroup(schema, group),
    ) &&
    Value.Check(Type.Object(rest), { ...columns, nodes: undefined, links: undefined, refs: undefined })
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function hasKeys(value: object, keys: readonly string[]): boolean {
  return Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));
}

function isGroup({ properties }: { properties: object }, group: unknown): boolean {
  const schemas = Object.entries(properties) as [string, { items: { type: string } }][];
  if (!isRecord(group) || !hasKeys(group, Object.keys(properties))) return false;
  return schemas.every(([key, { items }]) => {
    const column = group[key];
    return Array.isArray(column) && column.every(items.type === 'array' ? areIntegers : Number.isInteger);
  });
}

const areIntegers = (list: unknown): boolean => Array.isArray(list) && list.every(Number.isInteger);

/** '' where they can, else what is wrong with them. */
export function graphTrouble(columns: GraphColumns): string {
  const { strings, refs, nodes, links } = columns;
  if (![refs, nodes, links].every(hasOneLength)) return 'columns of its graph differ in length';
  if (!areIndexesFine(columns)) return 'its graph points at names that it does not have';
  // Ids become keys of objects.
  if (strings.includes('__proto__')) return 'its graph holds a name that no object can have';
  if (!areWordsFine(columns)) return 'its graph holds words that no graph has';
  return decodes(columns) ? '' : 'its graph cannot be decoded';
}

function hasOneLength(columns: Readonly<Record<string, readonly unknown[]>>): boolean {
  return new Set(Object.values(columns).map(({ length }) => length)).size <= 1;
}

function areIndexesFine({ strings, refs, nodes, links, queries }: GraphColumns): boolean {
  const isText = (index: number): boolean => index >= 0 && index < strings.length;
  const isRef = (index: number): boolean => index >= 0 && index < refs.kind.length;
  const isTextOrNone = (index: number): boolean => index === -1 || isText(index);
  const texts = [refs.kind, refs.namespace, refs.name, nodes.id, nodes.kind, nodes.namespace, nodes.name, nodes.mesh];
  const lists = [...nodes.nodes, ...nodes.causes, ...links.causes];
  const judged = links.verdict.every(
    (verdict, i) =>
      isTextOrNone(verdict) &&
      (verdict === -1 || [links.expected[i]!, links.sentence[i]!, links.waypoint[i]!].every(isText)),
  );
  const asked = links.queryFrom.every(
    (from, i) => Object.hasOwn(queries, i) || (isText(from) && isText(links.queryTo[i]!)),
  );
  return (
    judged &&
    asked &&
    [...texts, nodes.waypoint, links.from, links.to, links.basis, ...lists].every((column) => column.every(isText)) &&
    [nodes.ref, ...nodes.workloads].every((column) => column.every(isRef)) &&
    [nodes.state, ...links.ztunnels].every((column) => column.every(isTextOrNone))
  );
}

/** The words of a union of words, or of an enumeration. */
function wordsOf(schema: object): ReadonlySet<string> {
  const { enum: several, anyOf } = schema as { enum?: string[]; anyOf?: { const: string }[] };
  return new Set(several ?? anyOf?.map((one) => one.const) ?? []);
}

const BASES = wordsOf(LinkBasis);
const KINDS = wordsOf(NodeKind);
const VERDICTS = wordsOf(Verdict);
const STATES = wordsOf(NodeState.properties.state);
const MESHES = wordsOf(MeshReport.properties.graph.properties.nodes.items.properties.mesh);

/** Each word once, however often it stands in its column. */
function areWordsFine({ strings, nodes, links }: GraphColumns): boolean {
  const areAll = (column: readonly number[], words: ReadonlySet<string>): boolean =>
    [...new Set(column)].every((index) => index === -1 || words.has(strings[index]!));
  const bases = [...new Set(links.basis)].flatMap((index) => strings[index]!.split(','));
  return (
    areAll(nodes.kind, KINDS) &&
    areAll(nodes.mesh, MESHES) &&
    areAll(nodes.state, STATES) &&
    areAll(links.verdict, VERDICTS) &&
    areAll(links.expected, VERDICTS) &&
    bases.every((basis) => basis === '' || BASES.has(basis))
  );
}

function decodes(columns: GraphColumns): boolean {
  try {
    decodeGraph(columns);
    return true;
  } catch {
    // Queries that cannot be read: a stranger's columns, which are refused.
    return false;
  }
}
