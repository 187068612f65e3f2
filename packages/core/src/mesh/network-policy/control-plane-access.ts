/** Whether NetworkPolicies let proxies reach istiod, which tells them everything and signs their certificates (N4). */
import type { Pod } from '../../state/kubernetes.ts';
import { type Mesh, perMesh } from '../mesh.ts';
import { evaluateNetworkPolicies, type NetworkPolicyDecision } from './network-policy.ts';

/** The port of istiod for configuration and certificates. */
export const XDS_PORT = 15012;

/**
 * N4, N6: the decision on a proxy's connection to istiod, policies of Istio's own charts included. One replica that may be
 * reached is enough; null where no istiod runs that could be asked.
 */
export const xdsDecisionOf = perMesh((mesh: Mesh, proxy: Pod): NetworkPolicyDecision | null => {
  if (mesh.state.networkPolicies.length === 0) return null;
  const replicas = mesh.pods.istiods.filter((pod) => pod.deletedAt === null && pod.ips.length > 0);
  const decisions = replicas.map((istiod) => evaluateNetworkPolicies(mesh, endOf(proxy), endOf(istiod), XDS_PORT));
  return decisions.find(({ allowed, gap }) => allowed && gap === null) ?? decisions[0] ?? null;
});

const endOf = (pod: Pod) => ({ pod, ip: pod.ips[0] ?? '' });
