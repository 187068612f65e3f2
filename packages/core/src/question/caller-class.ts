/**
 * What of a caller can matter to any answer, whoever it calls, but for its identity, its labels and its address: those matter
 * only as far as policies on the way ask for them (`what-tells-apart.ts`).
 */

import { capturesDns } from '../mesh/address/dns.ts';
import { shouldCapture } from '../mesh/enrolment/enrolment.ts';
import { perSlice } from '../mesh/memory/look-up.ts';
import { noteRead } from '../mesh/memory/reads.ts';
import { type Mesh, onlyOfMesh, perMesh } from '../mesh/mesh.ts';
import { logMark } from '../mesh/told/connection-log.ts';
import { measuredCallers } from '../mesh/told/measured-callers.ts';
import { closedPairs } from '../mesh/told/node-pairs.ts';
import { certificateOf, hasAllCertificates, liveProxyOf, ztunnelOn } from '../mesh/ztunnel/ztunnel.ts';
import type { Caller } from '../path/facts.ts';
import { meshFindings } from '../report/mesh-findings.ts';
import type { Pod } from '../state/kubernetes.ts';
import { conditionOf, type Labels } from '../state/metadata.ts';
import type { ZtunnelDump } from '../state/readings.ts';
import { type Ref, ref } from '../state/refs.ts';
import type { ReachEnd } from './reach-answer.ts';

/** What callers must have in common to be of one class; what has no pod is a class of its own. */
export function classOf(
  mesh: Mesh,
  views: NodeViews,
  { end, callers }: { end: ReachEnd; callers: readonly Caller[] },
): string {
  // N3: to its own pods a node is another caller than to those of others.
  if (end.kind === 'node') return `kubelet|${end.name}`;
  if (end.kind !== 'workload' || callers.length > MOST_KINDS) return `alone|${end.text}`;
  if (callers.length === 1) return callerClass(mesh, views, callers[0]!);
  const classes = callers.map((caller) => callerClass(mesh, views, caller));
  if (new Set(classes).size === 1) return classes[0]!;
  // Pods that differ: the share of each takes part in what comes first.
  return callers.map((caller, i) => `${caller.alike}/${caller.of}×${classes[i]}`).join('\n');
}

/** The walk follows a bounded number of ways: a workload of very many kinds of pods is like no other. */
const MOST_KINDS = 6;

/** One line for each thing; written piece by piece into one text, since it is made for each of thousands of workloads. */
function callerClass(mesh: Mesh, views: NodeViews, { kind, pod }: Caller): string {
  if (!pod) return kind;
  const { captured, rule } = shouldCapture(mesh, pod);
  const view = viewOf(mesh, views, pod.node);
  const lines: string[] = [kind, captured ? rule : `not ${rule}`, view.node, ztunnelClass(mesh, view, pod)];
  lines.push(pod.dnsPolicy, pod.hasDnsConfig ? 'own' : '', capturesDns(mesh, pod) ? 'captured' : '');
  lines.push(findingsOn(mesh, ref('Pod', pod.namespace, pod.name)));
  lines.push(findingsOn(mesh, ref('Namespace', '', pod.namespace)), measuredMark(mesh, pod));
  addOwn(lines, pod);
  return lines.join('\n');
}

/** Of the pod alone. Labels of Istio's own keys may matter to any rule; others only to selectors. */
function addOwn(lines: string[], { ready, deletedAt, phase, hostNetwork, labels, annotations, containers }: Pod): void {
  lines.push(phase, ready ? 'ready' : '', deletedAt === null ? '' : 'going', hostNetwork ? 'host' : '');
  lines.push(String(containers.length));
  for (const { waiting, ready: isReady } of containers) lines.push(waiting, isReady ? 'ready' : '');
  addIstioOwn(lines, 'labels', labels);
  addIstioOwn(lines, 'annotations', annotations);
}

/** With its length, as the value of an annotation may have lines of its own. */
function addIstioOwn(lines: string[], what: string, labels: Labels): void {
  lines.push(what);
  for (const key in labels)
    if (key.includes('istio.io/') && ISTIO_KEY.test(key)) lines.push(key, `${labels[key]!.length} ${labels[key]}`);
}

const ISTIO_KEY = /^(?:ambient\.|networking\.|security\.|sidecar\.|topology\.)?istio\.io\//;

/** What was counted or written of one workload's calls makes it like no other. */
function measuredMark(mesh: Mesh, pod: Pod): string {
  const measured = measuredCallers(mesh);
  if (measured.size === 0) return logMark(mesh, pod);
  const name = `${pod.namespace}/${pod.workload.name}`;
  return measured.has(name) ? name : logMark(mesh, pod);
}

/** E6, C1: what the ztunnel of its node says of it. */
function ztunnelClass(mesh: Mesh, { dump, allCertified }: NodeView, pod: Pod): string {
  if (!dump) return '?';
  const proxy = liveProxyOf(dump, pod)?.state ?? 'none';
  return allCertified ? proxy : `${proxy} ${certificateOf(mesh, dump, pod)?.state ?? 'none'}`;
}

/** What a node is like, and the dump of its ztunnel. */
interface NodeView {
  node: string;
  dump: ZtunnelDump | null;
  allCertified: boolean;
}

export type NodeViews = ReadonlyMap<string, NodeView>;

/** All nodes at once: who looks at thousands of pods looks a node up in it, and has read one thing and not each of them. */
export function nodeViews(mesh: Mesh): NodeViews {
  const views = keptViews(mesh);
  noteRead(views);
  return numbered(views);
}

const keptViews = onlyOfMesh((mesh: Mesh): NodeViews => {
  const names = new Set([...mesh.nodes.keys(), ...mesh.pods.ztunnels.nodes]);
  const views = new Map([...names].map((name) => [name, nodeView(mesh, name)] as const));
  return mesh.memory.keep('what nodes are like', views, saySame);
});

/** A view is the same object as long as nothing of it changed. */
const saySame = (a: NodeViews, b: NodeViews): boolean => {
  if (a.size !== b.size) return false;
  for (const [name, view] of b) if (a.get(name) !== view) return false;
  return true;
};

/** Nodes that are alike by a number: what is said of one is long, and would stand in the class of each of its pods. */
const numbered = perSlice((views: NodeViews): NodeViews => {
  const numbers = new Map<string, string>();
  const numberOf = (text: string): string => {
    const number = numbers.get(text) ?? `${numbers.size}`;
    numbers.set(text, number);
    return number;
  };
  return new Map([...views].map(([name, view]) => [name, { ...view, node: numberOf(view.node) }]));
});

const viewOf = (mesh: Mesh, views: NodeViews, name: string): NodeView => views.get(name) ?? nodeView(mesh, name);

/** Of a node: its conditions, its ztunnel, and what was found on either. */
const nodeView = perMesh((mesh: Mesh, name: string): NodeView => {
  const { pods, dump, readiness } = ztunnelOn(mesh, name);
  const conditions = mesh.nodes.get(name)?.conditions ?? [];
  const containers = pods.flatMap((pod) => pod.containers.map((one) => `${one.waiting}${one.ready}${one.restarts}`));
  const node = JSON.stringify([
    ['Ready', 'NetworkUnavailable'].map((type) => conditionOf(conditions, type)?.status),
    pods.map((pod) => [
      pod.ready,
      pod.deletedAt !== null,
      pod.phase,
      findingsOn(mesh, ref('Pod', pod.namespace, pod.name)),
    ]),
    containers,
    dump?.hasProxies,
    readiness?.pending,
    findingsOn(mesh, ref('Node', '', name)),
    closedPairs(mesh).get(name),
  ]);
  return { node, dump, allCertified: dump !== null && hasAllCertificates(mesh, dump) };
});

function findingsOn(mesh: Mesh, subject: Ref): string {
  const found = meshFindings(mesh).on(subject);
  return found.length === 0 ? '' : found.map((one) => `${one.check} ${one.severity} ${one.certainty}`).join();
}
