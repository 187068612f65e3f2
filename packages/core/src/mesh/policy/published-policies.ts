/** A1-A13, M2, M3: every policy that istiod gives to ztunnel. */
import type { ZtunnelPolicy } from '../../state/readings.ts';
import { isSeenConfig } from '../enrolment/seen-config.ts';
import { type Mesh, ofMesh } from '../mesh.ts';
import { implicitPolicyOf } from './implicit-policy.ts';
import { convertPeerAuthentication, staticStrict } from './mtls.ts';
import { convertPolicy, reachesZtunnel } from './policy.ts';

/** All of them, converted; those of other revisions and those with target references are none. */
export const publishedPolicies = ofMesh((mesh: Mesh): readonly ZtunnelPolicy[] => {
  const { state } = mesh;
  const peers = state.peerAuthentications.filter((pa) => isSeenConfig(mesh, pa));
  return [
    ...state.authorizationPolicies
      .filter((policy) => reachesZtunnel(mesh, policy))
      .map((policy) => convertPolicy(mesh, policy)),
    ...peers.flatMap((pa) => convertPeerAuthentication(mesh, pa) ?? []),
    // M2: sent as soon as there is any PeerAuthentication, attached only to workloads that are STRICT.
    ...(peers.length > 0 ? [staticStrict(mesh)] : []),
    ...state.gateways.flatMap((gateway) => implicitPolicyOf(mesh, gateway) ?? []),
  ];
});
