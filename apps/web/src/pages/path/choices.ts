/** What the pickers offer, found by typing: pure functions over the ends of a mesh and its graph. */
import type { MeshGraph } from '@hopscope/core';
import type { Ends, PodEnd } from './ends.ts';

export interface Choice {
  /** the text form of the public contract */
  readonly value: string;
  /** heading it stands under: a namespace, `Nodes`, `Outside the mesh` */
  readonly group: string;
  readonly label: string;
  /** one short line beside it */
  readonly hint: string;
}

/** Callers: workloads and gateways by namespace, then nodes, the API server and the outside. */
export function listCallers(ends: Ends, graph: MeshGraph | null): Choice[] {
  const gateways = (graph?.nodes ?? [])
    .filter((node) => node.kind === 'gateway')
    .map(({ namespace, name }) => ({
      value: `gateway:${namespace}/${name}`,
      group: namespace,
      label: name,
      hint: 'gateway',
    }));
  const behindGateway = new Set(
    (graph?.nodes ?? [])
      .filter((node) => node.kind === 'gateway')
      .flatMap((node) => node.workloads.map((one) => `${one.namespace}/${one.name}`)),
  );
  const workloads = ends.workloads
    .filter(({ from }) => !behindGateway.has(from))
    .map(({ from, namespace, name, kind, pods, readyPods }) => ({
      value: from,
      group: namespace,
      label: name,
      hint: `${kind}, ${pods === 0 ? 'no pods' : `${readyPods} of ${pods} ready`}`,
    }));
  const nodes = [...new Set((graph?.nodes ?? []).flatMap((node) => node.nodes))].map((name) => ({
    value: `node:${name}`,
    group: 'Nodes',
    label: name,
    hint: 'its kubelet, as health checks come',
  }));
  return [
    ...byGroup([...gateways, ...workloads]),
    ...nodes.sort(byLabel),
    { value: 'apiserver', group: 'Outside the mesh', label: 'apiserver', hint: 'the Kubernetes API server' },
    { value: 'outside', group: 'Outside the mesh', label: 'outside', hint: 'a client outside of the cluster' },
  ];
}

/** Single pods of a workload, offered when the text has come down to few workloads. */
export function listPods(namespace: string, pods: readonly PodEnd[]): Choice[] {
  return pods.map(({ from, name, node, ready }) => ({
    value: from,
    group: namespace,
    label: name,
    hint: `pod on ${node || 'no node'}${ready ? '' : ', not ready'}`,
  }));
}

/** Destinations: each port of each Service by namespace, then hosts outside. */
export function listTargets(ends: Ends): Choice[] {
  const choices = ends.services.flatMap(({ kind, namespace, name, ports }) =>
    ports.map(({ port, protocol, to }) => ({
      value: to,
      group: kind === 'external' ? 'Outside the mesh' : namespace,
      label: `${name}:${port}`,
      hint: protocol,
    })),
  );
  const outside = choices.filter(({ group }) => group === 'Outside the mesh');
  return [...byGroup(choices.filter(({ group }) => group !== 'Outside the mesh')), ...outside.sort(byLabel)];
}

function byGroup(choices: Choice[]): Choice[] {
  return choices.sort((a, b) => compare(a.group, b.group) || byLabel(a, b));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byLabel = (a: Choice, b: Choice): number => compare(a.label, b.label);

/** Choices that hold every word of the text. Groups stay together; those with the best match come first, and so within them. */
export function filterChoices(choices: readonly Choice[], text: string): Choice[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = choices
    .filter((choice) => {
      const searched = `${choice.value} ${choice.group}/${choice.label} ${choice.hint}`.toLowerCase();
      return words.every((word) => searched.includes(word));
    })
    .map((choice) => ({ choice, rank: rankOf(choice, words) }));
  if (words.length === 0) return found.map(({ choice }) => choice);
  const best = new Map<string, number>();
  for (const { choice, rank } of found) best.set(choice.group, Math.min(rank, best.get(choice.group) ?? rank));
  return found
    .sort(
      (a, b) =>
        best.get(a.choice.group)! - best.get(b.choice.group)! ||
        compare(a.choice.group, b.choice.group) ||
        a.rank - b.rank,
    )
    .map(({ choice }) => choice);
}

/** 0 = one of the words is the name itself, 1 = the name starts with one, 2 = they stand elsewhere. */
function rankOf(choice: Choice, words: readonly string[]): number {
  const label = choice.label.toLowerCase();
  const names = [choice.value.toLowerCase(), label, label.replace(/:\d+$/, '')];
  if (words.some((word) => names.includes(word) || names.includes(word.replace(/^.*\//, '')))) return 0;
  return words.some((word) => label.startsWith(word)) ? 1 : 2;
}

/** Choices that a mistyped value may have meant, best first: the same name elsewhere, then names a few letters off. */
export function nearestChoices(choices: readonly Choice[], value: string, most = 4): Choice[] {
  const wanted = nameIn(value);
  return choices
    .map((choice) => ({ choice, distance: distanceOf(nameIn(choice.value), wanted) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ choice }) => choice);
}

/** `ledger` of `payments/ledger:8080`, `pod:payments/ledger` or `ledger`. */
function nameIn(value: string): string {
  return value
    .replace(/^(pod|workload|gateway|node|service|host|ip):/, '')
    .replace(/:\d+$/, '')
    .replace(/^.*\//, '')
    .toLowerCase();
}

/** Levenshtein: how many letters to add, drop or change. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, change));
    }
    row = next;
  }
  return row[b.length]!;
}
