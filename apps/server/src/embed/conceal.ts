/** Takes out of texts what lies in namespaces that a panel must not tell of. */
import { type MeshState, mapTexts } from '@hopscope/core';

/** Stands where a name was. */
export const CONCEALED = 'not-shown';

/** A copy of plain data without the names of other namespaces and of what is in them. */
export type Conceal = <T>(value: T) => T;

/** `others`: namespaces whose names are taken out. What people call a thing in them is taken out with its namespace. */
export function createConceal(others: ReadonlySet<string>): Conceal {
  if (others.size === 0) return (value) => value;
  const any = [...others]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replaceAll('.', '\\.'))
    .join('|');
  const name = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?';
  const edge = '(?<![A-Za-z0-9-])';
  const patterns: [RegExp, string][] = [
    [new RegExp(`(\\bns/)(?:${any})(/sa/)${name}`, 'g'), `$1${CONCEALED}$2${CONCEALED}`],
    [new RegExp(`${edge}(?:${any})/${name}(?::\\d+)?`, 'g'), `${CONCEALED}/${CONCEALED}`],
    [new RegExp(`${edge}(?:${name}\\.)+(?:${any})(?=\\.svc\\b|$|[^A-Za-z0-9.-])`, 'g'), `${CONCEALED}.${CONCEALED}`],
    [new RegExp(`(\\b[Nn]amespaces? "?)(?:${any})(?![A-Za-z0-9-])`, 'g'), `$1${CONCEALED}`],
    [new RegExp(`${edge}(?:${any})("? namespace\\b)`, 'g'), `${CONCEALED}$1`],
    [new RegExp(`^(?:${any})$`), CONCEALED],
  ];
  const text = (value: string): string =>
    patterns.reduce((kept, [pattern, replacement]) => kept.replace(pattern, replacement), value);
  return (value) => mapTexts(withoutObjects(value, others) as typeof value, text);
}

/** References to objects of other namespaces lose their names: there, name and namespace stand apart. */
function withoutObjects(value: unknown, others: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutObjects(item, others));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutObjects(item, others)]),
  ) as Record<string, unknown>;
  const { namespace } = copy;
  if (typeof namespace !== 'string' || !others.has(namespace)) return copy;
  return { ...copy, namespace: CONCEALED, ...('name' in copy ? { name: CONCEALED } : {}) };
}

/** What of a state tells which namespaces there are, and which of them are the mesh's own. */
export interface NamespaceState {
  readonly namespaces: readonly Pick<MeshState['namespaces'][number], 'name'>[];
  readonly pods: readonly Pick<MeshState['pods'][number], 'namespace' | 'labels'>[];
}

/** The namespaces that a panel locked to some of them must not tell of: all others but those of the mesh's own components. */
export function otherNamespaces(
  state: NamespaceState,
  nodes: readonly { namespace: string }[],
  locked: readonly string[],
): ReadonlySet<string> {
  const own = new Set([...locked, '', ...systemNamespaces(state)]);
  const all = [...state.namespaces.map(({ name }) => name), ...nodes.map(({ namespace }) => namespace)];
  return new Set(all.filter((name) => !own.has(name)));
}

/** Where istiod, ztunnel and istio-cni run: everybody's calls hang on them. */
function systemNamespaces({ pods }: NamespaceState): string[] {
  const isSystem = (labels: Readonly<Record<string, string>>) =>
    ['istiod', 'ztunnel', 'istio-cni', 'istio-cni-node'].includes(labels['app'] ?? labels['k8s-app'] ?? '');
  return [
    ...new Set(pods.filter(({ labels }) => isSystem(labels)).map(({ namespace }) => namespace)),
    'istio-system',
    'kube-system',
  ];
}
