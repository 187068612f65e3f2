/** Section 7: what was not read of how names are answered, and would change the way. */
import { dnsService } from '../mesh/address/cluster-dns.ts';
import { type Gap, gapOf, type Mesh } from '../mesh/mesh.ts';
import { dnsDecisionOf } from '../mesh/network-policy/dns-access.ts';
import { podsOfService } from '../mesh/service/selection.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { Facts } from './facts.ts';

/** D3, E9: whether ztunnel answers the caller is a setting of istio-cni; without it the way may be another one. */
export function namingGap(mesh: Mesh, { caller, naming, target }: Facts): Gap | null {
  const { pod } = caller;
  if (caller.kind !== 'ambient' || !pod || naming?.answeredBy !== 'ztunnel') return null;
  const isSaid = mesh.state.cniConfig !== null || pod.annotations['ambient.istio.io/dns-capture'] !== undefined;
  const gap = isSaid ? null : gapOf(mesh, 'ConfigMap');
  const isAllocated = target.kind === 'service-entry' && target.entry.addresses.length === 0;
  if (!gap || !(isAllocated || isCutOff(mesh, pod))) return null;
  return { ...gap, why: `whether ztunnel answers the names of ${caller.name} is not known: ${gap.why}` };
}

/** The cluster's DNS would not answer the pod. */
function isCutOff(mesh: Mesh, pod: Pod): boolean {
  const service = dnsService(mesh);
  const answers = service === undefined || podsOfService(mesh, service).some(({ ready }) => ready);
  return !answers || dnsDecisionOf(mesh, pod)?.allowed === false;
}
