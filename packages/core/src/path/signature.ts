/** Pods that cannot differ in outcome are walked once: this is what they must have in common. */

import { redirectionOf } from '../mesh/enrolment.ts';
import { handoverMark } from '../mesh/handover.ts';
import { perSlice } from '../mesh/look-up.ts';
import { type Mesh, ofMesh, onlyOfMesh, perMesh } from '../mesh/mesh.ts';
import { closedPairs } from '../mesh/node-pairs.ts';
import { deliveryGaps } from '../mesh/policy-delivery.ts';
import { certificateOf, liveProxyOf, ztunnelOn } from '../mesh/ztunnel.ts';
import type { Pod } from '../state/kubernetes.ts';
import { conditionOf, type LabelSelector } from '../state/metadata.ts';
import type { ZtunnelDump } from '../state/readings.ts';

/** Everything about a pod, its node and its ztunnel that a hop's judgement reads, as one string. */
export const signatureOf = perMesh((mesh: Mesh, pod: Pod): string => {
  const { dump } = ztunnelOn(mesh, pod.node);
  const proxy = dump ? (liveProxyOf(dump, pod)?.state ?? 'none') : '?';
  const certificate = dump ? certificateMark(mesh, dump, pod) : '?';
  const own = `${pod.ready} ${pod.deletedAt !== null} ${redirectionOf(pod)} ${pod.hostNetwork} ${pod.serviceAccount}`;
  const bypass = pod.annotations['ambient.istio.io/bypass-inbound-capture'] ?? '';
  const names = `${pod.annotations['ambient.istio.io/dns-capture'] ?? ''} ${pod.dnsPolicy} ${pod.hasDnsConfig}`;
  const seen = `${proxy} ${certificate} ${bypass} ${names} ${nodeSignature(mesh, pod.node)}`;
  return `${own}|${seen}|${containersOf(pod)}|${labelsOf(mesh, pod)}|${handoverMark(mesh, pod)}`;
});

/** A number for all pods of one signature: quicker to tell apart than texts. */
export function alikeKey(mesh: Mesh, pod: Pod): number {
  const ids = idsOf(mesh);
  const signature = signatureOf(mesh, pod);
  const known = ids.get(signature);
  if (known !== undefined) return known;
  ids.set(signature, ids.size);
  return ids.size - 1;
}

const idsOf = onlyOfMesh(() => new Map<string, number>());

/** Where a ztunnel has all its certificates they tell no pods apart. */
function certificateMark(mesh: Mesh, dump: ZtunnelDump, pod: Pod): string {
  return hasAllCertificates(dump) ? '+' : (certificateOf(mesh, dump, pod)?.state ?? 'none');
}

const hasAllCertificates = perSlice((dump: ZtunnelDump): boolean =>
  dump.certificates.every(({ state }) => state === 'Available'),
);

function containersOf({ containers }: Pod): string {
  let text = '';
  for (const { waiting, ready } of containers) text += ready && waiting === '' ? '+' : `${waiting}${ready},`;
  return text;
}

/** Labels that Istio itself reads on a pod; the rest matters only where a policy selects by it. */
const ISTIO_LABELS = [
  'istio.io/dataplane-mode',
  'istio.io/use-waypoint',
  'istio.io/use-waypoint-namespace',
  'networking.istio.io/tunnel',
  'security.istio.io/tlsMode',
];

/** The label keys by which any policy of the mesh tells pods apart. */
const decidingLabels = ofMesh((mesh: Mesh): readonly string[] => {
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

function labelsOf(mesh: Mesh, { labels }: Pod): string {
  // A3: a pod without any label is held by every selector.
  if (Object.keys(labels).length === 0) return '-';
  let text = '';
  for (const key of decidingLabels(mesh)) {
    const value = labels[key];
    if (value !== undefined) text += `${key}=${value};`;
  }
  return text;
}

/** Policies that this ztunnel has otherwise than they are written. */
function deliveryMark(mesh: Mesh, dump: ZtunnelDump): string {
  const { missing, outdated, kept } = deliveryGaps(mesh, dump);
  return [...missing, ...outdated, ...kept].join();
}

const nodeSignature = perMesh((mesh: Mesh, name: string): string => {
  const ztunnel = ztunnelOn(mesh, name);
  const node = mesh.nodes.get(name);
  return [
    conditionOf(node?.conditions ?? [], 'Ready')?.status,
    conditionOf(node?.conditions ?? [], 'NetworkUnavailable')?.status,
    ztunnel.pods
      .map(
        (pod) =>
          `${pod.ready}${pod.deletedAt !== null}${pod.containers.map((c) => `${c.waiting}${c.restarts}`).join()}`,
      )
      .join(),
    ztunnel.dump !== null,
    ztunnel.readiness?.pending.join() ?? '',
    ztunnel.dump ? deliveryMark(mesh, ztunnel.dump) : '',
    closedPairs(mesh).get(name) ?? '',
  ].join('~');
});
