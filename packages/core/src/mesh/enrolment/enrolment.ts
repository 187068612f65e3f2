/** Section 1 of ambient-semantics: should a pod be captured, and is it? */

import type { CniConfig } from '../../state/istio.ts';
import type { Pod } from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';
import { isFinished } from '../memory/pod-addresses.ts';
import { gapOf, type Mesh } from '../mesh.ts';
import { matchesSelector } from '../service/selector.ts';

export const DATAPLANE_MODE = 'istio.io/dataplane-mode';
export const REDIRECTION = 'ambient.istio.io/redirection';

/** Whether a pod should be captured, and the sentence that says why. */
export interface CaptureWish {
  captured: boolean;
  /** id of the deciding rule */
  rule: string;
  /** what decided, in plain words */
  why: string;
  /** the fact that decided, as field = value */
  evidence: string;
}

/** E1, E10: the conditions, in the order istio-cni asks them. */
export function shouldCapture(mesh: Mesh, pod: Pod): CaptureWish {
  if (pod.hostNetwork) return no('E1', 'it uses the network of its node', 'spec.hostNetwork: true');
  if (hasSidecar(pod)) return no('E11', 'it has a sidecar proxy of its own', 'annotation sidecar.istio.io/status');
  if (excludedNamespaces(mesh).includes(pod.namespace))
    return no('E3', `namespace ${pod.namespace} is excluded from the mesh`, 'istio-cni-config EXCLUDE_NAMESPACES');
  if (isFinished(pod)) return no('E10', 'it has finished', `status.phase: ${pod.phase}`);
  if (mesh.nodes.get(pod.node)?.os === 'windows')
    return no(
      'E10',
      'its node runs Windows, where there is no ambient mode',
      `Node ${pod.node} operatingSystem: windows`,
    );
  if (isZtunnel(mesh, pod)) return no('E1', 'it is a ztunnel itself', 'label app: ztunnel');
  return asksForAmbient(mesh, pod);
}

const no = (rule: string, why: string, evidence: string): CaptureWish => ({ captured: false, rule, why, evidence });

/** E2: pod label beats namespace label in both directions; the list of istio-cni-config replaces the defaults. */
export function asksForAmbient(
  mesh: Mesh,
  pod: Pick<Pod, 'namespace' | 'labels'>,
  namespaceLabels: Labels = mesh.namespaces.get(pod.namespace)?.labels ?? {},
): CaptureWish {
  const own = pod.labels[DATAPLANE_MODE];
  const inherited = namespaceLabels[DATAPLANE_MODE];
  const custom = mesh.state.cniConfig?.enablementSelectors ?? null;
  if (custom) return matchesCustom(custom, pod, namespaceLabels);
  if (own === 'ambient')
    return {
      captured: true,
      rule: 'E2',
      why: 'its own label asks for it',
      evidence: `pod label ${DATAPLANE_MODE}: ambient`,
    };
  if (own === 'none')
    return {
      captured: false,
      rule: 'E2',
      why: 'its own label opts out of the mesh',
      evidence: `pod label ${DATAPLANE_MODE}: none`,
    };
  if (inherited === 'ambient')
    return {
      captured: true,
      rule: 'E2',
      why: `its namespace ${pod.namespace} is in the mesh`,
      evidence: `namespace label ${DATAPLANE_MODE}: ambient`,
    };
  return {
    captured: false,
    rule: 'E2',
    why: `its namespace ${pod.namespace} is not in the mesh`,
    evidence: `namespace label ${DATAPLANE_MODE}: ${inherited ?? 'not set'}`,
  };
}

function matchesCustom(
  selectors: NonNullable<CniConfig['enablementSelectors']>,
  pod: Pick<Pod, 'labels'>,
  namespaceLabels: Labels,
): CaptureWish {
  const index = selectors.findIndex(
    (pair) => matchesSelector(pair.pod, pod.labels) && matchesSelector(pair.namespace, namespaceLabels),
  );
  const evidence = 'istio-cni-config AMBIENT_ENABLEMENT_SELECTOR';
  return index >= 0
    ? { captured: true, rule: 'E2', why: `the mesh operator's enablement selector ${index + 1} selects it`, evidence }
    : { captured: false, rule: 'E2', why: "none of the mesh operator's enablement selectors selects it", evidence };
}

/** E2: a pod that is outside for no other reason than the labels of its namespace, and the label that would take it in. */
export function wouldAskWith(mesh: Mesh, pod: Pod): boolean {
  const namespace = mesh.namespaces.get(pod.namespace);
  const wish = shouldCapture(mesh, pod);
  if (!namespace || wish.captured || wish.rule !== 'E2') return false;
  return asksForAmbient(mesh, pod, { ...namespace.labels, [DATAPLANE_MODE]: 'ambient' }).captured;
}

/** E2, E3: what is only assumed about istio-cni's settings, in plain words; null where they were read and understood. */
export function captureAssumption(mesh: Mesh): string | null {
  const unreadable = mesh.state.cniConfig?.unreadable ?? [];
  if (unreadable.length > 0)
    return `${unreadable.join(' and ')} of istio-cni-config cannot be understood: Istio's defaults are assumed`;
  const isUnread = mesh.state.cniConfig === null && gapOf(mesh, 'ConfigMap') !== null;
  return isUnread ? "istio-cni-config was not read: Istio's defaults are assumed" : null;
}

/** E3: `kube-system` unless istio-cni-config lists others. */
export function excludedNamespaces(mesh: Mesh): readonly string[] {
  return mesh.state.cniConfig?.excludeNamespaces ?? ['kube-system'];
}

/** E11: the injector's annotation; its mere presence counts. */
export function hasSidecar(pod: Pod): boolean {
  return 'sidecar.istio.io/status' in pod.annotations;
}

/** A pod of the ztunnel DaemonSet (Z1); any namespace, as ztunnel may live outside the system namespace. */
export function isZtunnel(mesh: Mesh, pod: Pod): boolean {
  return pod.labels['app'] === 'ztunnel' && (pod.namespace === mesh.rootNamespace || pod.owner?.kind === 'DaemonSet');
}

/** E4: what istio-cni wrote. */
export function redirectionOf(pod: Pod): 'enabled' | 'pending' | 'absent' {
  const value = pod.annotations[REDIRECTION];
  return value === 'enabled' || value === 'pending' ? value : 'absent';
}

/** E4, E6: the pod's traffic really meets ztunnel's rules, by annotation. `pending` is redirected too, to nobody. */
export function isRedirected(pod: Pod): boolean {
  return redirectionOf(pod) !== 'absent' && !pod.hostNetwork;
}

/** E5: the protocol istiod publishes for the pod; what its labels ask for plays no part in it. */
export function publishedProtocol(pod: Pod): 'HBONE' | 'TCP' {
  return redirectionOf(pod) === 'enabled' || hasNativeTunnel(pod) ? 'HBONE' : 'TCP';
}

/** P14: a proxy inside the pod listens for HBONE itself. */
export function hasNativeTunnel(pod: Pod): boolean {
  return hasTunnelLabel(pod.labels);
}

/** P14: the label lists the tunnels that a workload understands. */
export function hasTunnelLabel(labels: Labels): boolean {
  return labels['networking.istio.io/tunnel']?.split(',').includes('http') === true;
}

/** E9: inbound plaintext reaches the application directly; HBONE still meets ztunnel. */
export function bypassesInbound(pod: Pod): boolean {
  return pod.annotations['ambient.istio.io/bypass-inbound-capture'] === 'true';
}

/** E10, after the CNI has reconciled: enrolled = wished for and with an address to redirect. */
export function isEnrolledByCni(mesh: Mesh, pod: Pod): boolean {
  return shouldCapture(mesh, pod).captured && pod.ips.length > 0;
}
