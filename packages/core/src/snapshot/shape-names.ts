/** Profile `shape`: every way in which a report names a thing, with the thing's pseudonym in it. */
import type { From, PathQuery, To } from '../state/path-query.ts';
import { type Ref, refId } from '../state/refs.ts';
import type { Pseudonyms } from './pseudonyms.ts';

export interface ShapeNames {
  namespace(name: string): string;
  ref(ref: Ref): Ref;
  /** `namespace/name`, or a name alone */
  pair(text: string): string;
  node(name: string): string;
  /** id of a node of the graph */
  nodeId(id: string): string;
  /** id of a link */
  linkId(id: string): string;
  /** key of a cause */
  cause(key: string): string;
  /** id of a cell of the chain */
  cell(id: string): string;
  query(query: PathQuery): PathQuery;
  port(port: number): number;
}

const NODE_CELLS = new Set(['ztunnel', 'cni']);

/** Names under one key. */
export function createShapeNames(pseudonyms: Pseudonyms): ShapeNames {
  const namespace = (name: string): string => (name === '' ? '' : pseudonyms.name('', name));
  const nameIn = (scope: string, name: string): string =>
    name === '' ? '' : pseudonyms.name(scope === '' ? '-' : scope, name);
  const pair = (text: string): string => {
    const slash = text.indexOf('/');
    if (text === '') return '';
    if (slash < 0) return namespace(text);
    const [scope, name] = [text.slice(0, slash), text.slice(slash + 1)];
    return `${namespace(scope)}/${nameIn(scope, name)}`;
  };
  const ref = ({ kind, namespace: scope, name }: Ref): Ref => {
    if (kind === 'Namespace') return { kind, namespace: '', name: namespace(name) };
    if (kind === 'Node') return { kind, namespace: '', name: name === '' ? '' : pseudonyms.node(name) };
    return { kind, namespace: namespace(scope), name: nameIn(scope, name) };
  };
  const nodeId = (id: string): string => {
    const colon = id.indexOf(':');
    if (colon < 0) return id;
    const [kind, rest] = [id.slice(0, colon), id.slice(colon + 1)];
    return `${kind}:${kind === 'external' ? pseudonyms.host(rest) : pair(rest)}`;
  };
  return {
    namespace,
    ref,
    pair,
    node: pseudonyms.node,
    nodeId,
    port: pseudonyms.port,
    linkId(id) {
      const [, from, to, port] = /^(.*) -> (.*):(\d+)$/.exec(id) ?? [];
      if (from === undefined || to === undefined) return id === '' ? '' : pseudonyms.name('link', id);
      return `${nodeId(from)} -> ${nodeId(to)}:${pseudonyms.port(Number(port))}`;
    },
    cause(key) {
      const [, check, kind, rest] = /^(\S+) (\S+) (.+)$/.exec(key) ?? [];
      if (rest === undefined) return key.split(' ', 1)[0]!;
      const slash = rest.indexOf('/');
      const [scope, name] = slash < 0 ? ['', rest] : [rest.slice(0, slash), rest.slice(slash + 1)];
      return `${check} ${refId(ref({ kind: kind!, namespace: scope, name }))}`;
    },
    cell(id) {
      const colon = id.indexOf(':');
      const [kind, rest] = [id.slice(0, colon), id.slice(colon + 1)];
      return `${kind}:${NODE_CELLS.has(kind) ? pseudonyms.node(rest) : pair(rest)}`;
    },
    query: ({ from, to, http }) => ({
      from: fromOf(from, pseudonyms, namespace, nameIn),
      to: toOf(to, pseudonyms, namespace, nameIn),
      http: http && { method: http.method, path: '/', headers: {} },
    }),
  };
}

type Scope = (name: string) => string;
type NameIn = (scope: string, name: string) => string;

function fromOf(from: From, pseudonyms: Pseudonyms, namespace: Scope, nameIn: NameIn): From {
  switch (from.kind) {
    case 'apiserver':
    case 'outside':
      return from;
    case 'node':
      return { kind: 'node', name: pseudonyms.node(from.name) };
    case 'ip':
      return { kind: 'ip', address: pseudonyms.address(from.address) };
    default:
      return { kind: from.kind, namespace: namespace(from.namespace), name: nameIn(from.namespace, from.name) };
  }
}

function toOf(to: To, pseudonyms: Pseudonyms, namespace: Scope, nameIn: NameIn): To {
  const port = pseudonyms.port(to.port);
  if (to.kind === 'host') return { kind: 'host', host: pseudonyms.host(to.host), port };
  if (to.kind === 'ip') return { kind: 'ip', address: pseudonyms.address(to.address), port };
  return { kind: to.kind, namespace: namespace(to.namespace), name: nameIn(to.namespace, to.name), port };
}
