/** The hop between two ends: a packet, and the NetworkPolicies on both sides of it. */

import { gapOf, type Mesh } from '../mesh/mesh.ts';
import { foreignPolicyGap } from '../mesh/network-policy/foreign-policies.ts';
import type { Pod } from '../state/kubernetes.ts';
import { ref } from '../state/refs.ts';
import type { Facts, Leg, WalkHop } from './facts.ts';
import { decisive, joined, NO_GAPS, unique } from './hop-gaps.ts';

/** One leg on the wire. */
export function linkHop(mesh: Mesh, leg: Leg): WalkHop {
  const ends = [leg.from.pod, leg.to.pod].filter((pod) => pod !== null);
  const there = leg.to.pod ? `to ${leg.to.pod.node || 'the pod'}` : `to ${leg.to.ip || 'the target'}`;
  return {
    kind: leg.hop,
    title: there,
    detail: leg.protocol === 'TCP' ? `plain text, port ${leg.port}` : ENCRYPTED[leg.protocol],
    protocol: leg.protocol,
    subject: null,
    objects: ends.map((pod) => ref('Pod', pod.namespace, pod.name)),
    gaps: gapsBetween(mesh, ends, leg),
  };
}

const ENCRYPTED = { HBONE: 'encrypted, port 15008', mTLS: 'encrypted by sidecars' } as const;

/** Policies of either end, Kubernetes' own and those of the network plugin. */
function gapsBetween(mesh: Mesh, ends: readonly Pod[], leg: Leg): WalkHop['gaps'] {
  const namespaces = ends.map((pod) => pod.namespace);
  let gaps = NO_GAPS;
  for (const namespace of namespaces) gaps = joined(gaps, decisive(gapOf(mesh, 'NetworkPolicy', namespace)));
  return unique(joined(gaps, decisive(foreignPolicyGap(mesh, namespaces)), decisive(leg.policies.gap)));
}

/** Behind a waypoint without any usable endpoint: a link to nowhere, so that its cause has a place. */
export function emptyLink({ backend }: Facts): WalkHop {
  const subject = backend ? ref('Service', backend.namespace, backend.name) : null;
  return {
    kind: 'upstream-link',
    title: 'to the destination',
    detail: backend ? 'no pod to send to' : '',
    protocol: '',
    subject,
    objects: subject ? [subject] : [],
    gaps: [],
  };
}
