/** Pods that cannot differ in outcome are walked once: what they must have in common. */

import { redirectionOf } from '../mesh/enrolment/enrolment.ts';
import { type Mesh, ofMesh, perMesh } from '../mesh/mesh.ts';
import { deliveryGaps } from '../mesh/policy/policy-delivery.ts';
import { logMark } from '../mesh/told/connection-log.ts';
import { handoverMark } from '../mesh/told/handover.ts';
import { closedPairs } from '../mesh/told/node-pairs.ts';
import {
  certificateOf,
  hasAllCertificates,
  liveProxyOf,
  type ZtunnelOnNode,
  ztunnelOn,
} from '../mesh/ztunnel/ztunnel.ts';
import type { Container, Pod } from '../state/kubernetes.ts';
import { conditionOf, type LabelSelector, type Labels } from '../state/metadata.ts';
import type { ZtunnelDump } from '../state/readings.ts';

interface Group<T> {
  view: View | null;
  mark: string | number;
  items: T[];
}

/** Groups what stands on pods that the walk cannot tell apart, in the order of the first of each; `and` keeps apart what else differs. */
export function groupAlike<T>(
  mesh: Mesh,
  items: readonly T[],
  podOf: (item: T) => Pod | null,
  and: (item: T) => string | number,
): T[][] {
  if (items.length === 1) return [[items[0]!]];
  const keys = decidingLabels(mesh);
  const groups: Group<T>[] = [];
  for (const item of items) {
    const pod = podOf(item);
    const mark = and(item);
    const group = groups.find((one) => one.mark === mark && isAlike(mesh, one.view, pod, keys));
    if (group) group.items.push(item);
    else groups.push({ view: pod && viewOf(mesh, pod), mark, items: [item] });
  }
  return groups.map((group) => group.items);
}

/** The same for pods themselves. */
export const groupAlikePods = (mesh: Mesh, pods: readonly Pod[]): Pod[][] =>
  groupAlike(
    mesh,
    pods,
    (pod) => pod,
    () => '',
  );

/** A pod, and what its node and its ztunnel add to it. */
interface View {
  pod: Pod;
  node: string;
  proxy: string;
  certificate: string;
  /** what ztunnels counted of connections to it, and what they wrote of them */
  counted: string;
  written: string;
}

function viewOf(mesh: Mesh, pod: Pod): View {
  const node = nodeViewOf(mesh, pod.node);
  return {
    pod,
    node: node.node,
    proxy: proxyState(node, pod),
    certificate: certificateState(mesh, node, pod),
    counted: handoverMark(mesh, pod),
    written: logMark(mesh, pod),
  };
}

const proxyState = ({ dump }: NodeView, pod: Pod): string => (dump ? (liveProxyOf(dump, pod)?.state ?? 'none') : '?');

const certificateState = (mesh: Mesh, { dump, allCertified }: NodeView, pod: Pod): string =>
  !dump ? '?' : allCertified ? '+' : (certificateOf(mesh, dump, pod)?.state ?? 'none');

/** Everything about a pod, its node and its ztunnel that a hop's judgement reads is the same; what is at hand is compared first. */
function isAlike(mesh: Mesh, view: View | null, pod: Pod | null, keys: readonly string[]): boolean {
  if (view === null || pod === null) return view === pod;
  const node = nodeViewOf(mesh, pod.node);
  return (
    view.node === node.node &&
    isSamePod(view.pod, pod) &&
    hasSameContainers(view.pod.containers, pod.containers) &&
    hasSameLabels(view.pod.labels, pod.labels, keys) &&
    view.proxy === proxyState(node, pod) &&
    view.certificate === certificateState(mesh, node, pod) &&
    view.counted === handoverMark(mesh, pod) &&
    view.written === logMark(mesh, pod)
  );
}

const isSamePod = (a: Pod, b: Pod): boolean =>
  a.ready === b.ready &&
  (a.deletedAt === null) === (b.deletedAt === null) &&
  a.hostNetwork === b.hostNetwork &&
  a.serviceAccount === b.serviceAccount &&
  a.dnsPolicy === b.dnsPolicy &&
  a.hasDnsConfig === b.hasDnsConfig &&
  redirectionOf(a) === redirectionOf(b) &&
  ANNOTATIONS.every((key) => a.annotations[key] === b.annotations[key]);

const ANNOTATIONS = ['ambient.istio.io/bypass-inbound-capture', 'ambient.istio.io/dns-capture'];

function hasSameContainers(a: readonly Container[], b: readonly Container[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i]!.waiting !== b[i]!.waiting || a[i]!.ready !== b[i]!.ready) return false;
  return true;
}

function hasSameLabels(a: Labels, b: Labels, keys: readonly string[]): boolean {
  if (a === b) return true;
  // A3: a pod without any label is held by every selector.
  if (isEmpty(a) !== isEmpty(b)) return false;
  for (const key of keys) if (a[key] !== b[key]) return false;
  return true;
}

function isEmpty(labels: Labels): boolean {
  for (const _ in labels) return false;
  return true;
}

/** Labels that Istio itself reads on a pod; the rest matters only where a policy selects by it. */
const ISTIO_LABELS = [
  'gateway.networking.k8s.io/gateway-name',
  'istio.io/dataplane-mode',
  'istio.io/use-waypoint',
  'istio.io/use-waypoint-namespace',
  'networking.istio.io/tunnel',
  'security.istio.io/tlsMode',
];

/** The label keys by which any policy of the mesh tells pods apart. */
export const decidingLabels = ofMesh((mesh: Mesh): readonly string[] => {
  const { networkPolicies, authorizationPolicies, peerAuthentications, cniConfig } = mesh.state;
  const keys = new Set(ISTIO_LABELS);
  const addSelector = (selector: LabelSelector | null): void => {
    for (const key in selector?.matchLabels) keys.add(key);
    for (const term of selector?.matchExpressions ?? []) keys.add(term.key);
  };
  for (const policy of networkPolicies) {
    addSelector(policy.podSelector);
    for (const rule of [...policy.ingress, ...policy.egress])
      for (const peer of rule.peers) addSelector(peer.podSelector);
  }
  for (const policy of [...authorizationPolicies, ...peerAuthentications])
    for (const key in policy.selector) keys.add(key);
  for (const pair of cniConfig?.enablementSelectors ?? []) addSelector(pair.pod);
  return [...keys];
});

interface NodeView {
  node: string;
  dump: ZtunnelDump | null;
  allCertified: boolean;
}

const nodeViewOf = perMesh((mesh: Mesh, name: string): NodeView => {
  const ztunnel = ztunnelOn(mesh, name);
  const { dump } = ztunnel;
  return { node: nodeMark(mesh, ztunnel), dump, allCertified: dump !== null && hasAllCertificates(mesh, dump) };
});

function nodeMark(mesh: Mesh, { node: name, pods, dump, readiness }: ZtunnelOnNode): string {
  const conditions = mesh.nodes.get(name)?.conditions ?? [];
  const ztunnels = pods.map(
    (pod) => `${pod.ready}${pod.deletedAt !== null}${pod.containers.map((c) => `${c.waiting}${c.restarts}`).join()}`,
  );
  return [
    conditionOf(conditions, 'Ready')?.status,
    conditionOf(conditions, 'NetworkUnavailable')?.status,
    ztunnels.join(),
    dump !== null,
    readiness?.pending.join() ?? '',
    dump ? deliveryMark(mesh, dump) : '',
    closedPairs(mesh).get(name) ?? '',
  ].join('~');
}

/** Policies that this ztunnel has otherwise than they are written. */
function deliveryMark(mesh: Mesh, dump: ZtunnelDump): string {
  const { missing, outdated, kept } = deliveryGaps(mesh, dump);
  return [...missing, ...outdated, ...kept].join();
}
