/** R5: which DestinationRule a proxy applies to a host, and what its subsets select. */

import type { Labels } from '../../state/metadata.ts';
import { type Ref, ref } from '../../state/refs.ts';
import type { DestinationRule } from '../../state/virtual-services.ts';
import { matchesHost } from '../address/address.ts';
import { fullHost } from '../address/full-host.ts';
import { groupBy } from '../memory/look-up.ts';
import { type Gap, gapOf, type Mesh, ofMesh } from '../mesh.ts';

interface RulesByHost {
  exact: ReadonlyMap<string, readonly DestinationRule[]>;
  wild: readonly { host: string; rule: DestinationRule }[];
}

/** Oldest first; short hosts are completed by the namespace of the rule. */
const rulesByHost = ofMesh((mesh): RulesByHost => {
  const hosts = [...mesh.state.destinationRules]
    .sort((a, b) => (a.createdAt ?? '').localeCompare(b.createdAt ?? '') || a.name.localeCompare(b.name))
    .map((rule) => ({ host: fullHost(mesh, rule.host, rule.namespace), rule }));
  const exact = groupBy(
    hosts.filter(({ host }) => !host.startsWith('*')),
    ({ host }) => host,
  );
  return {
    exact: new Map([...exact].map(([host, list]) => [host, list.map(({ rule }) => rule)])),
    wild: hosts.filter(({ host }) => host.startsWith('*')).sort((a, b) => b.host.length - a.host.length),
  };
});

/** The rules for a host in the namespace that counts: the proxy's own, else the Service's, else the root namespace. */
export function destinationRulesFor(
  mesh: Mesh,
  host: string,
  proxyNamespace: string,
  serviceNamespace: string,
): readonly DestinationRule[] {
  const { exact, wild } = rulesByHost(mesh);
  for (const namespace of [proxyNamespace, serviceNamespace, mesh.rootNamespace]) {
    const isSeen = (rule: DestinationRule): boolean =>
      rule.namespace === namespace && isExportedTo(rule.exportTo, rule.namespace, proxyNamespace);
    const named = (exact.get(host) ?? []).filter(isSeen);
    if (named.length > 0) return named;
    const pattern = wild.find((entry) => matchesHost(entry.host, host) && isSeen(entry.rule));
    if (pattern) return [pattern.rule];
  }
  return [];
}

/** `exportTo`: nothing or `*` is everybody, `.` the own namespace, else the namespaces named. */
export function isExportedTo(exportTo: readonly string[], own: string, namespace: string): boolean {
  if (exportTo.length === 0 || exportTo.includes('*') || exportTo.includes(namespace)) return true;
  return exportTo.includes('.') && own === namespace;
}

/** The labels of a subset; rules for one host in one namespace are taken together. */
export function subsetOf(
  mesh: Mesh,
  host: string,
  proxyNamespace: string,
  serviceNamespace: string,
  name: string,
):
  | { kind: 'found'; labels: Labels; rule: Ref }
  | { kind: 'missing'; rule: Ref | null }
  | { kind: 'unknown'; gap: Gap } {
  const rules = destinationRulesFor(mesh, host, proxyNamespace, serviceNamespace);
  for (const rule of rules) {
    const subset = rule.subsets.find((candidate) => candidate.name === name);
    if (subset) return { kind: 'found', labels: subset.labels, rule: refOf(rule) };
  }
  const gap = gapOf(mesh, 'DestinationRule');
  if (gap) return { kind: 'unknown', gap };
  return { kind: 'missing', rule: rules[0] ? refOf(rules[0]) : null };
}

const refOf = (rule: DestinationRule): Ref => ref('DestinationRule', rule.namespace, rule.name);
